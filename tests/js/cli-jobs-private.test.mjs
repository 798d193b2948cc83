// What a command prints and stores, in every outcome of a job: only objects on stdout with --json, nothing private in
// either stream, and files that only their owner can read, whatever the umask is.
import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { KEY } from "./support/backend.mjs";
import { FAST, ndjson, startIntercepted, usersWith } from "./support/jobs.mjs";

const isWindows = process.platform === "win32";
/** In stored values, in rows, and in the errors of the Backend API. */
const SECRET = "cus_private_4711";

let umask;
before(() => (umask = process.umask(0)));
after(() => process.umask(umask));

/** Every path in a folder, with its mode. */
function modesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    const mode = (statSync(path).mode & 0o777).toString(8);
    return [[entry.name, mode], ...(entry.isDirectory() ? modesIn(path) : [])];
  });
}

/** Users 0 to 4. The change of user 3 is rejected, and that of user 4 gets no response while `network.isDown`. */
async function start(t) {
  const network = { isDown: false };
  let onDown;
  const down = new Promise((resolve) => (onDown = resolve));
  const users = usersWith(5, { a: 0 }).map((user) => ({ ...user, privateMetadata: { customer: SECRET } }));
  const jobs = await startIntercepted(t, { users }, ({ method, url }) => {
    if (method !== "PATCH") return undefined;
    if (network.isDown) {
      onDown();
      return new Promise(() => {});
    }
    if (!url.includes("user_3")) return undefined;
    const errors = [{ code: "form_param_value_invalid", message: "is invalid" }];
    return { status: 422, body: JSON.stringify({ errors }) };
  });
  const row = (id) => ({ id: `user_${id}`, publicMetadata: { a: 1 }, privateMetadata: { token: `${SECRET}_${id}` } });
  jobs.write("users.ndjson", ndjson([0, 1, 2, 3, 9].map(row)));
  /** The objects on stdout. */
  const run = async (args, options) => {
    const { stdout, stderr, code } = await jobs.run(args, options);
    for (const text of [stdout, stderr]) {
      assert.ok(!text.includes(SECRET), `${args}: ${text}`);
      assert.ok(!text.includes(KEY), `${args}: ${text}`);
    }
    const lines = stdout === "" ? [] : stdout.replace(/\n$/, "").split("\n");
    return { code, stderr, lines };
  };
  const objects = async (args, options) => {
    const { code, lines } = await run([...args, "--json"], options);
    return [code, ...lines.map((line) => JSON.parse(line).type)];
  };
  return { ...jobs, run, objects, network, down, row };
}

test("--json prints one object for each step, and nothing else on stdout", async (t) => {
  const { objects, path, write, row } = await start(t);
  assert.deepEqual(await objects(["plan", "users.ndjson", "--job", "job", ...FAST]), [0, "plan"]);
  assert.deepEqual(await objects(["status", "job"]), [0, "status"]);
  assert.deepEqual(await objects(["apply", "job", ...FAST]), [3, "summary"]);
  assert.deepEqual(await objects(["resume", "job", ...FAST]), [3, "summary"]);
  assert.deepEqual(await objects(["undo", "job", ...FAST]), [0, "plan", "summary"]);
  assert.deepEqual(await objects(["apply", "users.ndjson", ...FAST]), [3, "plan", "summary"]);
  assert.deepEqual(await objects(["restore", "users.ndjson", ...FAST]), [3, "plan", "summary"]);
  // Errors are no data.
  assert.deepEqual(await objects(["plan", "missing.ndjson"]), [2]);
  assert.deepEqual(await objects(["status", "missing"]), [2]);
  write("bad.ndjson", `${JSON.stringify(row(1)).slice(0, -3)}\n`);
  assert.deepEqual(await objects(["apply", "bad.ndjson"]), [2]);
  assert.deepEqual(await objects(["undo", "job", "--unknown"]), [2]);
  assert.ok(readdirSync(path(".")).includes("job-undo"));
});

test("texts have no private metadata, in any outcome", async (t) => {
  const { run, write, row } = await start(t);
  for (const more of [[], ["--replace"], ["--desired"], ["--markdown"]])
    assert.equal((await run(["plan", "users.ndjson", ...more, ...FAST])).code, 0);
  assert.equal((await run(["apply", "users.ndjson", "--job", "job", ...FAST])).code, 3);
  assert.equal((await run(["status", "job"])).code, 0);
  for (const text of [
    JSON.stringify(row(1)).replace(/.$/, ""),
    JSON.stringify({ ...row(1), privateMetadata: SECRET }),
    JSON.stringify({ ...row(1), privateMetadata: { token: SECRET.repeat(1000) } }),
    `${JSON.stringify(row(1))}\n${JSON.stringify(row(1))}`,
  ]) {
    write("bad.ndjson", `${text}\n`);
    assert.equal((await run(["plan", "bad.ndjson"])).code, 2, text.slice(0, 200));
  }
  write("bad.csv", `id,privateMetadata.token\nuser_1,"${SECRET}\n`);
  assert.equal((await run(["plan", "bad.csv"])).code, 2);
});

test("files and folders are those of their owner, whatever the umask is", { skip: isWindows }, async (t) => {
  const { start: startCommand, run, network, down, read, path, row } = await start(t);
  const input = read("users.ndjson") + ndjson([row(4)]);
  assert.equal((await run(["plan", "-", "--job", "job", ...FAST], { input })).code, 0);
  network.isDown = true;
  const { child, exit } = startCommand(["apply", "job", ...FAST]);
  await down;
  // Also what a killed process leaves.
  child.kill("SIGKILL");
  await exit;
  assertPrivate(path("job"), [
    "job.json",
    "input.ndjson",
    "plan.ndjson",
    "before.ndjson",
    "journal.ndjson",
    "job.lock",
  ]);
  network.isDown = false;
  assert.equal((await run(["resume", "job", ...FAST])).code, 3);
  assertPrivate(path("job"), ["failed.ndjson", "summary.json", ".gitignore"]);
  assert.equal((await run(["undo", "job", ...FAST])).code, 0);
  assertPrivate(path("job-undo"), ["plan.ndjson", "before.ndjson", "journal.ndjson", "summary.json"]);
  assert.equal((await run(["export", "--all", "--out", "backup.ndjson"])).code, 0);
  assert.equal((statSync(path("backup.ndjson")).mode & 0o777).toString(8), "600");
  assert.equal((await run(["forget", "job"])).code, 0);
  assertPrivate(path("job"), ["job.json", "summary.json"]);
});

/** Asserts that a job folder and its files are private, and that it has these. */
function assertPrivate(folder, names) {
  assert.equal((statSync(folder).mode & 0o777).toString(8), "700", folder);
  const modes = modesIn(folder);
  for (const name of names) assert.ok(Object.fromEntries(modes)[name] !== undefined, `${name} of ${folder}`);
  for (const [name, mode] of modes) assert.equal(mode, "600", name);
}
