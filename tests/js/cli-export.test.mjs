// The command export.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { httpServer } from "./support/server.mjs";
import { afterAll, noTerminal, startCommands } from "./support/user-commands.mjs";

let onRequest = (_request) => {};
const { backend, run, cwd, url } = await startCommands(afterAll(after), {
  onRequest: (request) => onRequest(request),
});
const HINT = `CLERK_SECRET_KEY from the environment: a test instance, at ${url}.\n`;
const OUT = join(cwd, "users.ndjson");
/** "Exported 3 users of the test instance ins_2abc to users.ndjson." */
const exported = (users, { to = "", more = "" } = {}) =>
  new RegExp(`^${HINT.replaceAll(".", "\\.")}Exported ${users} of the test instance( ins_\\w+)?${to}\\.${more}\n$`);

beforeEach(() => {
  onRequest = () => {};
  for (const name of readdirSync(cwd)) rmSync(join(cwd, name), { recursive: true });
  backend.users.clear();
});

/** Creates users, the oldest first. Returns the lines of their export. */
function createUsers(count) {
  return Array.from({ length: count }, (_, number) => {
    const user = { id: `user_${number}`, externalId: number % 2 ? `${number}` : null, publicMetadata: { number } };
    backend.users.create({ ...user, externalId: user.externalId ?? undefined, createdAt: 1_700_000_000_000 + number });
    return `${JSON.stringify({ ...user, privateMetadata: {}, unsafeMetadata: {} })}\n`;
  });
}
const pages = () => backend.requests.filter(({ path }) => path === "/v1/users");
const limits = () => pages().map(({ query }) => Number(new URLSearchParams(query).get("limit")));

test("all users, to a file that only its owner can read", async () => {
  const lines = createUsers(950);
  backend.requests.clear();
  const { stdout, stderr, code } = await run(["export", "--all", "--out", "users.ndjson"]);
  assert.match(stderr, exported("950 users", { to: " to users\\.ndjson" }));
  assert.deepEqual([stdout, code], ["", 0]);
  assert.equal(readFileSync(OUT, "utf8"), lines.join(""));
  assert.equal(statSync(OUT).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(cwd), ["users.ndjson"]);
  assert.deepEqual(limits(), [100, 200, 400, 500]);
});

test("to stdout, with every digit of numbers", async () => {
  createUsers(1);
  const headers = { authorization: "Bearer sk_test_1", "content-type": "application/json" };
  const body = '{"private_metadata":{"n":12345678901234567890.10,"e":1.0}}';
  await backend.fetch(`${url}/v1/users/user_0/metadata`, { method: "PATCH", headers, body });
  const { stdout, stderr, code } = await run(["export", "--all"]);
  assert.equal(
    stdout,
    '{"id":"user_0","externalId":null,"publicMetadata":{"number":0},"privateMetadata":{"n":12345678901234567890.10,"e":1.0},"unsafeMetadata":{}}\n',
  );
  assert.match(stderr, exported("1 user"));
  assert.equal(code, 0);
});

test("an empty instance is an empty file", async () => {
  const { stderr, code } = await run(["export", "--all", "--out", "users.ndjson"]);
  assert.match(stderr, exported("0 users", { to: " to users\\.ndjson" }));
  assert.deepEqual([readFileSync(OUT, "utf8"), code], ["", 0]);
});

test("--quiet prints nothing but errors", async () => {
  createUsers(2);
  assert.equal((await run(["export", "--all", "--out", "users.ndjson", "--quiet"])).stderr, "");
});

test("pages of large users are small", async () => {
  const text = "x".repeat(8000);
  const fields = { publicMetadata: { text }, privateMetadata: { text }, unsafeMetadata: { text } };
  for (let number = 0; number < 650; number++) backend.users.create({ ...fields, createdAt: number + 1 });
  backend.requests.clear();
  const { stdout, code } = await run(["export", "--all"]);
  assert.deepEqual([stdout.split("\n").length - 1, code], [650, 0]);
  const [first, ...others] = limits();
  assert.equal(first, 100);
  for (const limit of others) assert.ok(limit * 24_000 <= 5_000_000, `${limit}`);
});

test("a page that the API cannot send is read in smaller pages", async () => {
  const lines = createUsers(130);
  const isLarge = ({ path, query }) => path === "/v1/users" && Number(new URLSearchParams(query).get("limit")) > 30;
  backend.failNext({ status: 413, times: Infinity, match: isLarge });
  const { stdout, code } = await run(["export", "--all"]);
  backend.reset();
  assert.deepEqual([stdout, code], [lines.join(""), 0]);
});

