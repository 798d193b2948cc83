// The runtimes of Workers and edge functions: workerd alone, with wrangler and in Vitest, and Vercel's edge runtime.
import buffer from "node:buffer";
import events from "node:events";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { bundleWorker, WORKERD, writeConfig } from "../packaging/workerd.mjs";
import { outcomeOf, output, withServer } from "./process.mjs";
import * as tools from "./tools.mjs";

const COMPATIBILITY_DATE = "2025-01-01";

const runInWorkerd =
  (program) =>
  async (project, { url }) => {
    const out = join(project, "out");
    mkdirSync(out);
    const { modules } = await bundleWorker(join(project, program), out);
    const outcome = await outcomeOf(WORKERD, ["test", writeConfig(out, modules)], out, url);
    return { ...outcome, version: tools.versionOf("workerd") };
  };

export const inWorkerd = runInWorkerd("worker.mjs");
export const inWorkerdWithoutWasm = runInWorkerd("without-wasm-worker.mjs");
export const inWasmWorker = runInWorkerd("wasm-worker.mjs");

/** A separate home folder, because wrangler writes files there, and no telemetry. */
const isolatedEnvironment = (project) => ({
  ...process.env,
  HOME: project,
  XDG_CONFIG_HOME: project,
  WRANGLER_SEND_METRICS: "false",
  CI: "true",
});

const writeWranglerConfig = (project, vars) =>
  writeFileSync(
    join(project, "wrangler.json"),
    JSON.stringify({
      name: "worker",
      main: "worker.mjs",
      compatibility_date: COMPATIBILITY_DATE,
      vars,
      send_metrics: false,
    }),
  );

/** The response of a project's Worker in `wrangler dev`, which needs a Node.js later than 20. */
export function responseOfWranglerDev(project, vars) {
  writeWranglerConfig(project, vars);
  const script = join(tools.folderOf("wrangler"), "bin/wrangler.js");
  const args = [
    script,
    "dev",
    "--ip=127.0.0.1",
    "--port=0",
    "--inspector-port=0",
    "--show-interactive-dev-session=false",
  ];
  return withServer(
    tools.node("24"),
    args,
    { cwd: project, env: isolatedEnvironment(project) },
    /Ready on (http:\S+)/,
    async ([, url]) => {
      const response = await fetch(url);
      const text = await response.text();
      if (!response.ok) throw new Error(text);
      return text;
    },
  );
}

export async function inWranglerDev(project, { url }) {
  const outcome = JSON.parse(await responseOfWranglerDev(project, { API_URL: url }));
  return { ...outcome, version: tools.versionOf("wrangler") };
}

/** Vitest with Cloudflare's pool. The program sends its outcome as a request. */
export async function inVitestPool(project, { url, requests }) {
  writeWranglerConfig(project, { API_URL: url });
  for (const name of ["vitest", "@cloudflare/vitest-pool-workers"]) {
    const link = join(project, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(tools.folderOf(name), link);
  }
  writeFileSync(
    join(project, "vitest.config.mjs"),
    `import { cloudflareTest } from "@cloudflare/vitest-pool-workers";

export default { plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.json" } })], test: { include: ["*.test.mjs"] } };
`,
  );
  const vitest = join(tools.folderOf("vitest"), "vitest.mjs");
  await output(tools.node("24"), [vitest, "run"], project, isolatedEnvironment(project));
  const index = requests.findIndex(({ path }) => path === "/outcome");
  const [{ body }] = requests.splice(index, 1);
  return { ...JSON.parse(body), version: tools.versionOf("@cloudflare/vitest-pool-workers") };
}

export async function inEdgeVm(project, { url }) {
  const outcome = await edgeVm(join(project, "edge-vm.mjs"), { apiUrl: url });
  return { ...outcome, version: tools.versionOf("@edge-runtime/vm") };
}

/**
 * Runs a program in the runtime of Vercel's edge functions and returns its global `outcome`. The wasm modules are
 * compiled in another realm, as in Next.js.
 */
export async function edgeVm(program, globals) {
  const { EdgeVM } = tools.requireTool("@edge-runtime/vm");
  const wasmModules = {};
  const { outputFiles } = await tools.esbuild().build({
    entryPoints: [program],
    bundle: true,
    write: false,
    format: "iife",
    conditions: ["edge-light"],
    plugins: [compileWasmModules(wasmModules), nodeModules],
    logLevel: "warning",
  });
  const vm = new EdgeVM({
    extend: (context) => Object.assign(context, globals, { wasmModules, nodeModules: { buffer, events } }),
  });
  vm.evaluate(outputFiles[0].text);
  return vm.context.outcome;
}

/** Resolves the Node.js modules that edge functions provide. */
const nodeModules = {
  name: "node-modules",
  setup(build) {
    build.onResolve({ filter: /^node:(buffer|events)$/ }, ({ path }) => ({
      path: path.slice("node:".length),
      namespace: "node-module",
    }));
    build.onLoad({ filter: /./, namespace: "node-module" }, ({ path }) => ({
      contents: `module.exports = nodeModules.${path};`,
      loader: "js",
    }));
  },
};

/** Compiles every imported `x.wasm?module`, and reads it from the global `wasmModules`. */
const compileWasmModules = (wasmModules) => ({
  name: "wasm-modules",
  setup(build) {
    build.onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path.replace("?module", "")),
      namespace: "wasm-module",
    }));
    build.onLoad({ filter: /./, namespace: "wasm-module" }, async ({ path }) => {
      wasmModules[path] = await WebAssembly.compile(readFileSync(path));
      return { contents: `export default wasmModules[${JSON.stringify(path)}];` };
    });
  },
});
