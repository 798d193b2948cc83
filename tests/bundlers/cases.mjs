// The bundlers and test tools, one for each row of the table in the README.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { outcomeOfPage } from "../runtimes/browser.mjs";
import { outcomeOf, withServer } from "../runtimes/process.mjs";
import { node as nodeOf } from "../runtimes/tools.mjs";
import * as bundlers from "./build.mjs";
import { contents } from "./contents.mjs";
import { EDGE_BUILDERS } from "./edge.mjs";
import { built, CLASSIC, MODULE, openBuilt, writePage } from "./pages.mjs";
import { TEST_TOOLS } from "./test-tools.mjs";
import * as tools from "./tools.mjs";
import { TRACING } from "./tracing.mjs";

const IMPORT = { type: "module", entry: "index.js" };
const REQUIRE = { type: "commonjs", entry: "index.cjs" };
const PAGE = { ...IMPORT, judge: "page", ownUserAgent: true, page: built };

/** A bundle for the browser, in a page. */
const page = ({ tool, browser }, kind) => ({
  ...PAGE,
  way: "page",
  async run(project, server) {
    const script = await browser(project, "page.mjs");
    if (script !== undefined) writePage(join(project, "dist"), script, kind);
    return { ...(await openBuilt(server)), version: tools.versionOf(tool) };
  },
});

/**
 * A bundle for the server, in the oldest Node.js of every run; without node_modules, unless it leaves packages there.
 */
const server = ({ tool, server: build }, more) => ({
  ...IMPORT,
  way: "server",
  serves: true,
  program: "import.mjs",
  ...more,
  async run(project, { url }) {
    const script = await (more?.build ?? build)(project, this.program);
    if (!this.leavesPackages) rmSync(join(project, "node_modules"), { recursive: true });
    return { ...(await outcomeOf(nodeOf("20"), [script], join(project, "dist"), url)), version: tools.versionOf(tool) };
  },
});

/** Vite's server for development: the page comes from there. */
const devServer = (tool) => ({
  ...PAGE,
  way: "dev server",
  async run(project, backend) {
    writePage(project, "page.mjs", MODULE);
    const args = [tools.script(tool, "vite"), "--host", "127.0.0.1", "--port", "0"];
    const start = { cwd: project, env: tools.quiet(project) };
    return withServer(tools.node(), args, start, /Local:\s+(http:\S+)/, async ([, address]) => ({
      ...(await outcomeOfPage(address, backend)),
      version: tools.versionOf(tool),
    }));
  },
});

const bundled = (name, bundler, { kind, always, more = [] } = {}) => ({
  name,
  always,
  ways: [page(bundler, kind), server(bundler), ...more],
});

const vite = (major, tool, always) => {
  const bundler = bundlers.vite(tool);
  const left = server(bundler, { way: "server (`--ssr`)", leavesPackages: true });
  const whole = server(bundler, { way: "server with `ssr.noExternal`", build: bundler.whole });
  return { name: `Vite ${major}`, always, ways: [devServer(tool), page(bundler), left, whole] };
};

const { esbuild, rollup, webpack, rspack, parcel } = bundlers;

export const CASES = [
  vite(8, "vite", true),
  vite(7, "vite-7"),
  bundled("esbuild", esbuild, {
    kind: CLASSIC,
    always: true,
    more: [
      server(esbuild, { ...REQUIRE, way: "server, from `require`", program: "require.cjs", build: esbuild.required }),
    ],
  }),
  bundled("Rollup", rollup, { kind: MODULE }),
  bundled("webpack 5", webpack, { kind: CLASSIC }),
  bundled("Rspack", rspack, { kind: CLASSIC }),
  bundled("Parcel", parcel),
  ...EDGE_BUILDERS,
  ...TEST_TOOLS,
];

export const OTHERS = [
  contents("Vite", { server: bundlers.vite("vite").whole }, true),
  contents("esbuild", esbuild, true),
  contents("Rollup", rollup),
  contents("webpack", webpack),
  contents("Rspack", rspack),
  contents("Parcel", parcel),
  TRACING,
];
