// Runs this example without a Clerk account: starts a local Backend API with one user, starts the app, and prints
// requests that are signed in as this user.
//
//   node run.mjs                      runs `npm run dev`
//   node run.mjs SCRIPT [OPTIONS]     runs another npm script; --port=4000 selects the port of the app
//
// run.mjs and session.mjs are the same files in every example, so that each folder can be copied alone. A test compares
// them.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { createLocalBackend } from "clerk-metadata/local";
import { appVariables, createIssuer } from "./session.mjs";

const USER = "user_ada";
const SECRET_KEY = "sk_test_local";
const STOP_TIMEOUT_MS = 5000;
const IS_WINDOWS = process.platform === "win32";

const [script = "dev", ...options] = process.argv.slice(2);
const { scripts, config } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));
if (!(script in scripts)) fail(`package.json has no script "${script}". It has: ${Object.keys(scripts).join(", ")}`);
// Wrangler does not read the variables of its environment if this file exists.
if (existsSync(new URL(".dev.vars", import.meta.url))) fail("Rename .dev.vars to .env, which Wrangler reads too.");

const backend = await createLocalBackend({
  secretKey: SECRET_KEY,
  users: [{ id: USER, firstName: "Ada", publicMetadata: { theme: "dark" } }],
});
const api = await backend.listen();
const issuer = createIssuer();
const port = options.map((option) => /^--port=(\d+)$/.exec(option)?.[1]).find((value) => value !== undefined);
printInstructions();

const app = startApp();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop(0));
process.once("exit", () => signalApp("SIGKILL"));
app.once("error", (error) => fail(`npm cannot be started: ${error.message}`));
app.once("exit", (code) => stop(code ?? 1));

function printInstructions() {
  const [method, address] = config.endpoint.split(" ");
  const url = new URL(address);
  if (port !== undefined) url.port = port;
  // Some frameworks accept requests of their own origin only.
  const request = `curl -X ${method} ${url} -H "Origin: ${url.origin}" -H "Authorization: Bearer ${issuer.token(USER)}"`;
  console.log(`
The app uses a local Backend API at ${api.url}. There is no sign-in page without Clerk, but you can send a request that
is signed in as ${USER}, with a session token that is valid for one hour:

  ${request}

Look at the user:

  curl ${api.url}/v1/users/${USER} -H "Authorization: Bearer ${SECRET_KEY}"

To run the app against Clerk and sign in, put your keys into .env as README.md describes, and run: npm run ${script}
Ctrl-C stops everything.
`);
}

/** Starts the app in its own process group, so that all its child processes can be stopped. */
function startApp() {
  const env = { ...process.env, ...appVariables({ secretKey: SECRET_KEY, apiUrl: api.url, jwtKey: issuer.jwtKey }) };
  if (port !== undefined) env.PORT = port;
  return spawn("npm", ["run", script, "--", ...options], {
    cwd: new URL(".", import.meta.url),
    env,
    detached: !IS_WINDOWS,
    shell: IS_WINDOWS, // npm is a .cmd file there
    stdio: ["ignore", "inherit", "inherit"], // a background process group cannot read from the terminal
  });
}

/** Sends a signal to all processes of the app. Returns whether there are any. The signal 0 only checks that. */
function signalApp(signal) {
  if (app.pid === undefined) return false;
  if (IS_WINDOWS) {
    if (signal !== 0) spawnSync("taskkill", ["/pid", String(app.pid), "/t", "/f"]);
    return false;
  }
  try {
    return process.kill(-app.pid, signal);
  } catch {
    return false; // no process is left
  }
}

/** Stops the app and the Backend API, and exits. */
async function stop(code) {
  if (process.exitCode !== undefined) return; // is already stopping
  process.exitCode = code;
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  signalApp("SIGTERM");
  while (signalApp(0) && Date.now() < deadline) await pause(50);
  await api.close();
  await backend.close();
  process.exit(); // kills what did not stop in time
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
