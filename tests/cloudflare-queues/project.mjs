// The example in a project with the packed tarball, and `wrangler dev` in it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, delimiter, join } from "node:path";
import { startServer } from "../frameworks/app-process.mjs";
import { prepareProject } from "../frameworks/project.mjs";
import { pack } from "../packaging/pack.mjs";
import { node } from "../runtimes/tools.mjs";

export const SECRET_KEY = "sk_live_1";
export const IMPORT_TOKEN = "test token";

const FAILED_ROWS = "clerk-metadata-failed-rows";

/**
 * Sends rows with the header `x-queue: more` to the second queue, and failed rows to the API. `wrangler dev` ignores
 * `max_concurrency` and processes one batch at a time, so each batch is divided among as many consumers.
 */
const twoQueues = (concurrency) => `import worker from "./worker.ts";
export { RateLimiter } from "./worker.ts";
export default {
  fetch: (request, env, ctx) =>
    worker.fetch(request, request.headers.get("x-queue") === "more" ? { ...env, ROWS: env.MORE_ROWS } : env, ctx),
  async queue(batch, env) {
    const { queue, messages } = batch;
    const size = Math.ceil(messages.length / ${concurrency});
    if (queue !== ${JSON.stringify(FAILED_ROWS)}) {
      const starts = Array.from({ length: ${concurrency} }, (_, index) => index * size);
      const parts = starts.map((start) => messages.slice(start, start + size));
      await Promise.all(parts.map((messages) => worker.queue({ queue, messages }, env)));
      return;
    }
    const body = JSON.stringify(batch.messages.map(({ body }) => body));
    await fetch(env.CLERK_API_URL + "/failed", { method: "POST", body });
  },
};
`;

/** Installs the example, and adds a second queue to it with the same consumer. */
export async function installExample() {
  const parent = mkdtempSync(join(tmpdir(), "clerk-metadata-queues-"));
  const { tarball } = pack(parent);
  const folder = await prepareProject({ example: "cloudflare-queues" }, tarball, parent);
  const config = readConfig(folder);
  config.main = "src/two-queues.ts";
  const { producers, consumers } = config.queues;
  writeFileSync(join(folder, "src/two-queues.ts"), twoQueues(consumers[0].max_concurrency));
  producers.push({ binding: "MORE_ROWS", queue: "clerk-metadata-more-rows" });
  consumers.push({ ...consumers[0], queue: "clerk-metadata-more-rows" }, { queue: FAILED_ROWS });
  writeFileSync(join(folder, "wrangler.test.json"), JSON.stringify(config));
  return { parent, folder, remove: () => rmSync(parent, { recursive: true, force: true }) };
}

/** The comments of `wrangler.jsonc` are lines of their own. */
export const readConfig = (folder) =>
  JSON.parse(readFileSync(join(folder, "wrangler.jsonc"), "utf8").replace(/^\s*\/\/.*$/gm, ""));

/** Wrangler needs a Node.js later than 20, and a home folder of its own. */
export const environment = (parent, variables) => ({
  ...process.env,
  PATH: [dirname(node("26")), process.env.PATH].join(delimiter),
  HOME: parent,
  XDG_CONFIG_HOME: parent,
  WRANGLER_SEND_METRICS: "false",
  NO_COLOR: "1",
  CLERK_SECRET_KEY: SECRET_KEY,
  IMPORT_TOKEN,
  ...variables,
});

/** `{ url, addRows, stop, output }`. `addRows(rows, queue)`: `queue` is "more" for the second queue. */
export async function startWorker({ parent, folder }, variables) {
  // Two of them may run at the same time.
  const home = mkdtempSync(join(parent, "home-"));
  const args = (port) => [
    "wrangler",
    "dev",
    "--config=wrangler.test.json",
    "--ip=127.0.0.1",
    `--port=${port}`,
    `--persist-to=${home}`,
    "--inspector-port=0",
    "--show-interactive-dev-session=false",
  ];
  const app = await startServer("npx", args, { cwd: folder, env: environment(home, variables) });
  const addRows = async (rows, queue = "rows", token = IMPORT_TOKEN) => {
    const headers = { authorization: `Bearer ${token}`, "x-queue": queue };
    const body = typeof rows === "string" ? rows : JSON.stringify(rows);
    const response = await fetch(`${app.url}/api/rows`, { method: "POST", headers, body });
    return { status: response.status, body: await response.json() };
  };
  return { ...app, addRows };
}
