// updateUsersMetadata with rows, limiters and journals that misbehave, over HTTP.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { planUsersMetadata, updateUsersMetadata } from "clerk-metadata/bulk";
import { KEY, serve } from "./support/backend.mjs";

const usersWith = (count) => Array.from({ length: count }, (_, index) => ({ id: `user_${index}` }));
const rowsFor = (count) => usersWith(count).map((user) => ({ ...user, publicMetadata: { a: 1 } }));
const changesOf = (backend) => backend.requests.filter(({ method }) => method === "PATCH");
const unlimited = { limiter: false };

function memoryJournal() {
  const lines = [];
  return { lines, append: (newLines) => void lines.push(...newLines) };
}

async function resultsOf(run) {
  const results = [];
  for await (const result of run) results.push(result);
  return results.sort((left, right) => left.index - right.index);
}

const statusesOf = (results) => results.map(({ status }) => status);

test("the summary settles without a consumer if more rows than the window are invalid", async (t) => {
  const { clerk } = await serve(t, { users: usersWith(100) });
  for (const [rows, ok, failed] of [
    [Array(250).fill("x"), 0, 250],
    [Array(1_001).fill("x"), 0, 1_001],
    [[...Array(300).fill("x"), ...rowsFor(10)], 10, 300],
    [[...rowsFor(50), ...Array(600).fill("x"), ...rowsFor(50)], 100, 600],
  ]) {
    const { change, same, failed: planFailed } = await planUsersMetadata(clerk, rows, unlimited).summary;
    assert.deepEqual([change + same, planFailed], [ok, failed]);
    const summary = await updateUsersMetadata(clerk, rows, unlimited).summary;
    assert.deepEqual([summary.ok + summary.same, summary.failed, summary.complete], [ok, failed, true]);
  }
});

test("a journal cannot be used by two runs at once", async (t) => {
  const { backend, clerk } = await serve(t, { users: usersWith(120) });
  const journal = memoryJournal();
  const options = { ...unlimited, journal };
  const first = updateUsersMetadata(clerk, rowsFor(120), options).summary;
  await assert.rejects(updateUsersMetadata(clerk, rowsFor(120), options).summary, {
    name: "ClerkBulkError",
    code: "journal_in_use",
    message: /another run is using this journal/,
  });
  assert.equal((await first).ok, 120);
  assert.equal((await updateUsersMetadata(clerk, rowsFor(120), options).summary).complete, true);
  assert.equal(changesOf(backend).length, 120);
});

test("a store that two runs have written can be read, unless their rows differ", async (t) => {
  const { backend, clerk } = await serve(t, { users: usersWith(120) });
  const { lines, append } = memoryJournal();
  const update = (rows, stored) =>
    updateUsersMetadata(clerk, rows, { ...unlimited, journal: { lines: stored, append } }).summary;
  await Promise.all([update(rowsFor(120), []), update(rowsFor(120), [])]);
  assert.equal(lines.filter((line) => line.startsWith('{"clerk-metadata"')).length, 2);
  backend.requests.clear();
  const { ok, same, complete } = await update(rowsFor(120), [...lines]);
  assert.deepEqual([ok + same, complete, backend.requests.length], [120, true, 0]);
  for (const count of [120, 60]) {
    const others = rowsFor(count).map((row) => ({ ...row, publicMetadata: { other: count } }));
    await update(others, []);
    backend.requests.clear();
    await assert.rejects(update(rowsFor(120), [...lines]), (error) => {
      assert.ok(["invalid_journal", "other_rows"].includes(error.code), error.code);
      return true;
    });
    assert.equal(backend.requests.length, 0);
  }
});

