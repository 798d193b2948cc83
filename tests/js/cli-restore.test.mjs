// The command restore: an export, back into the same instance or into another one.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { afterAll, LIVE_KEY, noTerminal, startCommands } from "./support/user-commands.mjs";

const { backend, run, terminal, cwd } = await startCommands(afterAll(after));
/** No limit that matters here. */
const FAST = ["--rate", "100000/1s"];

beforeEach(() => {
  for (const name of readdirSync(cwd)) rmSync(join(cwd, name), { recursive: true });
  backend.users.clear();
  backend.requests.clear();
});

const changes = () =>
  backend.requests.filter(({ method }) => method !== "GET").map(({ method, userId, body }) => [method, userId, body]);
const metadata = (id) => {
  const { public_metadata, private_metadata, unsafe_metadata } = backend.users.get(id);
  return [public_metadata, private_metadata, unsafe_metadata];
};
const stdoutOf = async (args) => (await run(args)).stdout;
const exportAll = () => stdoutOf(["export", "--all"]);
/** Changes the stored metadata, whose JSON is text. */
async function store(id, method, body) {
  const headers = { authorization: "Bearer sk_test_1", "content-type": "application/json" };
  const response = await backend.fetch(`http://127.0.0.1/v1/users/${id}/metadata`, { method, headers, body });
  assert.equal(response.status, 200);
}

test("values that were changed, added and removed since the export are restored, with every digit", async () => {
  for (const id of ["user_1", "user_2", "user_3"]) backend.users.create({ id });
  await store(
    "user_1",
    "PUT",
    '{"public_metadata":{"n":12345678901234567890.10,"o":{"a":[1.0,{}]}},"private_metadata":{"p":1}}',
  );
  await store("user_2", "PUT", '{"unsafe_metadata":{"theme":"dark"}}');
  const before = await exportAll();
  writeFileSync(join(cwd, "backup.ndjson"), before);
  await store("user_1", "PUT", '{"public_metadata":{"n":1,"added":{"x":1}},"private_metadata":{}}');
  await store("user_2", "PATCH", '{"unsafe_metadata":{"theme":null},"public_metadata":{"new":true}}');
  backend.requests.clear();
  const { stdout, code } = await run(["restore", "backup.ndjson", ...FAST]);
  assert.equal(code, 0, stdout);
  assert.match(stdout, /\bchange 2 · already so 1 /);
  assert.deepEqual(
    changes()
      .map(([, id]) => id)
      .sort(),
    ["user_1", "user_2"],
  );
  assert.equal(await exportAll(), before);
});

test("a whole field is sent by PUT, and no other field", async () => {
  backend.users.create({ id: "user_1", publicMetadata: { a: 1, b: 2 }, privateMetadata: { secret: "s" } });
  writeFileSync(join(cwd, "backup.ndjson"), await exportAll());
  await store("user_1", "PATCH", '{"public_metadata":{"a":3}}');
  backend.requests.clear();
  const { code } = await run(["restore", "backup.ndjson", ...FAST]);
  assert.equal(code, 0);
  assert.deepEqual(changes(), [["PUT", "user_1", { public_metadata: { a: 1, b: 2 } }]]);
});

test("rows on stdin, and users that no longer exist", async () => {
  backend.users.create({ id: "user_1", publicMetadata: { a: 1 } });
  backend.users.create({ id: "user_2" });
  const rows = await exportAll();
  backend.users.delete("user_2");
  await store("user_1", "PUT", '{"public_metadata":{}}');
  const { stdout, code } = await run(["restore", "-", ...FAST], { input: rows });
  assert.match(stdout, /no such user 1/);
  assert.equal(code, 3);
  assert.deepEqual(metadata("user_1"), [{ a: 1 }, {}, {}]);
});

test("into another instance, by the external IDs", async (t) => {
  const other = await startCommands(t, {
    users: [
      { id: "user_other1", externalId: "42", publicMetadata: { old: true } },
      { id: "user_other2", externalId: "-7" },
      { id: "user_1", publicMetadata: { not: "this one" } },
    ],
  });
  backend.users.create({ id: "user_1", externalId: "42", publicMetadata: { plan: "pro" } });
  backend.users.create({ id: "user_2", externalId: "-7", privateMetadata: { customer: "cus_1" } });
  const rows = await exportAll();
  const { stdout, code } = await other.run(["restore", "-", "--external-id", ...FAST], { input: rows });
  assert.equal(code, 0, stdout);
  const users = ["user_other1", "user_other2", "user_1"].map((id) => other.backend.users.get(id));
  assert.deepEqual(
    users.map(({ public_metadata, private_metadata }) => [public_metadata, private_metadata]),
    [
      [{ plan: "pro" }, {}],
      [{}, { customer: "cus_1" }],
      [{ not: "this one" }, {}],
    ],
  );
  const sent = other.backend.requests.filter(({ method }) => method !== "GET");
  assert.deepEqual([...new Set(sent.map(({ method }) => method))], ["PUT"]);
});