test("a page is read again after its retries have failed", async () => {
  const lines = createUsers(5);
  backend.failNext({ status: 503, times: 3, match: { path: "/v1/users" } });
  const { stdout, code } = await run(["export", "--all"]);
  assert.deepEqual([stdout, code], [lines.join(""), 0]);
});

/** Calls `action` once, after the first page was read. */
function afterFirstPage(action) {
  let isDone = false;
  onRequest = ({ path }) => {
    if (path !== "/v1/users" || isDone) return;
    isDone = true;
    action();
  };
}

for (const [title, deleted] of [
  ["the last one", [99]],
  ["the last ones", [97, 98, 99]],
  ["and users that were not read yet", [99, 100, 101, 149]],
]) {
  test(`users of the first page are deleted meanwhile: ${title}`, async () => {
    const lines = createUsers(150);
    afterFirstPage(() => {
      for (const number of deleted) backend.users.delete(`user_${number}`);
    });
    const { stdout, code } = await run(["export", "--all"]);
    const expected = lines.filter((_, number) => number < 100 || !deleted.includes(number));
    assert.deepEqual([stdout, code], [expected.join(""), 0]);
  });
}

test("users that are created meanwhile are exported", async () => {
  const lines = createUsers(150);
  afterFirstPage(() => backend.users.create({ id: "user_new" }));
  const { stdout, code } = await run(["export", "--all"]);
  assert.equal(code, 0);
  const last = '{"id":"user_new","externalId":null,"publicMetadata":{},"privateMetadata":{},"unsafeMetadata":{}}\n';
  assert.equal(stdout, lines.join("") + last);
});

test("no user is exported twice if the API ignores the cursor of a deleted user", async (t) => {
  const lines = createUsers(150);
  let isFirst = true;
  const proxy = await httpServer(t, async ({ method, url: path, headers }) => {
    const target = new URL(path, url);
    const cursor = target.searchParams.get("starting_after");
    // Starts again, as if no cursor was sent.
    if (cursor !== null && !backend.users.get(cursor)) target.searchParams.delete("starting_after");
    const response = await fetch(target, { method, headers: { authorization: headers.authorization } });
    const body = await response.text();
    if (isFirst && target.pathname === "/v1/users") {
      isFirst = false;
      backend.users.delete("user_99");
    }
    return { status: response.status, headers: { "content-type": "application/json" }, body };
  });
  const { stdout, code } = await run(["export", "--all", "--api-url", proxy.url]);
  assert.deepEqual([stdout, code], [lines.join(""), 0]);
});

test("users that match any of several queries are exported once", async () => {
  for (const id of ["ada", "grace", "ada_grace", "alan"]) backend.users.create({ id: `user_${id}` });
  const { stdout, code } = await run(["export", "--query", "ada", "--query", "grace"]);
  const ids = stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line).id);
  assert.deepEqual([ids.sort(), code], [["user_ada", "user_ada_grace", "user_grace"], 0]);
});

test("filters", async () => {
  const lines = createUsers(5);
  const { stdout, code } = await run(["export", "--created-after", "1700000000002"]);
  assert.deepEqual([stdout, code], [lines.slice(3).join(""), 0]);
});

// ---- A list of IDs ----------------------------------------------------------------------------------------------

test("the users of a list, in its order, each once", async () => {
  const lines = createUsers(250);
  const numbers = Array.from({ length: 250 }, (_, index) => 249 - index);
  const ids = numbers.map((number) => (number % 2 ? `user_${number}` : `{"id":"user_${number}","publicMetadata":{}}`));
  writeFileSync(join(cwd, "ids.txt"), `\uFEFF${ids.join("\r\n")}\r\n\r\nuser_249\r\n`);
  const { stdout, stderr, code } = await run(["export", "ids.txt"]);
  assert.deepEqual([stdout, code], [lines.reverse().join(""), 0]);
  assert.match(stderr, exported("250 users"));
});

test("users of the list that do not exist: exit code 3", async () => {
  const lines = createUsers(1);
  const { stdout, stderr, code } = await run(["export", "-"], { input: "user_8\nuser_0\nuser_9\n" });
  assert.deepEqual([stdout, code], [lines[0], 3]);
  const [hint, ...rest] = stderr.split("\n");
  assert.deepEqual([`${hint}\n`, ...rest.slice(0, 2)], [HINT, "No such user: user_8", "No such user: user_9"]);
  assert.match(rest[2], /^Exported 1 user of the test instance.*\. Not found: 2 users of the list\.$/);
});