for (const when of ["before send", "after send"]) {
  test(`an error of the limiter ${when} stops the run, which can be continued`, async (t) => {
    const { backend, clerk } = await serve(t, { users: usersWith(20) });
    const journal = memoryJournal();
    const error = new Error("the queue is gone");
    let calls = 0;
    const limiter = async (_request, send) => {
      const fails = ++calls === 5;
      if (fails && when === "before send") throw error;
      const outcome = await send();
      if (fails) throw error;
      return outcome;
    };
    await assert.rejects(
      updateUsersMetadata(clerk, rowsFor(20), { journal, limiter, concurrency: 2 }).summary,
      (thrown) => thrown === error,
    );
    assert.equal(journal.lines.filter((line) => line.startsWith('{"failed"')).length, 0);
    const { ok, recovered, failed } = await updateUsersMetadata(clerk, rowsFor(20), { ...unlimited, journal }).summary;
    assert.deepEqual([ok + recovered, failed], [20, 0]);
    assert.equal(changesOf(backend).length, 20);
  });
}

test("a limiter that does not return the result of send stops the run", async (t) => {
  const { backend, clerk } = await serve(t, { users: usersWith(3) });
  for (const limiter of [() => {}, async () => ({ status: 200 }), async (_request, send) => void (await send())]) {
    for (const run of [updateUsersMetadata, planUsersMetadata])
      await assert.rejects(run(clerk, rowsFor(3), { limiter }).summary, {
        name: "Error",
        message: "limiter must call send once and return its result.",
      });
  }
  assert.equal(changesOf(backend).length, 0);
});

test("a limiter that calls send twice stops the run, and the request is sent once", async (t) => {
  const { backend, clerk } = await serve(t, { users: usersWith(1) });
  const limiter = async (request, send) => {
    const outcome = await send();
    return request.method === "PATCH" ? send() : outcome;
  };
  const journal = memoryJournal();
  await assert.rejects(updateUsersMetadata(clerk, rowsFor(1), { limiter, journal }).summary, {
    name: "Error",
    message: "limiter must call send once and return its result.",
  });
  assert.equal(changesOf(backend).length, 1);
  const { recovered } = await updateUsersMetadata(clerk, rowsFor(1), { ...unlimited, journal }).summary;
  assert.deepEqual([recovered, changesOf(backend).length], [1, 1]);
});

test("an abort does not wait for a limiter that ignores the signal, and nothing is sent afterwards", async (t) => {
  const { backend, url } = await serve(t, { users: usersWith(3) });
  const controller = new AbortController();
  let release;
  let calls = 0;
  const limiter = async (_request, send) => {
    if (++calls > 1) {
      setImmediate(() => controller.abort(new Error("stop")));
      await new Promise((resolve) => (release = resolve));
    }
    return send();
  };
  const clerk = createClerkClient({ secretKey: KEY, apiUrl: url, limiter });
  await assert.rejects(updateUsersMetadata(clerk, rowsFor(1), { signal: controller.signal }).summary, {
    message: "stop",
  });
  release();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(changesOf(backend).length, 0);
});

test("texts of white space are skipped, and so is a byte order mark", async (t) => {
  const { clerk } = await serve(t, { users: usersWith(2) });
  const [first, second] = rowsFor(2).map((row) => JSON.stringify(row));
  const results = await resultsOf(updateUsersMetadata(clerk, [`\uFEFF${first}`, "", " \t\r", second, ""], unlimited));
  assert.deepEqual(
    results.map(({ index, row, status }) => [index, row, status]),
    [
      [0, first, "ok"],
      [1, second, "ok"],
    ],
  );
});

test("external IDs that begin with a sign or a space are found, and exclude no other user", async (t) => {
  const externalIds = ["+1", "-1", "1", " 1", "--", "+-1"];
  const users = externalIds.map((externalId, index) => ({ id: `user_${index}`, externalId }));
  const { clerk } = await serve(t, { users });
  const rows = externalIds.map((externalId) => ({ externalId, publicMetadata: { a: 1 } }));
  const results = await resultsOf(updateUsersMetadata(clerk, rows, unlimited));
  assert.deepEqual(
    results.map(({ id, status }) => [id, status]),
    users.map(({ id }) => [id, "ok"]),
  );
});

