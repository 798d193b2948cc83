// Builders for Workers and edge functions that do not support `.wasm?module`, or that set no condition for their
// target. They get the core in JavaScript. Each build is run in the runtime that it would be deployed to.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleWorker, WORKERD, writeConfig } from "../packaging/workerd.mjs";
import { outcomeOf } from "../runtimes/process.mjs";
import * as runtimes from "../runtimes/tools.mjs";
import { edgeVm } from "../runtimes/workers.mjs";
import * as tools from "./tools.mjs";

/** Runs a built Worker in workerd, after bundling it as wrangler does before an upload. */
async function inWorkerd(project, output, { url }) {
  const [entry, out] = [join(project, "run.mjs"), join(project, "out")];
  mkdirSync(out);
  const context = "{ waitUntil() {}, passThroughOnException() {} }";
  writeFileSync(
    entry,
    `import worker from ${JSON.stringify(`./${output}`)};
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

/** Runs a built request handler in the runtime of Vercel's edge functions. */
async function inEdgeVm(project, output, { url }) {
  const entry = join(project, "run.mjs");
  writeFileSync(
    entry,
    `import handler from ${JSON.stringify(`./${output}`)};
const response = handler(new Request("http://edge.example/?api=" + apiUrl), { waitUntil() {} });
globalThis.outcome = response.then((response) => response.json());
`,
  );
  return edgeVm(entry, { apiUrl: url });
}

/** Runs a built request handler in Deno, as Netlify does. */
async function inDeno(project, output, { url }) {
  const entry = join(project, "run.mjs");
  writeFileSync(
    entry,
    `import handler from ${JSON.stringify(`./${output}`)};
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

/** A variant of a builder: `build(project)` returns the path of its output, and `run` runs the output. */
const variant = (tool, label, build, run) => ({
  label,
  type: "module",
  entry: "cloudflare-js.js",
  expectation: "edge",
  async run(project, server) {
    return { ...(await run(project, await build(project), server)), version: tools.versionOf(tool) };
  },
});

const nitro = (preset, output, run, experimental = {}) =>
  variant(
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
      return output;
    },
    run,
  );

const vite = (tool, label, config, output, packages = []) =>
  variant(
    tool,
    label,
    async (project) => {
      for (const name of packages) tools.link(project, name);
      writeFileSync(join(project, "vite.config.mjs"), config);
      await tools.run("vite-7", "vite", ["build"], project);
      return output;
    },
    inWorkerd,
  );

const VITE_SSR_CONFIG = `export default {
  ssr: { target: "webworker", noExternal: true, resolve: { conditions: ["workerd", "browser"] } },
  build: { ssr: "edge-worker.mjs" },
};
`;

const HONO_CONFIG = `import build from "@hono/vite-build/cloudflare-pages";
export default { plugins: [build({ entry: "./edge-hono.mjs" })] };
`;

export const EDGE_BUILDERS = [
  {
    name: "Nitro 2",
    variants: [
      nitro("cloudflare_module", ".output/server/index.mjs", inWorkerd),
      nitro("cloudflare_module", ".output/server/index.mjs", inWorkerd, { wasm: true }),
      nitro("vercel_edge", ".vercel/output/functions/__fallback.func/index.mjs", inEdgeVm),
      nitro("netlify_edge", ".netlify/edge-functions/server/server.js", inDeno),
    ],
  },
  {
    name: "Vite 7 for Workers",
    variants: [vite("vite-7", "`ssr` with the condition `workerd`", VITE_SSR_CONFIG, "dist/edge-worker.js")],
  },
  {
    name: "`@hono/vite-build`",
    variants: [
      vite("@hono/vite-build", "`cloudflare-pages`", HONO_CONFIG, "dist/_worker.js", ["hono", "@hono/vite-build"]),
    ],
  },
];

/** Checks the response of a built program, and the requests that the fake Backend API received. */
export function checkEdgeOutcome({ publicMetadata, apiError, loaded }, entry, requests) {
  assert.deepEqual(publicMetadata, { plan: "pro", camelKey: { snake_key: [1] } });
  assert.deepEqual(apiError, {
    name: "ClerkAPIResponseError",
    status: 404,
    message: "No user was found with id user_missing (GET /v1/users/user_missing)",
  });
  // Some tools load every chunk at once.
  assert.deepEqual(
    loaded.filter((name) => !["coalesce.js", "events.js"].includes(name)),
    ["core.js", "js.js", entry],
  );
  assert.deepEqual(
    requests.map(({ method, path }) => `${method} ${path}`),
    ["PATCH /v1/users/user_1/metadata", "GET /v1/users/user_missing"],
  );
  assert.deepEqual(JSON.parse(requests[0].body), { public_metadata: { plan: "pro", trial: null } });
  return "works, with the core in JavaScript";
}
