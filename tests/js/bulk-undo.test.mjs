// undoRows: the rows that undo a run, through the same run.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { openJournal, planUsersMetadata, undoRows, updateUsersMetadata } from "clerk-metadata/bulk";
import { serve } from "./support/backend.mjs";
import { folder as temporaryFolder } from "./support/folder.mjs";

const memoryJournal = () => {
  const lines = [];
  return { lines, append: (added) => lines.push(...added) };
};

async function run(clerk, rows, journal, options) {
  const results = [];
  for await (const result of updateUsersMetadata(clerk, rows, { limiter: false, journal, ...options }))
    results.push(result);
  return results.sort((left, right) => left.index - right.index);
}

const textOf = async (request, id) =>
  /"public_metadata":(\{.*?\}),"private/.exec((await request("GET", `/users/${id}`)).text)[1];

test("an undo restores every type of change with its digits, and an undo of the undo repeats it", async (t) => {
  const { backend, clerk, request } = await serve(t, {
    users: [{ id: "user_2", publicMetadata: { kept: true, a: { b: [1] } }, unsafeMetadata: { theme: "dark" } }],
  });
  const metadata = '{"big":12345678901234567890,"price":1.50,"plan":{"name":"pro","seats":2},"old":[1.0,null]}';
  const { id } = (await request("POST", "/users", `{"username":"ada","public_metadata":${metadata}}`)).json;
  const before = await textOf(request, id);
  const journal = memoryJournal();
  const applied = await run(
    clerk,
    [
      { id, publicMetadata: { big: 1, plan: { seats: null, trial: { days: 3 } }, old: null, added: { x: 1 } } },
      { id: "user_2", publicMetadata: { a: "text" }, unsafeMetadata: { theme: null } },
      { id, publicMetadata: { big: 2, plan: "none" } },
      { id: "user_none", publicMetadata: { a: 1 } },
    ],
    journal,
  );
  assert.deepEqual(
    applied.map(({ status }) => status),
    ["ok", "ok", "ok", "missing"],
  );
  const after = await textOf(request, id);

  const undoJournal = memoryJournal();
  const plan = planUsersMetadata(clerk, undoRows(journal), { limiter: false });
  // One change for each user, who had several rows or one.
  assert.equal((await plan.summary).change, 2);
  const undone = await run(clerk, undoRows(journal), undoJournal);
  assert.deepEqual(
    undone.map(({ status, kept, notRestored }) => [status, kept, notRestored]),
    [
      ["ok", undefined, undefined],
      ["ok", undefined, undefined],
    ],
  );
  const restored = await textOf(request, id);
  for (const part of ['"big":12345678901234567890', '"price":1.50', '"old":[1.0,null]']) {
    assert.ok(before.includes(part) && restored.includes(part), restored);
  }
  assert.deepEqual(JSON.parse(restored), JSON.parse(before));
  const { public_metadata, unsafe_metadata } = backend.users.get("user_2");
  assert.deepEqual([public_metadata, unsafe_metadata], [{ kept: true, a: { b: [1] } }, { theme: "dark" }]);

  await run(clerk, undoRows(undoJournal.lines));
  assert.deepEqual(JSON.parse(await textOf(request, id)), JSON.parse(after));
  assert.deepEqual(backend.users.get("user_2").public_metadata, { kept: true, a: "text" });
});