test("the rows that have failed in an earlier run are reported again", async (t) => {
  const { backend, clerk } = await serve(t, { users: usersWith(30) });
  backend.failNext({ status: 422, times: Infinity, match: { method: "PATCH", userId: "user_3" } });
  const journal = memoryJournal();
  const rows = [...rowsFor(30), { id: "user_1", publicMetadata: null }];
  const options = { ...unlimited, journal };
  for await (const _ of updateUsersMetadata(clerk, rows, options)) if (journal.lines.length > 40) break;
  await resultsOf(updateUsersMetadata(clerk, rows, options));
  backend.requests.clear();
  const run = updateUsersMetadata(clerk, rows, options);
  const [rejected, invalid, ...others] = await resultsOf(run);
  assert.deepEqual([rejected.index, rejected.row, rejected.status], [3, rows[3], "failed"]);
  assert.equal(rejected.error.code, "failed_earlier");
  assert.match(rejected.error.message, /^rows\[3\]: failed in an earlier run with this journal, with the code \w+\.$/);
  assert.equal(invalid.index, 30);
  assert.match(invalid.error.message, /^rows\[30\]\.publicMetadata: must be an object/);
  assert.deepEqual([others, backend.requests.length, (await run.summary).failed], [[], 0, 2]);
});

test("a journal with more failed rows than maxFailed stops the run at once, after it has reported them", async (t) => {
  const { backend, clerk } = await serve(t, { users: usersWith(30) });
  const journal = memoryJournal();
  const rows = [...Array(5).fill("x"), ...rowsFor(30)];
  await assert.rejects(updateUsersMetadata(clerk, rows, { ...unlimited, journal, maxFailed: 2 }).summary, {
    code: "too_many_failed",
  });
  const results = [];
  await assert.rejects(
    async () => {
      const run = updateUsersMetadata(clerk, rows, { ...unlimited, journal, maxFailed: 2 });
      for await (const result of run) results.push(result);
    },
    { code: "too_many_failed", message: /maxFailed is 2\. To continue, .* a higher maxFailed/ },
  );
  assert.deepEqual([statusesOf(results), backend.requests.length], [Array(results.length).fill("failed"), 0]);
  assert.ok(results.length >= 3);
  assert.equal((await updateUsersMetadata(clerk, rows, { ...unlimited, journal, maxFailed: 5 }).summary).ok, 30);
});

test("timers fire while rows need no request, so that an abort stops the run", async (t) => {
  const { clerk } = await serve(t);
  let read = 0;
  function* rows() {
    for (; read < 1_000_000; read++) yield "x";
  }
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 1);
  await assert.rejects(updateUsersMetadata(clerk, rows(), { ...unlimited, signal: controller.signal }).summary, {
    name: "AbortError",
  });
  assert.ok(read < 1_000_000);
});

test("a row whose getter or proxy throws has failed, and the other rows are sent", async (t) => {
  const { clerk } = await serve(t, { users: usersWith(1) });
  const fail = () => {
    throw new Error("lazy loading failed");
  };
  const withGetter = {
    id: "user_0",
    get publicMetadata() {
      return fail();
    },
  };
  const rows = [withGetter, new Proxy({}, { ownKeys: fail }), new Proxy({}, { getPrototypeOf: fail }), ...rowsFor(1)];
  const results = await resultsOf(updateUsersMetadata(clerk, rows, unlimited));
  assert.deepEqual(statusesOf(results), ["failed", "failed", "failed", "ok"]);
  for (const { index, error } of results.slice(0, 3))
    assert.equal(error.message, `rows[${index}]: cannot be read: lazy loading failed`);
});

test("an onProgress that rejects does not affect the run", async (t) => {
  const { clerk } = await serve(t, { users: usersWith(1) });
  const onProgress = () => Promise.reject(new Error("ignored"));
  assert.equal((await updateUsersMetadata(clerk, rowsFor(1), { ...unlimited, onProgress }).summary).ok, 1);
});
