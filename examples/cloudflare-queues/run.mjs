// Runs this example without a Clerk account: starts a local Backend API with 1,000 users and the limits of a live
// instance, starts the Worker, and adds a row for each user.
//
//   node run.mjs            goes on until Ctrl-C
//   node run.mjs --once     exits when all users are changed
//   node run.mjs --port=N   selects the port of the Worker
import { spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { createLocalBackend } from "clerk-metadata/local";

const USERS = 1000;
const SECRET_KEY = "sk_live_local";
const IMPORT_TOKEN = randomUUID();
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 5000;
const IS_WINDOWS = process.platform === "win32";

const options = process.argv.slice(2);
const port = options.map((option) => /^--port=(\d+)$/.exec(option)?.[1]).find((value) => value !== undefined) ?? 8787;
const url = `http://127.0.0.1:${port}`;
// Wrangler does not read the variables of its environment if this file exists.
if (existsSync(new URL(".dev.vars", import.meta.url))) fail("Rename .dev.vars to .env, which Wrangler reads too.");

const ids = Array.from({ length: USERS }, (_, index) => `user_${index}`);
const backend = await createLocalBackend({ secretKey: SECRET_KEY, users: ids.map((id) => ({ id })), rateLimit: true });
const api = await backend.listen();

const worker = startWorker();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop(0));
process.once("exit", () => signalWorker("SIGKILL"));
worker.once("error", (error) => fail(`npm cannot be started: ${error.message}`));
worker.once("exit", (code) => stop(code ?? 1));

await waitForWorker();
await addRows();
await followProgress();
if (options.includes("--once")) await stop(0);
else console.log(`\nThe Worker goes on at ${url}. Ctrl-C stops everything.`);

function startWorker() {
  const args = ["run", "dev", "--", "--ip=127.0.0.1", `--port=${port}`, "--show-interactive-dev-session=false"];
  return spawn("npm", args, {
    cwd: new URL(".", import.meta.url),
    env: { ...process.env, CLERK_SECRET_KEY: SECRET_KEY, CLERK_API_URL: api.url, IMPORT_TOKEN },
    detached: !IS_WINDOWS,
    shell: IS_WINDOWS, // npm is a .cmd file there
    stdio: ["ignore", "ignore", "inherit"], // Wrangler prints a line for each batch
  });
}

async function waitForWorker() {
  console.log(`The local Backend API is at ${api.url}. Starting the Worker at ${url} …`);
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (
    !(await fetch(url).then(
      () => true,
      () => false,
    ))
  ) {
    if (Date.now() > deadline) fail("The Worker did not start. Run npm run dev to see why.");
    await pause(200);
  }
}

async function addRows() {
  const rows = ids.map((id) => ({ id, publicMetadata: { plan: "pro" } }));
  const headers = { authorization: `Bearer ${IMPORT_TOKEN}` };
  const response = await fetch(`${url}/api/rows`, { method: "POST", headers, body: JSON.stringify(rows) });
  console.log(`POST /api/rows: ${response.status} ${await response.text()}`);
}

async function followProgress() {
  for (let changed = 0; changed < USERS; ) {
    await pause(1000);
    changed = ids.filter((id) => backend.users.get(id).public_metadata.plan === "pro").length;
    const rejected = backend.requests.filter(({ status }) => status === 429).length;
    console.log(`${changed} of ${USERS} users are changed, ${rejected} responses had the status 429`);
  }
}

/** Sends a signal to all processes of the Worker. Returns whether there are any. The signal 0 only checks that. */
function signalWorker(signal) {
  if (worker.pid === undefined) return false;
  if (IS_WINDOWS) {
    if (signal !== 0) spawnSync("taskkill", ["/pid", String(worker.pid), "/t", "/f"]);
    return false;
  }
  try {
    return process.kill(-worker.pid, signal);
  } catch {
    return false; // no process is left
  }
}

/** Stops the Worker and the Backend API, and exits. */
async function stop(code) {
  if (process.exitCode !== undefined) return; // is already stopping
  process.exitCode = code;
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  signalWorker("SIGTERM");
  while (signalWorker(0) && Date.now() < deadline) await pause(50);
  await api.close();
  await backend.close();
  process.exit(); // kills what did not stop in time
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
