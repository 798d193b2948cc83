// The bundlers and test tools, one for each row of the table in docs/bundlers.md.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { outcomeOfPage } from "../runtimes/browser.mjs";
import { outcomeOf, withServer } from "../runtimes/process.mjs";
import { node as nodePath } from "../runtimes/tools.mjs";
import * as bundlers from "./bundlers.mjs";
import { bundleContents, wasmEntry } from "./bundle-contents.mjs";
import { EDGE_BUILDERS } from "./edge-builders.mjs";
import { CLASSIC, MODULE, openBuiltPage, serveBuild, writePage } from "./pages.mjs";
import { TEST_TOOLS } from "./test-tools.mjs";
import * as tools from "./tools.mjs";
import { TRACING } from "./tracing.mjs";

const IMPORT = { type: "module", entry: "index.js" };
const REQUIRE = { type: "commonjs", entry: "index.cjs" };
const PAGE = { ...IMPORT, expectation: "page", setsUserAgent: true, serveFile: serveBuild };

/** A bundle for the browser, loaded by a page. */
const page = ({ tool, browser }, scriptAttribute) => ({
  ...PAGE,
  label: "page",
  async run(project, server) {
    const script = await browser(project, "page.mjs");
    if (script !== undefined) writePage(join(project, "dist"), script, scriptAttribute);
    return { ...(await openBuiltPage(server)), version: tools.versionOf(tool) };
  },
});

/**
 * A bundle for the server, run in the oldest Node.js of every run. node_modules is removed, unless the bundler leaves
 * packages external.
 */
const server = ({ tool, server: build }, overrides) => ({
  ...IMPORT,
  label: "server",
  canListen: true,
  program: "import.mjs",
  ...overrides,
  async run(project, { url }) {
    const script = await (overrides?.build ?? build)(project, this.program);
    if (!this.keepsPackagesExternal) rmSync(join(project, "node_modules"), { recursive: true });
    return {
      ...(await outcomeOf(nodePath("20"), [script], join(project, "dist"), url)),
      version: tools.versionOf(tool),
    };
  },
});

/** Vite's dev server, which serves the page. */
const devServer = (tool) => ({
  ...PAGE,
  label: "dev server",
  async run(project, backend) {
    writePage(project, "page.mjs", MODULE);
    const args = [tools.script(tool, "vite"), "--host", "127.0.0.1", "--port", "0"];
    const options = { cwd: project, env: tools.isolatedEnvironment(project) };
    return withServer(tools.node(), args, options, /Local:\s+(http:\S+)/, async ([, url]) => ({
      ...(await outcomeOfPage(url, backend)),
      version: tools.versionOf(tool),
    }));
  },
});

const bundled = (name, bundler, { scriptAttribute, always, extraVariants = [] } = {}) => ({
  name,
  always,
  variants: [page(bundler, scriptAttribute), server(bundler), ...extraVariants],
});

const vite = (major, tool, always) => {
  const bundler = bundlers.vite(tool);
  const external = server(bundler, { label: "server (`--ssr`)", keepsPackagesExternal: true });
  const noExternal = server(bundler, { label: "server with `ssr.noExternal`", build: bundler.serverWithPackages });
  return { name: `Vite ${major}`, always, variants: [devServer(tool), page(bundler), external, noExternal] };
};

const { esbuild, rollup, webpack, rspack, parcel } = bundlers;

export const CASES = [
  vite(8, "vite", true),
  vite(7, "vite-7"),
  bundled("esbuild", esbuild, {
    scriptAttribute: CLASSIC,
    always: true,
    extraVariants: [
      server(esbuild, {
        ...REQUIRE,
        label: "server, from `require`",
        program: "require.cjs",
        build: esbuild.serverFromRequire,
      }),
    ],
  }),
  bundled("Rollup", rollup, { scriptAttribute: MODULE }),
  bundled("webpack 5", webpack, { scriptAttribute: CLASSIC }),
  bundled("Rspack", rspack, { scriptAttribute: CLASSIC }),
  bundled("Parcel", parcel),
  ...EDGE_BUILDERS,
  ...TEST_TOOLS,
];

export const EXTRA_TASKS = [
  bundleContents("Vite", { server: bundlers.vite("vite").serverWithPackages }, true),
  bundleContents("esbuild", esbuild, true),
  bundleContents("Rollup", rollup),
  bundleContents("webpack", webpack),
  bundleContents("Rspack", rspack),
  bundleContents("Parcel", parcel),
  wasmEntry("Vite", { server: bundlers.vite("vite").serverWithPackages }, true),
  wasmEntry("esbuild", esbuild, true),
  wasmEntry("Rollup", rollup),
  wasmEntry("webpack", webpack),
  wasmEntry("Rspack", rspack),
  wasmEntry("Parcel", parcel),
  TRACING,
];
