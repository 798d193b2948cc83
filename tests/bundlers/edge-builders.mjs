// Builders for Workers and edge functions that do not take `.wasm?module`, or do not say what they build
// for: they get the core in JavaScript. What they build is run where it would be deployed.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleWorker, WORKERD, writeConfig } from "../packaging/workerd.mjs";
import { outcomeOf } from "../runtimes/process.mjs";
import * as runtimes from "../runtimes/tools.mjs";
import { edgeVm } from "../runtimes/workers.mjs";
import * as tools from "./tools.mjs";

/** Runs a built Worker in workerd, bundled as wrangler does it before it uploads. */
async function inWorkerd(project, built, { url }) {
  const [entry, out] = [join(project, "run.mjs"), join(project, "out")];
  mkdirSync(out);
  const context = "{ waitUntil() {}, passThroughOnException() {} }";
  writeFileSync(
    entry,
    `import worker from ${JSON.stringify(`./${built}`)};
async function test(_controller, env) {
  const response = await worker.fetch(new Request("http://worker.example/?api=" + env.API_URL), env, ${context});
  console.log(await response.text());
}
export default { test };
`,
  );
  const { modules } = await bundleWorker(entry, out);
  return outcomeOf(WORKERD, ["test", writeConfig(out, modules, { flags: ["nodejs_compat"] })], out, url);
}

/** Runs a built handler of requests in the runtime of Vercel's edge functions. */
async function inEdgeVm(project, built, { url }) {
  const entry = join(project, "run.mjs");
  writeFileSync(
    entry,
    `import handler from ${JSON.stringify(`./${built}`)};
const response = handler(new Request("http://edge.example/?api=" + apiUrl), { waitUntil() {} });
globalThis.outcome = response.then((response) => response.json());
`,
  );
  return edgeVm(entry, { apiUrl: url });
}

/** The same in Deno, as Netlify does. */
async function inDeno(project, built, { url }) {
  const entry = join(project, "run.mjs");
  writeFileSync(
    entry,
    `import handler from ${JSON.stringify(`./${built}`)};
console.log(await (await handler(new Request("http://edge.example/?api=" + Deno.args[0]), {})).text());
`,
  );
  const args = [
    runtimes.deno(),
    "run",
    "--quiet",
    "--no-prompt",
    "--no-remote",
    "--allow-net=127.0.0.1",
    "--allow-env",
    "--allow-read",
    entry,
    url,
  ];
  return outcomeOf(process.execPath, args, project, url);
}

/** A way of a builder: `build(project)` gives the path of what it has built, `run` runs that. */
const way = (tool, way, build, run) => ({
  way,
  type: "module",
  entry: "cloudflare-js.js",
  judge: "edge",
  async run(project, server) {
    return { ...(await run(project, await build(project), server)), version: tools.versionOf(tool) };
  },
});

const nitro = (preset, built, run, experimental = {}) =>
  way(
    "nitropack",
    [`\`${preset}\``, ...Object.keys(experimental).map((name) => `with \`experimental.${name}\``)].join(" "),
    async (project) => {
      tools.link(project, "nitropack");
      mkdirSync(join(project, "routes"));
      writeFileSync(
        join(project, "nitro.config.mjs"),
        `export default ${JSON.stringify({ compatibilityDate: "2025-06-01", experimental })};\n`,
      );
      writeFileSync(
        join(project, "routes/index.ts"),
        `import { respond } from "../edge-app.mjs";\nexport default defineEventHandler((event) => respond({ url: getRequestURL(event).href }));\n`,
      );
      await tools.run("nitropack", "nitropack", ["build"], project, { NITRO_PRESET: preset });
      return built;
    },
    run,
  );

const vite = (tool, what, config, built, link = []) =>
  way(
    tool,
    what,
    async (project) => {
      for (const name of link) tools.link(project, name);
      writeFileSync(join(project, "vite.config.mjs"), config);
      await tools.run("vite-7", "vite", ["build"], project);
      return built;
    },
    inWorkerd,
  );

const VITE_SSR = `export default {
  ssr: { target: "webworker", noExternal: true, resolve: { conditions: ["workerd", "browser"] } },
  build: { ssr: "edge-worker.mjs" },
};
`;

const HONO = `import build from "@hono/vite-build/cloudflare-pages";
export default { plugins: [build({ entry: "./edge-hono.mjs" })] };
`;

export const EDGE_BUILDERS = [
  {
    name: "Nitro 2",
    ways: [
      nitro("cloudflare_module", ".output/server/index.mjs", inWorkerd),
      nitro("cloudflare_module", ".output/server/index.mjs", inWorkerd, { wasm: true }),
      nitro("vercel_edge", ".vercel/output/functions/__fallback.func/index.mjs", inEdgeVm),
      nitro("netlify_edge", ".netlify/edge-functions/server/server.js", inDeno),
    ],
  },
  {
    name: "Vite 7 for Workers",
    ways: [vite("vite-7", "`ssr` with the condition `workerd`", VITE_SSR, "dist/edge-worker.js")],
  },
  {
    name: "`@hono/vite-build`",
    ways: [vite("@hono/vite-build", "`cloudflare-pages`", HONO, "dist/_worker.js", ["hono", "@hono/vite-build"])],
  },
];

/** Judges what a built program has responded, and what the Backend API was asked. */
export function judgeEdge({ publicMetadata, refusal, loaded }, entry, requests) {
  assert.deepEqual(publicMetadata, { plan: "pro", camelKey: { snake_key: [1] } });
  assert.deepEqual(refusal, { name: "ClerkAPIResponseError", status: 404, message: "not found" });
  assert.deepEqual(loaded, ["core.js", "js.js", entry]);
  assert.deepEqual(
    requests.map(({ method, path }) => `${method} ${path}`),
    ["PATCH /v1/users/user_1/metadata", "GET /v1/users/user_missing"],
  );
  assert.deepEqual(JSON.parse(requests[0].body), { public_metadata: { plan: "pro", trial: null } });
  return "works, with the core in JavaScript";
}
