// The journal of updateUsersMetadata: a run continues where another one has stopped.
import assert from "node:assert/strict";
import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { openJournal, updateUsersMetadata } from "clerk-metadata/bulk";
import { serve } from "./support/backend.mjs";
import { folder } from "./support/folder.mjs";

const USERS = 120;
const users = Array.from({ length: USERS }, (_, index) => ({ id: `user_${index}`, publicMetadata: { old: index } }));
const rows = users.map(({ id }) => ({ id, publicMetadata: { a: 1, old: null } }));
const changesOf = (backend) => backend.requests.filter(({ method }) => method === "PATCH");

/** Sends immediately. */
const update = (clerk, rows, options) => updateUsersMetadata(clerk, rows, { limiter: false, ...options });

/** A journal in memory, whose `append` calls `onAppend` first. */
function memoryJournal(onAppend = () => {}) {
  const lines = [];
  return {
    lines,
    append(newLines) {
      onAppend(newLines);
      lines.push(...newLines);
    },
  };
}

/** Runs until `count` rows have finished. */
async function runPart(clerk, journal, count) {
  let finished = 0;
  for await (const { status } of update(clerk, rows, { journal, concurrency: 4 })) {
    assert.equal(status, "ok");
    if (++finished === count) break;
  }
}

test("another run with the same rows and journal sends the other rows", async (t) => {
  const { backend, clerk } = await serve(t, { users });
  const journal = memoryJournal();
  await runPart(clerk, journal, 50);
  const sent = new Set(changesOf(backend).map(({ userId }) => userId));
  assert.ok(sent.size >= 50 && sent.size < USERS);
  backend.requests.clear();
  const results = [];
  const stored = (async function* () {
    yield* journal.lines.map((line) => line);
  })();
  const run = update(clerk, rows, { journal: { lines: stored, append: journal.append } });
  for await (const { id } of run) results.push(id);
  const expected = users.map(({ id }) => id).filter((id) => !sent.has(id));
  assert.deepEqual(new Set(results), new Set(expected));
  assert.deepEqual(new Set(changesOf(backend).map(({ userId }) => userId)), new Set(expected));
  const { ok, rows: count, complete } = await run.summary;
  assert.deepEqual([ok, count, complete], [USERS, USERS, true]);
});

test("the lines have the before-image, then sent, then the outcome", async (t) => {
  const { clerk, request } = await serve(t);
  const { json } = await request("POST", "/users", '{"username":"ada","public_metadata":{"n":1.50,"gone":{"x":[1]}}}');
  const journal = memoryJournal();
  const row = { id: json.id, publicMetadata: { n: 2, new: { y: 1 }, gone: null, none: null } };
  await update(clerk, [row, { id: "user_none", publicMetadata: {} }], { journal }).summary;
  assert.deepEqual(
    journal.lines.map((line) => line.replace(/"digest":"\w{16}"/, '"digest":"…"')),
    [
      '{"clerk-metadata":"bulk","version":1}',
      '{"rows":2,"digest":"…"}',
      '{"missing":1}',
      `{"before":0,"id":"${json.id}","patch":{"publicMetadata":{"n":2,"new":{"y":1},"gone":null,"none":null}},"image":{"publicMetadata":{"n":1.50,"new":null,"gone":{"x":[1]}}}}`,
      '{"sent":0}',
      '{"ok":0}',
    ],
  );
});

test("a row is sent only after its line is stored", async (t) => {
  const { backend, clerk } = await serve(t, { users });
  const stored = new Set();
  const journal = {
    async append(lines) {
      await new Promise((resolve) => setImmediate(resolve));
      for (const line of lines) {
        const { before } = JSON.parse(line);
        if (before !== undefined) stored.add(`user_${before}`);
      }
    },
  };
  const unannounced = [];
  backend.failNext({
    status: 500,
    times: Infinity,
    match({ method, userId }) {
      if (method === "PATCH" && !stored.has(userId)) unannounced.push(userId);
      return false;
    },
  });
  const { ok } = await update(clerk, rows, { journal }).summary;
  assert.deepEqual([ok, unannounced], [USERS, []]);
});

test("a row that was sent without a known outcome is recovered, or sent again", async (t) => {
  const { backend, clerk } = await serve(t, { users });
  let outcomes = 0;
  const error = new Error("the disk is full");
  const journal = memoryJournal((lines) => {
    if (lines.some((line) => line.startsWith('{"ok"')) && ++outcomes === 3) throw error;
  });
  const run = update(clerk, rows, { journal, concurrency: 8 });
  await assert.rejects(run.summary, (thrown) => {
    assert.deepEqual([thrown.code, thrown.cause], ["journal_failed", error]);
    assert.match(thrown.message, /the journal could not be written.*the disk is full/);
    return true;
  });
  const before = changesOf(backend).length;
  assert.ok(before < USERS);
  const { ok, recovered } = await update(clerk, rows, { journal }).summary;
  assert.equal(ok + recovered, USERS);
  assert.ok(recovered > 0);
  assert.equal(changesOf(backend).length, USERS);
});