test("an export is a list of IDs too", async () => {
  const lines = createUsers(3);
  await run(["export", "--all", "--out", "users.ndjson"]);
  assert.equal((await run(["export", "users.ndjson"])).stdout, lines.join(""));
});

for (const [title, text, problems] of [
  [
    "invalid lines",
    'user_1\nada\n{"id":"x"}\n{"id":\n{"userId":"user_1"}\nsk_test_abcdef',
    [
      "clerk-metadata: stdin: 5 lines are invalid. Nothing was sent.",
      "line 2: not a user ID such as user_2abc",
      "line 3: the object has no member id with a user ID such as user_2abc",
      "line 4: not JSON: the text ends at column 7",
      "line 5: the object has no member id with a user ID such as user_2abc",
      "line 6: not a user ID such as user_2abc",
    ],
  ],
  [
    "many invalid lines",
    "x\n".repeat(500_000),
    [
      "clerk-metadata: stdin: 500000 lines are invalid. Nothing was sent.",
      ...Array.from({ length: 20 }, (_, index) => `line ${index + 1}: not a user ID such as user_2abc`),
      "… and 499980 more",
    ],
  ],
  ["an empty input", "\n\n", ["clerk-metadata: stdin has no user IDs."]],
  [
    "UTF-16",
    Buffer.from("\uFEFFuser_1\n", "utf16le"),
    ["clerk-metadata: stdin is not UTF-8, but UTF-16 or a binary file. Save it as UTF-8."],
  ],
]) {
  test(`a list is rejected before anything is sent: ${title}`, async () => {
    backend.requests.clear();
    const { stdout, stderr, code } = await run(["export", "-"], { input: text });
    assert.deepEqual([stdout, stderr, code], ["", `${problems.join("\n")}\n`, 2]);
    assert.equal(backend.requests.length, 0);
  });
}

for (const [name, create, message] of [
  ["missing", () => {}, "missing does not exist."],
  ["folder", (path) => mkdirSync(path), "folder is a folder. Pass a file."],
  [
    "pipe",
    (path) => execFileSync("mkfifo", [path]),
    "pipe is a pipe. Pass a file, or redirect the pipe to stdin and pass - as the file.",
  ],
]) {
  test(`FILE is rejected: ${name}`, { skip: process.platform === "win32" }, async () => {
    create(join(cwd, name));
    assert.deepEqual(await run(["export", name]), { stdout: "", stderr: `clerk-metadata: ${message}\n`, code: 2 });
  });
}

for (const [args, message] of [
  [[], "Nothing is selected. Add --all, or filters such as --query, or pass a file with user IDs."],
  [["--all", "ids.txt"], "--all and FILE exclude each other."],
  [["--all", "--query", "x"], "--all and filters exclude each other. Leave out --all."],
  [["ids.txt", "--banned", "true"], "FILE and filters exclude each other."],
  [["--all", "--force"], "--force requires --out."],
  [["--al"], "Unknown option --al. Did you mean --all?"],
  [
    ["--all", "--out", "missing/users.ndjson"],
    "--out must be a path in an existing folder. The folder missing does not exist.",
  ],
  [["--all", "--out", "."], "--out must be the path of a file. . is a folder."],
]) {
  test(`usage error: export ${args.join(" ")}`, async () => {
    writeFileSync(join(cwd, "ids.txt"), "user_1\n");
    const { stdout, stderr, code } = await run(["export", ...args]);
    const [text] = stderr.split("\n\n");
    assert.deepEqual([stdout, text.replaceAll("\n", " "), code], ["", `clerk-metadata: ${message}`, 2]);
  });
}

// ---- Progress ---------------------------------------------------------------------------------------------------

test("progress is one line that fits into a narrow terminal", { skip: noTerminal }, async (t) => {
  const slow = await startCommands(t, { users: Array.from({ length: 150 }, () => ({})), latency: 250 });
  const { output, code } = await slow.terminal("clerk-metadata export --all --out users.ndjson", { columns: 40 });
  const drawn = output.split(/[\r\n]/).filter((text) => text.startsWith("export "));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the end of a redrawn line
  for (const text of drawn) assert.match(text, /^export {2}(0|100)\/150 users\u001b\[K$/);
  assert.ok(drawn.length >= 1, output);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it removes the line
  assert.match(output, /\r\u001b\[KExported 150 users of the test instance/);
  assert.equal(code, 0);
});
