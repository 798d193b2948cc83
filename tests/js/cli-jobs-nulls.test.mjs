// Stored nulls and whole fields in jobs: what a patch cannot express is distinguished, sent by PUT, or listed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { KEY } from "./support/backend.mjs";
import { changesOf, FAST, ndjson, rowsFor, startJobs, usersWith } from "./support/jobs.mjs";

/** Commands, and the metadata of `user_1` as somebody else changes and reads it. */
async function start(t, publicMetadata) {
  const commands = await startJobs(t, { users: [{ id: "user_1" }] });
  const send = async (method, value) => {
    const headers = { authorization: `Bearer ${KEY}`, "content-type": "application/json" };
    const body = JSON.stringify({ public_metadata: value });
    const response = await fetch(`${commands.url}/v1/users/user_1/metadata`, { method, headers, body });
    assert.equal(response.status, 200);
  };
  await send("PUT", publicMetadata);
  const stored = () => commands.backend.users.get("user_1").public_metadata;
  const sent = () =>
    commands.backend.requests
      .filter(({ method }) => method !== "GET")
      .map(({ method, body }) => [method, body.public_metadata]);
  const rows = (metadata) => commands.write("users.ndjson", ndjson([{ id: "user_1", publicMetadata: metadata }]));
  return {
    ...commands,
    put: (value) => send("PUT", value),
    patch: (value) => send("PATCH", value),
    stored,
    sent,
    rows,
  };
}

for (const [name, before, change, restored] of [
  ["a key", { n: null, q: 1 }, { n: 1, q: 2 }, { q: 1 }],
  ["a key that is removed", { n: null, q: 1 }, { n: null, q: 2 }, { q: 1 }],
  ["a nested key", { o: { p: null, q: 1 } }, { o: { p: 1, q: 2 } }, { o: { q: 1 } }],
  ["an object that is replaced", { o: { p: null, q: 1 } }, { o: 5 }, { o: { q: 1 } }],
]) {
  test(`undo restores the other keys if ${name} was null, and lists the null`, async (t) => {
    const { run, stored, put, rows } = await start(t, before);
    rows(change);
    const applied = await run(["apply", "users.ndjson", "--job", "job", ...FAST]);
    assert.equal(applied.code, 0, applied.stderr);
    const undone = await run(["undo", "job", ...FAST]);
    assert.match(undone.stdout, /^1 row /, undone.stderr);
    assert.match(undone.stdout, /\n {2}change 1 /);
    assert.match(undone.stdout, /null/);
    assert.deepEqual(stored(), restored);
    await put({});
  });
}

test("a stored null that is removed is no conflict, and a missing key that somebody has set to null is one", async (t) => {
  const transform = "export default () => ({ publicMetadata: { n: null, o: { p: null }, q: 2 } });\n";
  for (const args of [
    ["users.ndjson", "--desired"],
    ["users.ndjson", "--replace"],
    ["--all", "--transform", "t.mjs"],
  ]) {
    const { run, stored, rows, write } = await start(t, { n: null, o: { p: null, r: 1 }, q: 1 });
    write("t.mjs", transform);
    rows({ o: { r: 1 }, q: 2 });
    await run(["plan", ...args, "--job", "job", ...FAST]);
    const { code, stdout, stderr } = await run(["apply", "job", ...FAST]);
    assert.equal(code, 0, args.join(" ") + stdout + stderr);
    assert.deepEqual(stored(), { o: { r: 1 }, q: 2 });
  }
  for (const [planned, changed] of [
    [{ q: 1 }, { n: null, q: 1 }],
    [{ n: null, q: 1 }, { q: 1 }],
  ]) {
    const { run, stored, write, put } = await start(t, planned);
    write(
      "t.mjs",
      "export default ({ publicMetadata: { n } }) => ({ publicMetadata: { n: n === null ? null : 1 } });\n",
    );
    await run(["plan", "--all", "--transform", "t.mjs", "--job", "job", ...FAST]);
    await put({ ...changed, n: changed.n === null ? null : 7 });
    const { code, stdout } = await run(["apply", "job", ...FAST]);
    assert.match(stdout, /conflict 1/);
    assert.equal(code, 3);
    assert.notEqual(stored().n, 1);
  }
});

