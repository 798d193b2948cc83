// `npx clerk-metadata admin`, of the packed tarball, in a process of its own; and requests to it as
// no browser would make them.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pack, unpack } from "../../packaging/pack.mjs";

/** Of an instance that there is not; nothing that anyone is shown may hold it. */
export const KEY = "sk_test_a_key_that_no_browser_may_see";

let installed;

/** The command line of the packed tarball, unpacked once for a process. */
function cli() {
  if (installed === undefined) {
    installed = mkdtempSync(join(tmpdir(), "clerk-metadata-"));
    process.once("exit", () => rmSync(installed, { recursive: true, force: true }));
    unpack(pack(installed).tarball, join(installed, "node_modules"));
  }
  return join(installed, "node_modules/clerk-metadata/dist/cli.js");
}

/** The folder of the page as it is installed. */
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

/** Runs it to its end. */
export async function runAdmin(t, args, env = {}) {
  const { child, exit, stderr } = start(t, args, env);
  const [stdout, errors, [code]] = await Promise.all([text(child.stdout), stderr, exit]);
  assertNoKey(stdout + errors);
  return { stdout, stderr: errors, code };
}

/** Starts it on a free port, before the Backend API at `apiUrl`; without one, as a sandbox. */
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
 * One request, as it is written: the path as it stands, and the headers, of which `undefined` leaves
 * one out. Signed in, and from the page, unless told. No answer may hold the key.
 */
export async function ask(admin, path, { method = "GET", headers = {}, body } = {}) {
  const own = {
    host: admin.host,
    cookie: admin.cookie,
    ...(method === "GET" ? {} : { origin: admin.origin, "content-type": "application/json" }),
    "content-length": body && Buffer.byteLength(body),
  };
  const sent = Object.entries({ ...own, ...headers }).filter(([, value]) => value !== undefined);
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
  const answer = { status: incoming.statusCode, headers: incoming.headers, text: await text(incoming) };
  assertNoKey(JSON.stringify(answer));
  return answer;
}

/** The refusal in the shape of the Backend API's own. */
export function refusalIn({ headers, text }) {
  assert.equal(headers["content-type"], "application/json");
  const { errors } = JSON.parse(text);
  assert.equal(errors.length, 1);
  assert.equal(errors[0].message, errors[0].long_message);
  return errors[0];
}

export function assertNoKey(text) {
  assert.ok(!text.includes(KEY), `the key shows in: ${text}`);
}
