// The bundlers, each with the minimal configuration that it needs for any npm package.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MODULE, writePage } from "./pages.mjs";
import * as tools from "./tools.mjs";

// `browser` and `server` bundle a program of a project into its folder `dist`. `browser` returns the script
// that a page loads, or `undefined` if it has written the page too. `server` returns the program for Node.js.

const bundleWithEsbuild = (platform, format) => async (project, program) => {
  const outfile = join(project, format === "esm" ? "dist/main.mjs" : "dist/main.js");
  await tools.esbuild().build({
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
  browser: bundleWithEsbuild("browser"),
  server: bundleWithEsbuild("node", "esm"),
  serverFromRequire: bundleWithEsbuild("node", "cjs"),
};

const bundleWithRollup = (resolve) => async (project, program) => {
  await tools.run(
    "rollup",
    "rollup",
    [program, "--dir", "dist", "--format", "es", "--plugin", resolve, "--entryFileNames", "main.mjs", "--silent"],
    project,
  );
  return "main.mjs";
};

/** Rollup resolves npm packages with its plugin. */
export const rollup = {
  tool: "rollup",
  browser: bundleWithRollup("node-resolve={browser:true}"),
  server: bundleWithRollup("node-resolve={exportConditions:['node']}"),
};

export const webpack = {
  tool: "webpack",
  browser: (project, program) => bundleWithWebpack("web", project, program),
  server: (project, program) => bundleWithWebpack("node", project, program),
};

async function bundleWithWebpack(target, project, program) {
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
  return markAsCommonJS(project);
}

export const rspack = {
  tool: "@rspack/core",
  browser: (project, program) => bundleWithRspack("web", project, program),
  server: (project, program) => bundleWithRspack("node", project, program),
};

/** The command line has no option for the target. */
async function bundleWithRspack(target, project, program) {
  const config = { mode: "production", target, entry: `./${program}`, output: { path: join(project, "dist") } };
  writeFileSync(join(project, "rspack.config.mjs"), `export default ${JSON.stringify(config)};\n`);
  await tools.run("@rspack/cli", "rspack", ["build"], project);
  return markAsCommonJS(project);
}

/** webpack and Rspack write CommonJS, which Node.js recognizes by the `type` in package.json. */
function markAsCommonJS(project) {
  writeFileSync(join(project, "dist/package.json"), JSON.stringify({ type: "commonjs" }));
  return "main.js";
}

/** Parcel bundles a page, or a target in package.json. It chooses the names of the output files. */
export const parcel = {
  tool: "parcel",
  async browser(project, program) {
    writePage(project, program, MODULE);
    await bundleWithParcel(project, "index.html");
  },
  async server(project, program) {
    const file = join(project, "package.json");
    const targets = {
      server: { context: "node", outputFormat: "esmodule", distDir: "dist", includeNodeModules: true },
    };
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), targets }));
    await bundleWithParcel(project, program);
    return program.replace(/\.mjs$/, ".js");
  },
};

const bundleWithParcel = (project, entry) => tools.run("parcel", "parcel", ["build", entry, "--no-cache"], project);

/** Vite bundles a page. For a server it bundles packages only with `noExternal`, as in `serverWithPackages`. */
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
    serverWithPackages(project, program) {
      writeFileSync(join(project, "vite.config.mjs"), "export default { ssr: { noExternal: true } };\n");
      return server(project, program);
    },
  };
}