test("restore and --replace store a null by PUT, and undo brings back what they removed", async (t) => {
  const { run, stored, put, patch, sent, write, rows, backend } = await start(t, {
    n: null,
    o: { x: null, y: 1 },
    q: 1,
  });
  write("backup.ndjson", (await run(["export", "--all"])).stdout);
  await patch({ n: 5, q: 2, added: true });
  backend.requests.clear();
  const restored = await run(["restore", "backup.ndjson", "--job", "restored", ...FAST]);
  assert.equal(restored.code, 0, restored.stdout + restored.stderr);
  const original = { n: null, o: { x: null, y: 1 }, q: 1 };
  assert.deepEqual(stored(), original);
  assert.deepEqual(sent(), [["PUT", original]]);
  assert.equal((await run(["undo", "restored", ...FAST])).code, 0);
  assert.deepEqual(stored(), { n: 5, o: { x: null, y: 1 }, q: 2, added: true });

  await put({ plan: "pro" });
  rows({ o: { x: null, y: [null] } });
  await run(["plan", "users.ndjson", "--replace", "--job", "job", ...FAST]);
  assert.equal((await run(["apply", "job", ...FAST])).code, 0);
  assert.deepEqual(stored(), { o: { x: null, y: [null] } });
  // The null that somebody else has added in the new object is kept, with the object.
  await patch({ o: { z: 1 } });
  await run(["undo", "job", ...FAST]);
  assert.deepEqual(stored(), { o: { z: 1 }, plan: "pro" });
});

for (const command of ["restore", "plan"]) {
  test(`a key that somebody has added since the plan of ${command} is a conflict, and is kept`, async (t) => {
    const { run, stored, patch, write, rows, backend } = await start(t, { plan: "pro", beta: 1 });
    write("backup.ndjson", (await run(["export", "--all"])).stdout);
    await patch({ plan: "z" });
    if (command === "restore") {
      backend.failNext({ status: 401, match: ({ method }) => method !== "GET" });
      const stopped = await run(["restore", "backup.ndjson", "--job", "job", ...FAST]);
      assert.equal(stopped.code, 1);
    } else {
      rows({ only: 1 });
      await run(["plan", "users.ndjson", "--replace", "--job", "job", ...FAST]);
    }
    await patch({ added: "since" });
    const { code, stdout } = await run([command === "restore" ? "resume" : "apply", "job", ...FAST]);
    assert.match(stdout, /conflict 1/);
    assert.equal(code, 3);
    assert.deepEqual(stored(), { plan: "z", beta: 1, added: "since" });
    const forced = await run([command === "restore" ? "resume" : "apply", "job", "--on-drift", "force", ...FAST]);
    assert.equal(forced.code, 3, forced.stderr);
  });
}

test("what a forced replacement removes is restored by undo", async (t) => {
  for (const drift of ["force", "recompute"]) {
    const { run, stored, patch, rows } = await start(t, { plan: "pro" });
    rows({ only: null });
    await run(["plan", "users.ndjson", "--replace", "--job", "job", ...FAST]);
    await patch({ added: "since" });
    const { code, stderr } = await run(["apply", "job", "--on-drift", drift, ...FAST]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(stored(), { only: null });
    assert.equal((await run(["undo", "job", ...FAST])).code, 0);
    assert.deepEqual(stored(), { plan: "pro", added: "since" });
  }
});

test("undo restores rows whose lines a power failure has lost, as far as their before-images are there", async (t) => {
  for (const kept of [0, 1]) {
    const { run, write, read, backend } = await startJobs(t, { users: usersWith(5, { plan: "free" }) });
    write("users.ndjson", ndjson(rowsFor(5, { plan: "pro" })));
    backend.failNext({ status: 401, match: ({ method, userId }) => method === "PATCH" && userId === "user_4" });
    assert.equal((await run(["apply", "users.ndjson", "--job", "job", ...FAST])).code, 1);
    const lines = read("job", "journal.ndjson").split("\n").slice(0, kept);
    write("job/journal.ndjson", lines.map((line) => `${line}\n`).join(""));
    const resumed = await run(["resume", "job", ...FAST]);
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.doesNotMatch(read("job", "journal.ndjson"), /"same"/);
    assert.match(read("job", "journal.ndjson"), /"recovered"/);
    const undone = await run(["undo", "job", ...FAST]);
    assert.match(undone.stdout, /\n {2}change 5 /, undone.stderr);
    for (const { public_metadata } of backend.users.list()) assert.deepEqual(public_metadata, { plan: "free" });
  }
});

test("a user who is named by id and by externalId is rejected, unless duplicates are in order", async (t) => {
  const { run, write, backend } = await startJobs(t, { users: usersWith(2) });
  write(
    "users.ndjson",
    ndjson([
      { id: "user_0", publicMetadata: { a: 1 } },
      { externalId: "e0", publicMetadata: { a: 2 } },
      { externalId: "e1", publicMetadata: { a: 3 } },
    ]),
  );
  const planned = await run(["plan", "users.ndjson", "--job", "job", ...FAST]);
  assert.match(planned.stdout, /change 2 .* invalid 1/);
  assert.equal((await run(["apply", "job", ...FAST])).code, 3);
  assert.equal(changesOf(backend).length, 2);
  const inOrder = await run(["apply", "users.ndjson", "--duplicates", "in-order", ...FAST]);
  assert.equal(inOrder.code, 0, inOrder.stderr);
  assert.deepEqual(backend.users.get("user_0").public_metadata, { a: 2 });
});
