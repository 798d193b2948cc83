// The file of the command export.
import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { httpServer } from "./support/server.mjs";
import { afterAll, noTerminal, startCommands } from "./support/user-commands.mjs";

let onRequest = (_request) => {};
const { backend, run, startCommand, terminal, cwd } = await startCommands(afterAll(after), {
  onRequest: (request) => onRequest(request),
});
const OUT = join(cwd, "users.ndjson");

beforeEach(() => {
  onRequest = () => {};
  for (const name of readdirSync(cwd)) rmSync(join(cwd, name), { recursive: true });
  backend.users.clear();
});

/** Creates users, the oldest first. Returns the lines of their export. */
function createUsers(count) {
  return Array.from({ length: count }, (_, number) => {
    const user = { id: `user_${number}`, publicMetadata: { number } };
    backend.users.create({ ...user, createdAt: 1_700_000_000_000 + number });
    const { id, publicMetadata } = user;
    const row = { id, externalId: null, publicMetadata, privateMetadata: {}, unsafeMetadata: {} };
    return `${JSON.stringify(row)}\n`;
  });
}

/** `Promise.withResolvers()`, which Node.js 20 does not have. */
const withResolvers = () => {
  let resolve;
  const promise = new Promise((resolvePromise) => (resolve = resolvePromise));
  return { promise, resolve };
};

test("an existing file is not replaced without --force", async () => {
  const lines = createUsers(1);
  writeFileSync(OUT, "mine");
  backend.requests.clear();
  const { stderr, code } = await run(["export", "--all", "--out", "users.ndjson"]);
  assert.equal(
    stderr,
    "clerk-metadata: users.ndjson exists, and was not changed. Pass another path, or add --force to replace it.\n",
  );
  assert.deepEqual([readFileSync(OUT, "utf8"), code, backend.requests.length], ["mine", 2, 0]);
  assert.equal((await run(["export", "--all", "--out", "users.ndjson", "--force"])).code, 0);
  assert.equal(readFileSync(OUT, "utf8"), lines.join(""));
  assert.equal(statSync(OUT).mode & 0o777, 0o600);
});

test("--force keeps a symbolic link", { skip: process.platform === "win32" }, async () => {
  const lines = createUsers(1);
  writeFileSync(join(cwd, "target"), "old");
  symlinkSync("target", OUT);
  assert.equal((await run(["export", "--all", "--out", "users.ndjson", "--force"])).code, 0);
  assert.equal(readFileSync(join(cwd, "target"), "utf8"), lines.join(""));
  assert.deepEqual(readdirSync(cwd).sort(), ["target", "users.ndjson"]);
});

test("a file that appears meanwhile is not replaced", async () => {
  createUsers(1);
  onRequest = ({ path }) => path === "/v1/users" && writeFileSync(OUT, "mine");
  const { stderr, code } = await run(["export", "--all", "--out", "users.ndjson"]);
  assert.match(stderr, /\nclerk-metadata: users\.ndjson exists, and was not changed\./);
  assert.deepEqual([readFileSync(OUT, "utf8"), code, readdirSync(cwd)], ["mine", 2, ["users.ndjson"]]);
});

test("no file is left after an error", async () => {
  createUsers(1);
  backend.failNext({ status: 401, match: { path: "/v1/users" } });
  const { stderr, code } = await run(["export", "--all", "--out", "users.ndjson"]);
  assert.match(stderr, /\nclerk-metadata: .* \(GET \/v1\/users\)\n$/);
  assert.deepEqual([code, readdirSync(cwd)], [1, []]);
});

/** Starts an export to users.ndjson whose first page gets no response. Resolves when the page was requested. */
async function startEndlessExport(t) {
  const { promise: requested, resolve: onPage } = withResolvers();
  const server = await httpServer(t, ({ url: path }) => {
    if (path.startsWith("/v1/users?")) {
      onPage();
      return new Promise(() => {}); // never responds
    }
    return { body: path.startsWith("/v1/users/count") ? '{"total_count":1}' : '{"id":"ins_1"}' };
  });
  const started = startCommand(["export", "--all", "--out", "users.ndjson", "--api-url", server.url]);
  await requested;
  return started;
}
const PARTIAL = ".users.ndjson.partial";

test("no file is left after an interruption", { skip: process.platform === "win32" }, async (t) => {
  const { child, exit } = await startEndlessExport(t);
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  const closed = once(child.stderr, "close");
  assert.deepEqual(readdirSync(cwd).sort(), [PARTIAL, `${PARTIAL}.lock`]);
  assert.equal(statSync(join(cwd, PARTIAL)).mode & 0o777, 0o600);
  child.kill("SIGINT");
  assert.deepEqual(await exit, [130, null]);
  await closed;
  assert.match(stderr, /\nclerk-metadata: The export was interrupted\. users\.ndjson was not written\.\n$/);
  assert.deepEqual(readdirSync(cwd), []);
});

