// Each bundler with what it needs for any npm package and nothing more: what to bundle, for what, to where.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MODULE, writePage } from "./pages.mjs";
import * as tools from "./tools.mjs";

// `browser` and `server` bundle a program of a project into its folder `dist`. The first gives the
// script that a page loads, or nothing where it has written the page too; the second the program that
// Node.js runs.

const esbuildTo = (platform, format) => async (project, program) => {
  const outfile = join(project, format === "esm" ? "dist/main.mjs" : "dist/main.js");
  await tools
    .esbuild()
    .build({
      entryPoints: [join(project, program)],
      outfile,
      bundle: true,
      minify: true,
      platform,
      format,
      logLevel: "warning",
    });
  return format === "esm" ? "main.mjs" : "main.js";
};

export const esbuild = {
  tool: "esbuild",
  browser: esbuildTo("browser"),
  server: esbuildTo("node", "esm"),
  required: esbuildTo("node", "cjs"),
};

const rollupTo = (resolve) => async (project, program) => {
  await tools.run(
    "rollup",
    "rollup",
    [program, "--dir", "dist", "--format", "es", "--plugin", resolve, "--entryFileNames", "main.mjs", "--silent"],
    project,
  );
  return "main.mjs";
};

/** Rollup finds npm packages by its own plugin. */
export const rollup = {
  tool: "rollup",
  browser: rollupTo("node-resolve={browser:true}"),
  server: rollupTo("node-resolve={exportConditions:['node']}"),
};

export const webpack = {
  tool: "webpack",
  browser: (project, program) => webpackTo("web", project, program),
  server: (project, program) => webpackTo("node", project, program),
};

async function webpackTo(target, project, program) {
  const args = [
    "build",
    "--entry",
    `./${program}`,
    "--mode",
    "production",
    "--target",
    target,
    "--output-path",
    join(project, "dist"),
  ];
  await tools.run("webpack-cli", "webpack-cli", args, project);
  return commonjs(project);
}

export const rspack = {
  tool: "@rspack/core",
  browser: (project, program) => rspackTo("web", project, program),
  server: (project, program) => rspackTo("node", project, program),
};

/** Its command line has no word for the target. */
async function rspackTo(target, project, program) {
  const config = { mode: "production", target, entry: `./${program}`, output: { path: join(project, "dist") } };
  writeFileSync(join(project, "rspack.config.mjs"), `export default ${JSON.stringify(config)};\n`);
  await tools.run("@rspack/cli", "rspack", ["build"], project);
  return commonjs(project);
}

/** Both write CommonJS for Node.js, which takes it for that where package.json says so. */
function commonjs(project) {
  writeFileSync(join(project, "dist/package.json"), JSON.stringify({ type: "commonjs" }));
  return "main.js";
}

/** Parcel takes a page, or a target of package.json; it names what it writes by itself. */
export const parcel = {
  tool: "parcel",
  async browser(project, program) {
    writePage(project, program, MODULE);
    await parcelTo(project, "index.html");
  },
  async server(project, program) {
    const file = join(project, "package.json");
    const targets = {
      server: { context: "node", outputFormat: "esmodule", distDir: "dist", includeNodeModules: true },
    };
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), targets }));
    await parcelTo(project, program);
    return program.replace(/\.mjs$/, ".js");
  },
};

const parcelTo = (project, entry) => tools.run("parcel", "parcel", ["build", entry, "--no-cache"], project);

/** Vite takes a page; for a server it leaves packages where they are unless told, as in `whole`. */
export function vite(tool) {
  const build = (project, ...args) => tools.run(tool, "vite", ["build", ...args], project);
  async function server(project, program) {
    await build(project, "--ssr", program);
    return program.replace(/\.mjs$/, ".js");
  }
  return {
    tool,
    async browser(project, program) {
      writePage(project, program, MODULE);
      await build(project);
    },
    server,
    whole(project, program) {
      writeFileSync(join(project, "vite.config.mjs"), "export default { ssr: { noExternal: true } };\n");
      return server(project, program);
    },
  };
}
