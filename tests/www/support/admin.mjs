// Starts `npx clerk-metadata admin` from the packed tarball, and sends requests to it that a browser would not send.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pack, unpack } from "../../packaging/pack.mjs";

/** The key of an instance that does not exist. No output and no response may contain it. */
export const KEY = "sk_test_a_key_that_no_browser_may_see";

let installed;

/** The command line of the packed tarball, unpacked once for each process. */
function cli() {
  if (installed === undefined) {
    installed = mkdtempSync(join(tmpdir(), "clerk-metadata-"));
    process.once("exit", () => rmSync(installed, { recursive: true, force: true }));
    unpack(pack(installed).tarball, join(installed, "node_modules"));
  }
  return join(installed, "node_modules/clerk-metadata/dist/cli.js");
}

/** The folder of the installed page. */
export const pageFolder = () => join(cli(), "../admin");

function start(t, args, env) {
  const child = spawn(process.execPath, [cli(), "admin", ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exit = once(child, "exit");
  t.after(async () => {
    child.kill("SIGKILL");
    await exit;
  });
  return { child, exit, stderr: text(child.stderr) };
}

/** Runs the command until it exits. */
export async function runAdmin(t, args, env = {}) {
  const { child, exit, stderr } = start(t, args, env);
  const [stdout, errors, [code]] = await Promise.all([text(child.stdout), stderr, exit]);
  assertNoKey(stdout + errors);
  return { stdout, stderr: errors, code };
}

/** Starts the server on a free port, with the Backend API at `apiUrl`. Without `apiUrl`, with the sandbox only. */
export async function startAdmin(t, apiUrl, { args = [], env = {} } = {}) {
  const live = apiUrl === undefined ? {} : { CLERK_SECRET_KEY: KEY, CLERK_API_URL: apiUrl };
  const all = ["--port", "0", ...(apiUrl === undefined ? ["--sandbox"] : []), ...args];
  const { child, exit, stderr } = start(t, all, { ...live, ...env });
  let stdout = "";
  child.stdout.setEncoding("utf8");
  await new Promise((resolve, reject) => {
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
      if (stdout.includes("Press Ctrl-C to stop.")) resolve();
    });
    exit.then(async ([code, signal]) => reject(new Error(`admin ended with ${code ?? signal}: ${await stderr}`)));
  });
  const url = new URL(/http:\S+\?token=\S+/.exec(stdout)[0]);
  const token = url.searchParams.get("token");
  const cookie = `clerk-metadata-admin-${url.port}=${token}`;
  return {
    child,
    exit,
    stderr,
    stdout: () => stdout,
    url: url.href,
    origin: url.origin,
    host: url.host,
    port: url.port,
    token,
    cookie,
  };
}

/**
 * Sends one request without normalizing its path. `undefined` removes a header. Default: the headers of a signed-in
 * page. No response may contain the key.
 */
export async function ask(admin, path, { method = "GET", headers = {}, body } = {}) {
  const defaults = {
    host: admin.host,
    cookie: admin.cookie,
    ...(method === "GET" ? {} : { origin: admin.origin, "content-type": "application/json" }),
    "content-length": body && Buffer.byteLength(body),
  };
  const sent = Object.entries({ ...defaults, ...headers }).filter(([, value]) => value !== undefined);
  const outgoing = request({
    host: "127.0.0.1",
    port: admin.port,
    method,
    path,
    headers: Object.fromEntries(sent),
    setHost: false,
  });
  outgoing.end(body);
  const [incoming] = await once(outgoing, "response");
  const response = { status: incoming.statusCode, headers: incoming.headers, text: await text(incoming) };
  assertNoKey(JSON.stringify(response));
  return response;
}

/** The error of a response in the format of the Backend API. */
export function errorIn({ headers, text }) {
  assert.equal(headers["content-type"], "application/json");
  const { errors } = JSON.parse(text);
  assert.equal(errors.length, 1);
  assert.equal(errors[0].message, errors[0].long_message);
  return errors[0];
}

export function assertNoKey(text) {
  assert.ok(!text.includes(KEY), `the text contains the key: ${text}`);
}