test("what somebody else has changed is kept, and stored nulls are listed", async (t) => {
  const { backend, clerk } = await serve(t, {
    users: [
      { id: "user_1", publicMetadata: { a: 1, b: { n: null, x: 1 } } },
      { id: "user_2", publicMetadata: { a: 1 } },
    ],
  });
  const journal = memoryJournal();
  await run(
    clerk,
    [
      { id: "user_1", publicMetadata: { a: 2, b: 5 } },
      { id: "user_2", publicMetadata: { a: 2 } },
    ],
    journal,
  );
  await clerk.users.updateUserMetadata("user_1", { publicMetadata: { a: 3 } });
  await clerk.users.updateUserMetadata("user_2", { publicMetadata: { a: 4 } });
  backend.requests.clear();
  const rows = undoRows(journal);
  const planned = [];
  for await (const result of planUsersMetadata(clerk, rows, { limiter: false })) planned.push(result);
  assert.deepEqual(
    planned.map(({ status, kept, notRestored, patch }) => [status, kept, notRestored, patch]),
    [
      ["change", 1, ["publicMetadata.b.n"], '{"publicMetadata":{"b":{"x":1}}}'],
      ["conflict", 1, undefined, undefined],
    ],
  );
  const undone = await run(clerk, rows);
  assert.deepEqual(
    undone.map(({ status, kept, notRestored }) => [status, kept, notRestored]),
    [
      ["ok", 1, ["publicMetadata.b.n"]],
      ["conflict", 1, undefined],
    ],
  );
  assert.deepEqual(backend.users.get("user_1").public_metadata, { a: 3, b: { x: 1 } });
  assert.equal(backend.requests.filter(({ method }) => method === "PATCH").length, 1);
});

test("the text of numbers is restored, and rows that changed nothing are left out", async (t) => {
  const { backend, clerk, request } = await serve(t, { users: [{ id: "user_2", publicMetadata: { a: 1 } }] });
  const metadata = '{"a":1.0,"b":1e+2,"c":[1.50],"d":12345678901234567890,"e":1}';
  const { id } = (await request("POST", "/users", `{"username":"ada","public_metadata":${metadata}}`)).json;
  const journal = memoryJournal();
  const rows = [
    `{"id":"${id}","publicMetadata":{"a":1,"b":100,"c":[1.5],"d":1,"e":1}}`,
    { id: "user_2", publicMetadata: { a: 1 } },
  ];
  const applied = await run(clerk, rows, journal, { skipUnchanged: false });
  assert.deepEqual(
    applied.map(({ status }) => status),
    ["ok", "ok"],
  );
  assert.equal(await textOf(request, id), '{"a":1,"b":100,"c":[1.5],"d":1,"e":1}');
  backend.requests.clear();
  const undone = await run(clerk, undoRows(journal));
  assert.deepEqual(
    undone.map(({ id: user, status }) => [user, status]),
    [[id, "ok"]],
  );
  assert.equal(await textOf(request, id), metadata);
});

test("an undo that was interrupted continues with its own journal", async (t) => {
  const ids = Array.from({ length: 30 }, (_, index) => `user_${index}`);
  const { backend, clerk } = await serve(t, { users: ids.map((id) => ({ id, publicMetadata: { a: 1 } })) });
  const folder = temporaryFolder(t);
  const journal = await openJournal(join(folder, "apply.ndjson"));
  t.after(() => journal.close());
  await run(
    clerk,
    ids.map((id) => ({ id, publicMetadata: { a: 2, b: 3 } })),
    journal,
  );
  const stored = memoryJournal();
  let appended = 0;
  const interrupted = {
    append(lines) {
      stored.append(lines);
      // After the changes were announced, as if the process had ended here.
      if (++appended === 2) throw new Error("killed");
    },
  };
  await assert.rejects(run(clerk, undoRows(journal), interrupted), { code: "journal_failed" });
  backend.requests.clear();
  const results = await run(clerk, undoRows(journal.lines), stored);
  assert.ok(results.every(({ status, kept }) => ["ok", "recovered"].includes(status) && kept === undefined));
  for (const id of ids) assert.deepEqual(backend.users.get(id).public_metadata, { a: 1 });
});

test("what is not a journal is rejected", async () => {
  for (const argument of [undefined, "abc", {}, { append() {} }])
    assert.throws(() => undoRows(argument), {
      name: "TypeError",
      message: /^undoRows: the argument must be a journal/,
    });
  const generator = (function* () {})();
  assert.throws(() => undoRows(generator), { name: "TypeError", message: /the lines are read twice/ });
  await assert.rejects(undoRows(["id,a"])[Symbol.asyncIterator]().next(), {
    name: "ClerkBulkError",
    code: "invalid_journal",
    message: /line 1: this is not a journal/,
  });
});