test("what a killed export leaves is removed by the next one", { skip: process.platform === "win32" }, async (t) => {
  const lines = createUsers(2);
  for (const more of [[], ["--force"], ["--quiet"]]) {
    const { child, exit } = await startEndlessExport(t);
    child.kill("SIGKILL");
    assert.deepEqual(await exit, [null, "SIGKILL"]);
    writeFileSync(join(cwd, PARTIAL), '{"id":"user_old"}\n{"id":');
    const { stderr, code } = await run(["export", "--all", "--out", "users.ndjson", ...more]);
    const removed = `An earlier export to users.ndjson was killed. Its incomplete file ${PARTIAL} was removed.\n`;
    assert.equal(stderr.includes(removed), more[0] !== "--quiet", stderr);
    assert.deepEqual([code, readdirSync(cwd)], [0, ["users.ndjson"]]);
    assert.equal(readFileSync(OUT, "utf8"), lines.join(""));
    rmSync(OUT);
  }
});

test("a link in place of the incomplete file is not followed", { skip: process.platform === "win32" }, async () => {
  createUsers(1);
  writeFileSync(join(cwd, "mine"), "mine");
  symlinkSync("mine", join(cwd, PARTIAL));
  assert.equal((await run(["export", "--all", "--out", "users.ndjson"])).code, 2);
  assert.deepEqual([readFileSync(join(cwd, "mine"), "utf8"), existsSync(OUT)], ["mine", false]);
});

test("a file with the name of the incomplete one that no export has left is not removed", async () => {
  createUsers(1);
  writeFileSync(join(cwd, PARTIAL), "mine");
  const { stderr, code } = await run(["export", "--all", "--out", "users.ndjson"]);
  assert.equal(
    stderr,
    `clerk-metadata: ${PARTIAL} exists, and no process of clerk-metadata has left it. users.ndjson is written under this name first. Move the file, or pass another path.\n`,
  );
  assert.deepEqual([code, readdirSync(cwd), readFileSync(join(cwd, PARTIAL), "utf8")], [2, [PARTIAL], "mine"]);
});

test("--out - is rejected, because stdout needs no option", async () => {
  const { stderr, code } = await run(["export", "--all", "--out", "-"]);
  assert.match(stderr.replaceAll("\n", " "), /--out - is not a file\. Leave out --out to write to stdout\./);
  assert.deepEqual([code, readdirSync(cwd)], [2, []]);
});

test("two exports to one path at once: the second one is rejected", async (t) => {
  createUsers(1);
  const { child } = await startEndlessExport(t);
  backend.requests.clear();
  for (const more of [[], ["--force"]]) {
    const { stdout, stderr, code } = await run(["export", "--all", "--out", "users.ndjson", ...more]);
    const lock = join(cwd, `${PARTIAL}.lock`);
    assert.equal(
      stderr,
      `clerk-metadata: users.ndjson: process ${child.pid} has it open. Stop it first. If that process is a different program by now, delete ${lock}.\n`,
    );
    assert.deepEqual([stdout, code, backend.requests.length], ["", 1, 0]);
  }
  // Another path is free.
  assert.equal((await run(["export", "--all", "--out", "others.ndjson"])).code, 0);
});

const FULL = "/dev/full";
test("a full disk", { skip: !existsSync(FULL) && `this host has no ${FULL}` }, async () => {
  createUsers(1);
  const { output, code } = await terminal(`clerk-metadata export --all 2>&1 > ${FULL}`);
  assert.match(output, /\nclerk-metadata: The output cannot be written: ENOSPC: no space left on device, write\n$/);
  assert.equal(code, 1);
});

test("a file that cannot be written to its end leaves nothing", { skip: noTerminal }, async () => {
  for (let number = 0; number < 40; number++) backend.users.create({ publicMetadata: { text: "x".repeat(5000) } });
  // In blocks of 1 KB: as on a disk that is full after 100 KB.
  const { output, code } = await terminal("ulimit -f 100; clerk-metadata export --all --out users.ndjson --quiet");
  assert.deepEqual([output, code], ["clerk-metadata: users.ndjson was not written: EFBIG: file too large, write\n", 1]);
  assert.deepEqual(readdirSync(cwd), []);
});

test("a folder in which no file can be created", { skip: process.platform !== "linux" }, async () => {
  const { stderr, code } = await run(["export", "--all", "--out", "/sys/users.ndjson"]);
  assert.match(stderr, /^clerk-metadata: \/sys\/users\.ndjson cannot be created: The folder \/sys is read-only\.\n$/);
  assert.equal(code, 2);
});