test("users without an external ID are left out and listed", async () => {
  for (const [id, externalId] of [["user_1", "1"], ["user_2"], ["user_3", "3"], ["user_4"]])
    backend.users.create({ id, externalId, publicMetadata: { id, a: 1 } });
  const rows = await exportAll();
  for (const id of ["user_1", "user_3"]) await store(id, "PATCH", '{"public_metadata":{"a":2}}');
  backend.users.delete("user_3");
  backend.requests.clear();
  const { stdout, stderr, code } = await run(["restore", "-", "--external-id", "--job", "job", ...FAST], {
    input: rows,
  });
  assert.match(
    stdout,
    /^4 rows · .*\n {2}change 1 · already so 0 · no such user 1 · too large 0 · no external ID 2\n/,
    stderr,
  );
  assert.match(stdout, /\ndone 1 · failed 0 · no such user 1 · no external ID 2: job\/failed\.ndjson\n/);
  assert.match(stdout, /: clerk-metadata restore job\/failed\.ndjson --external-id\n/);
  assert.equal(code, 3);
  assert.deepEqual(
    changes().map(([, id]) => id),
    ["user_1"],
  );
  const failed = readFileSync(join(cwd, "job", "failed.ndjson"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const listed = failed.map(({ publicMetadata, _error }) => [publicMetadata.id, _error]).sort();
  assert.deepEqual(listed, [
    ["user_2", "The user has no external ID."],
    ["user_3", "There is no such user."],
    ["user_4", "The user has no external ID."],
  ]);
  assert.match((await run(["status", "job"])).stdout, /no external ID 2/);
});

test("an export without users, or whose users have no external ID, changes nothing", async () => {
  assert.equal((await run(["restore", "-", ...FAST], { input: "" })).code, 0);
  backend.users.create({ id: "user_1" });
  const rows = await exportAll();
  const { stdout, code } = await run(["restore", "-", "--external-id", ...FAST], { input: rows });
  assert.match(stdout, /^1 row · .*\n {2}change 0 · .* · no external ID 1\n/);
  assert.equal(code, 3);
});

test("a line that is not JSON is rejected with its line and column", async () => {
  const input =
    '{"id":"user_1","externalId":"7","publicMetadata":{}}\n{"id":"user_2","externalId":null,"publicMetadata":{]}\n';
  const { stderr, code } = await run(["restore", "-"], { input });
  assert.match(stderr, /\n *line 2, column 52: /);
  assert.deepEqual([code, backend.requests.filter(({ path }) => path === "/v1/users").length], [2, 0]);
});

test("undo of a restore brings back what was stored before it", async () => {
  backend.users.create({ id: "user_1", publicMetadata: { plan: "free" } });
  const rows = await exportAll();
  await store("user_1", "PUT", '{"public_metadata":{"plan":"pro","seats":2}}');
  assert.equal((await run(["restore", "-", "--job", "job", ...FAST], { input: rows })).code, 0);
  assert.deepEqual(metadata("user_1")[0], { plan: "free" });
  const { code, stderr } = await run(["undo", "job", ...FAST]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(metadata("user_1")[0], { plan: "pro", seats: 2 });
});

test("a restore that stopped is resumed, still by PUT", async () => {
  const ids = Array.from({ length: 20 }, (_, number) => `user_${number}`);
  for (const id of ids) backend.users.create({ id, publicMetadata: { a: 1, b: 1 } });
  const rows = await exportAll();
  for (const id of ids) await store(id, "PATCH", '{"public_metadata":{"a":2}}');
  backend.requests.clear();
  backend.failNext({
    status: 401,
    match: ({ method, userId }) => method === "PUT" && userId === "user_9",
  });
  const stopped = await run(["restore", "-", "--job", "job", ...FAST], { input: rows });
  assert.equal(stopped.code, 1, stopped.stderr);
  const resumed = await run(["resume", "job", ...FAST]);
  assert.equal(resumed.code, 0, resumed.stderr);
  for (const id of ids) assert.deepEqual(metadata(id)[0], { a: 1, b: 1 });
  assert.deepEqual([...new Set(changes().map(([method]) => method))], ["PUT"]);
});

test("a live instance asks for the number of users above 1,000", { skip: noTerminal }, async () => {
  for (let number = 0; number < 1001; number++) backend.users.create({ publicMetadata: { number } });
  writeFileSync(join(cwd, "backup.ndjson"), (await exportAll()).replaceAll('"number":', '"restored":'));
  for (const [typed, code, count] of [
    ["y\n", 1, 0],
    ["1000\n", 1, 0],
    ["1,001\n", 0, 1001],
  ]) {
    backend.requests.clear();
    const command = `clerk-metadata restore backup.ndjson ${FAST.join(" ")}`;
    const prompts = [["Type the number of users to confirm: ", typed]];
    const result = await terminal(command, { key: LIVE_KEY, prompts });
    assert.match(result.output, /Change the metadata of 1,001 users of the live instance/);
    assert.deepEqual([result.code, changes().length], [code, count], result.output);
  }
});

test("a live instance needs --yes without a terminal", async () => {
  backend.users.create({ id: "user_1", publicMetadata: { a: 1 } });
  const input = (await exportAll()).replace('"a":1', '"a":2');
  const { stderr, code } = await run(["restore", "-", ...FAST], { key: LIVE_KEY, input });
  assert.match(stderr.replaceAll("\n", " "), /no terminal to ask on, so add --yes/);
  assert.deepEqual([code, changes()], [2, []]);
  assert.equal((await run(["restore", "-", "--yes", ...FAST], { key: LIVE_KEY, input })).code, 0);
  assert.deepEqual(metadata("user_1")[0], { a: 2 });
});

test("private metadata is in no output of a restore", async () => {
  backend.users.create({ id: "user_1", privateMetadata: { token: "t_secret" } });
  const rows = await exportAll();
  await store("user_1", "PUT", '{"private_metadata":{"token":"t_other"}}');
  const { stdout, stderr, code } = await run(["restore", "-", "--json", ...FAST], { input: rows });
  assert.equal(code, 0);
  assert.doesNotMatch(stdout + stderr, /t_secret|t_other/);
  const job = readdirSync(cwd).find((name) => name.startsWith("clerk-job-"));
  assert.match(readFileSync(join(cwd, job, "plan.ndjson"), "utf8"), /t_secret/);
});