test("other rows are rejected, and nothing is sent", async (t) => {
  const { backend, clerk } = await serve(t, { users });
  const journal = memoryJournal();
  await runPart(clerk, journal, 50);
  const linesBefore = journal.lines.length;
  backend.requests.clear();
  const changed = rows.map((row, index) => (index === 3 ? { id: "user_3", publicMetadata: { a: 2 } } : row));
  const differs = /at least one of the first \d+ rows differs from the row that the journal has there/;
  for (const [otherRows, message] of [
    [changed, differs],
    [rows.slice(1), /there are 119 rows, and the journal has more/],
    [rows.slice(0, 60), /there are 60 rows, and the journal has more/],
    [[...rows].reverse(), differs],
    [[], /there are 0 rows, and the journal has more/],
  ]) {
    await assert.rejects(update(clerk, otherRows, { journal }).summary, {
      name: "ClerkBulkError",
      code: "other_rows",
      message,
    });
  }
  assert.deepEqual([backend.requests.length, journal.lines.length], [0, linesBefore]);
});

test("lines that are not a journal are rejected with the number of the line", async (t) => {
  const { backend, clerk } = await serve(t, { users });
  const header = '{"clerk-metadata":"bulk","version":1}';
  for (const [lines, message] of [
    [["{}"], /line 1: this is not a journal of a bulk update/],
    [[header, '{"rows":5,"digest":"0123456789abcdef"}', '{"ok":1}', '{"okay":2}'], /line 4: this is not a line of a/],
    [[header, '{"ok":5}'], /line 2: no earlier line has a digest of this row/],
    [[header, '{"rows":5,"digest":"0123456789abcdef"}', '{"same":5}'], /line 3: no earlier line has a digest/],
    [[header, '{"rows":5,"digest":"1"}'], /line 2: the digest is invalid/],
    [[header, 5], /each of its lines must be a string/],
  ]) {
    const journal = { lines, append() {} };
    await assert.rejects(update(clerk, rows, { journal }).summary, {
      name: "ClerkBulkError",
      code: "invalid_journal",
      message,
    });
  }
  assert.equal(backend.requests.length, 0);
});

test("a journal in a file continues, is private, and is locked", async (t) => {
  const { backend, clerk } = await serve(t, { users });
  const file = join(folder(t), "backfill.ndjson");
  const journal = await openJournal(file);
  await runPart(clerk, journal, 50);
  const link = `${file}.link`;
  symlinkSync(file, link);
  for (const path of [file, link])
    await assert.rejects(openJournal(path), /has it open\. That is this process.*Close that journal first\./);
  const missing = join(dirname(file), "new.ndjson");
  symlinkSync("new.ndjson", `${missing}.link`);
  const first = await openJournal(`${missing}.link`);
  await assert.rejects(openJournal(missing), /has it open/);
  first.close();
  assert.equal(statSync(file).mode & 0o777, 0o600);
  journal.close();
  journal.close();
  assert.throws(() => journal.append(["{}"]), /the journal is closed/);
  assert.equal(existsSync(`${file}.lock`), false);
  // A line that was written partially.
  appendFileSync(file, '{"ok":1');
  const again = await openJournal(pathToFileURL(file));
  t.after(() => again.close());
  const lines = [...again.lines];
  assert.equal(`${lines.join("\n")}\n`, readFileSync(file, "utf8"));
  assert.equal(lines.includes('{"ok":1'), false);
  const { ok, complete } = await update(clerk, rows, { journal: again }).summary;
  assert.deepEqual([ok, complete], [USERS, true]);
  assert.equal(changesOf(backend).length, USERS);
});

test("a file that is not a journal is rejected and not modified", async (t) => {
  const file = join(folder(t), "users.ndjson");
  for (const content of ['{"id":"user_1"}\n{"id"', '{"clerk-metadata":"other"}', "\n"]) {
    writeFileSync(file, content);
    await assert.rejects(openJournal(file), /is not a journal of a bulk update/);
    assert.equal(readFileSync(file, "utf8"), content);
    assert.equal(existsSync(`${file}.lock`), false);
  }
  for (const content of ["", '{"clerk-metadata":"bu']) {
    writeFileSync(file, content);
    (await openJournal(file)).close();
    assert.equal(readFileSync(file, "utf8"), "");
  }
  await assert.rejects(openJournal(join(folder(t), "none", "x.ndjson")), /none does not exist\. Create it first\./);
  await assert.rejects(openJournal(folder(t)), /: it is a folder, but a journal must be a regular file\. /);
  await assert.rejects(openJournal(join(file, "x.ndjson")), /users\.ndjson is not a folder\. Pass a path in /);
  const loop = join(folder(t), "loop");
  symlinkSync(loop, loop);
  await assert.rejects(openJournal(loop), /its symbolic links form a loop\. /);
  for (const [path, message] of [
    [5, /^openJournal: path must be a path as a string, or a file: URL, not a value of type number\.$/],
    [null, /^openJournal: path must be a path as a string, or a file: URL, not null\.$/],
    ["", /^openJournal: path is empty\. Pass the path of a journal\.$/],
    ["a\0b", /^openJournal: path contains a NUL character/],
    ["file:///x", /^openJournal: path is a URL in a string\. /],
    [new URL("https://example.com/x"), /^openJournal: path must be a URL that starts with file:/],
  ])
    await assert.rejects(openJournal(path), { name: "TypeError", message });
});
