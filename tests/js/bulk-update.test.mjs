// updateUsersMetadata, over HTTP. The request log of the local Backend API says what was sent.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { ClerkBulkError, isClerkBulkError, planUsersMetadata, updateUsersMetadata } from "clerk-metadata/bulk";
import { KEY, serve } from "./support/backend.mjs";
import { deadUrl } from "./support/server.mjs";

const usersWith = (count, publicMetadata = {}) =>
  Array.from({ length: count }, (_, index) => ({ id: `user_${index}`, externalId: `e${index}`, publicMetadata }));
const rowsFor = (count, publicMetadata) =>
  Array.from({ length: count }, (_, index) => ({ id: `user_${index}`, publicMetadata }));
const changesOf = (backend) => backend.requests.filter(({ method }) => method === "PATCH");

/** Sends immediately. */
const update = (clerk, rows, options) => updateUsersMetadata(clerk, rows, { limiter: false, ...options });

async function resultsOf(run) {
  const results = [];
  for await (const result of run) results.push(result);
  return results;
}

test("sends only rows whose values are not stored, and reads 100 users at a time", async (t) => {
  const { backend, clerk } = await serve(t, {
    users: [...usersWith(300, { plan: "free", kept: 1 }), { id: "user_pro", publicMetadata: { plan: "pro" } }],
  });
  const rows = [
    ...rowsFor(300, { plan: "pro" }),
    { id: "user_pro", publicMetadata: { plan: "pro", old: null } },
    { id: "user_none", publicMetadata: { plan: "pro" } },
  ];
  const results = await resultsOf(update(clerk, rows));
  assert.equal(results.length, 302);
  for (const { index, row, id, status, error } of results) {
    assert.equal(row, rows[index]);
    assert.equal(id, row.id);
    assert.equal(status, { 300: "same", 301: "missing" }[index] ?? "ok");
    assert.equal(error, undefined);
  }
  assert.deepEqual(
    changesOf(backend)
      .map(({ userId, body }) => `${userId} ${JSON.stringify(body)}`)
      .sort(),
    rowsFor(300)
      .map(({ id }) => `${id} {"public_metadata":{"plan":"pro"}}`)
      .sort(),
  );
  assert.equal(backend.requests.length - 300, 4);
  assert.deepEqual(backend.users.get("user_7").public_metadata, { plan: "pro", kept: 1 });
});

test("the summary counts the rows, also if nothing reads the results", async (t) => {
  const { clerk } = await serve(t, { users: usersWith(3) });
  const progress = [];
  const { summary } = update(clerk, rowsFor(4, { a: 1 }), {
    onProgress(counts) {
      progress.push(counts);
      throw new Error("ignored");
    },
  });
  const expected = { rows: 4, ok: 3, same: 0, recovered: 0, missing: 1, conflict: 0, failed: 0 };
  assert.deepEqual(await summary, { ...expected, complete: true });
  assert.deepEqual(progress.at(-1), expected);
});

test("users are found by external ID, and all three fields are sent", async (t) => {
  const { backend, clerk } = await serve(t, { users: usersWith(150) });
  const fields = { publicMetadata: { a: 1 }, private_metadata: { b: [2] }, unsafeMetadata: { c: {} } };
  const rows = Array.from({ length: 150 }, (_, index) => ({ externalId: `e${index}`, ...fields }));
  const results = await resultsOf(update(clerk, [...rows, { externalId: "none", ...fields }]));
  assert.deepEqual(
    new Set(results.map(({ index, id, status }) => `${status} ${id === `user_${index}`}`)),
    new Set(["ok true", "missing false"]),
  );
  const { public_metadata, private_metadata, unsafe_metadata } = backend.users.get("user_149");
  assert.deepEqual([public_metadata, private_metadata, unsafe_metadata], [{ a: 1 }, { b: [2] }, { c: {} }]);
});

test("rows for one user are applied in their order, by either ID", async (t) => {
  const { backend, clerk } = await serve(t, { users: usersWith(2) });
  const rows = [
    { id: "user_0", publicMetadata: { a: { b: 1 } } },
    { externalId: "e1", publicMetadata: { a: 1 } },
    { externalId: "e0", publicMetadata: { a: null } },
    { id: "user_1", publicMetadata: { a: 2 } },
    { id: "user_0", publicMetadata: { a: { c: 1 } } },
    { id: "user_0", publicMetadata: { a: { c: 1 } } },
  ];
  const results = await resultsOf(update(clerk, rows));
  assert.deepEqual(
    results.sort((left, right) => left.index - right.index).map(({ status }) => status),
    ["ok", "ok", "ok", "ok", "ok", "same"],
  );
  assert.deepEqual(backend.users.get("user_0").public_metadata, { a: { c: 1 } });
  assert.deepEqual(
    changesOf(backend)
      .filter(({ userId }) => userId === "user_0")
      .map(({ body }) => body.public_metadata.a),
    [{ b: 1 }, null, { c: 1 }],
  );
});

test("rows that are texts keep every digit of numbers, and equal numbers are not sent", async (t) => {
  const { backend, clerk, request } = await serve(t);
  await request("POST", "/users", '{"username":"ada","public_metadata":{"big":12345678901234567890,"price":1.50}}');
  const [{ id }] = backend.users.list();
  const lines = [
    `{"id":"${id}","publicMetadata":{"big":12345678901234567890,"price":1.5}}`,
    `{"id":"${id}","publicMetadata":{"big":12345678901234567891}}`,
  ];
  const results = await resultsOf(update(clerk, lines));
  assert.deepEqual(
    results.map(({ row, status }) => [row, status]),
    [
      [lines[0], "same"],
      [lines[1], "ok"],
    ],
  );
  assert.match(
    (await request("GET", `/users/${id}`)).text,
    /"public_metadata":\{"big":12345678901234567891,"price":1\.50\}/,
  );
});

test("a row whose expected value is not stored is a conflict", async (t) => {
  const { backend, clerk } = await serve(t, { users: usersWith(2, { seats: 2 }) });
  const publicMetadata = { seats: 3 };
  const rows = [
    { id: "user_0", publicMetadata, expected: { publicMetadata: { seats: 2, other: null } } },
    { id: "user_1", publicMetadata, expected: { publicMetadata: { seats: 1 } } },
  ];
  const results = await resultsOf(update(clerk, rows));
  assert.deepEqual(Object.fromEntries(results.map(({ id, status }) => [id, status])), {
    user_0: "ok",
    user_1: "conflict",
  });
  assert.deepEqual(
    changesOf(backend).map(({ userId }) => userId),
    ["user_0"],
  );
});

test("skipUnchanged: false sends rows whose values are stored", async (t) => {
  const { backend, clerk } = await serve(t, { users: usersWith(3, { a: 1 }) });
  const { ok } = await update(clerk, rowsFor(3, { a: 1 }), { skipUnchanged: false }).summary;
  assert.equal(ok, 3);
  assert.equal(changesOf(backend).length, 3);
});

test("an invalid row fails with its path, and the others are sent", async (t) => {
  const { backend, clerk } = await serve(t, { users: usersWith(1) });
  const invalid = [
    [{ id: "user_0", publicMetadata: { a: { b: NaN } } }, "rows[0].publicMetadata.a.b", /JSON cannot represent NaN/],
    [{ id: "user_0", publicMetadata: null }, "rows[1].publicMetadata", /must be an object/],
    [{ id: "user_0", publicMetdata: {} }, "rows[2].publicMetdata", /unknown field/],
    [{ publicMetadata: {} }, "rows[3].id", /must have an id or an externalId/],
    [{ id: "a/b", publicMetadata: {} }, "rows[4].id", /must not contain \//],
    [{ id: "user_0" }, "rows[5]", /at least one of/],
    ["{", "rows[6]", /not valid JSON/],
    [5, "rows[7]", /must be an object/],
    [
      { id: "user_0", publicMetadata: {}, expected: { publicMetadata: { a: 1n } } },
      "rows[8].expected.publicMetadata.a",
      /BigInt/,
    ],
    [{ id: 5, publicMetadata: {} }, "rows[9].id", /must be a string/],
    [{ id: "user_0", externalId: "e0", publicMetadata: {} }, "rows[10].externalId", /either id or externalId/],
  ];
  const rows = [...invalid.map(([row]) => row), { id: "user_0", publicMetadata: { a: 1 } }];
  const results = await resultsOf(update(clerk, rows));
  for (const [index, [, path, reason]] of invalid.entries()) {
    const { status, error } = results.find((result) => result.index === index);
    assert.deepEqual([status, error.name, error.path], ["failed", "ClerkInputError", path]);
    assert.match(error.message, reason);
    assert.ok(error.message.startsWith(`${path}: `), error.message);
  }
  assert.deepEqual(
    changesOf(backend).map(({ body }) => body),
    [{ public_metadata: { a: 1 } }],
  );
});

test("a change that is rejected fails with the error of the Backend API", async (t) => {
  const { clerk } = await serve(t, { users: usersWith(2, { big: "x".repeat(8_000) }) });
  const rows = rowsFor(1, { more: "y".repeat(500) });
  const [{ status, error }] = await resultsOf(update(clerk, rows));
  assert.equal(status, "failed");
  assert.equal(error.errors[0].code, "form_param_exceeds_allowed_size");
});

test("failures and lost responses are repeated, and a change that took effect is not", async (t) => {
  const { backend, clerk } = await serve(t, { users: usersWith(30) });
  backend.failNext({ status: 500, times: 3, match: { method: "PATCH" } });
  backend.failNext({ status: 409, times: 2, match: { method: "PATCH" } });
  backend.failNext({ status: 429, retryAfter: 1, match: { method: "PATCH" } });
  backend.failNext({ error: true, times: 2, match: { method: "PATCH" } });
  backend.failNext({ status: 503, match: { method: "GET" } });
  const { ok, recovered, failed } = await update(clerk, rowsFor(30, { a: 1 })).summary;
  assert.deepEqual([ok + recovered, failed], [30, 0]);
  const accepted = changesOf(backend).filter(({ status }) => status === 200);
  assert.equal(new Set(accepted.map(({ userId }) => userId)).size, accepted.length);
});

test("a rejected key stops the run before anything is changed", async (t) => {
  const { backend, url } = await serve(t, { users: usersWith(300) });
  const clerk = createClerkClient({ secretKey: "sk_test_wrong", apiUrl: url });
  const run = update(clerk, rowsFor(300, { a: 1 }));
  await assert.rejects(resultsOf(run), { name: "ClerkAPIResponseError", status: 401 });
  await assert.rejects(run.summary, { status: 401 });
  assert.deepEqual(
    backend.requests.map(({ method }) => method),
    ["GET"],
  );
});

test("maxFailed stops the run", async (t) => {
  const { backend, clerk } = await serve(t, { users: usersWith(200) });
  backend.failNext({ status: 422, times: Infinity, match: { method: "PATCH" } });
  const run = update(clerk, rowsFor(200, { a: 1 }), { maxFailed: 3, concurrency: 1 });
  await assert.rejects(run.summary, (error) => {
    assert.ok(error instanceof ClerkBulkError && isClerkBulkError(error));
    assert.equal(error.code, "too_many_failed");
    return true;
  });
  assert.equal(changesOf(backend).length, 4);
});

test("without a response, the run stops after maxOffline", async (t) => {
  const clerk = createClerkClient({ secretKey: KEY, apiUrl: await deadUrl(), maxRetries: 0 });
  await assert.rejects(update(clerk, rowsFor(3, { a: 1 }), { maxOffline: 0 }).summary, {
    name: "ClerkBulkError",
    code: "offline",
  });
  await assert.rejects(planUsersMetadata(clerk, rowsFor(3, { a: 1 }), { maxOffline: 0, limiter: false }).summary, {
    name: "ClerkBulkError",
    code: "offline",
    message: /^planUsersMetadata: stopped, because there was no response for 0 seconds\./,
  });
});

test("an abort stops sending, and rejects with its reason after the requests in flight", async (t) => {
  const { backend, clerk } = await serve(t, { users: usersWith(300) });
  const controller = new AbortController();
  const reason = new Error("stop");
  const run = update(clerk, rowsFor(300, { a: 1 }), { signal: controller.signal, concurrency: 5 });
  const finished = [];
  await assert.rejects(
    async () => {
      for await (const { id } of run) {
        finished.push(id);
        if (finished.length === 10) controller.abort(reason);
      }
    },
    (error) => error === reason,
  );
  await assert.rejects(run.summary, (error) => error === reason);
  const changes = changesOf(backend);
  assert.ok(changes.length < 30, String(changes.length));
  assert.deepEqual(new Set(finished), new Set(changes.map(({ userId }) => userId)));
  assert.ok(changes.every(({ status }) => status === 200));
  await assert.rejects(
    update(clerk, rowsFor(1, { a: 2 }), { signal: AbortSignal.abort(reason) }).summary,
    (error) => error === reason,
  );
  assert.equal(changesOf(backend).length, changes.length);
});

for (const owner of ["run", "client"]) {
  test(`requests go through the limiter of the ${owner}, and an abort ends their wait`, async (t) => {
    const { backend, url } = await serve(t, { users: usersWith(20) });
    const controller = new AbortController();
    const requests = [];
    let waiting = 0;
    const background = (request, send) => {
      requests.push(`${request.method} ${request.isLive}`);
      if (requests.length <= 6) return send();
      return new Promise((_, reject) => {
        request.signal.addEventListener("abort", () => reject(request.signal.reason));
        if (++waiting === 3) controller.abort();
      });
    };
    const limiter = Object.assign(() => assert.fail("bulk requests wait in the background"), { background });
    const clerk = createClerkClient({ secretKey: KEY, apiUrl: url, ...(owner === "client" && { limiter }) });
    const options = { signal: controller.signal, ...(owner === "run" && { limiter }) };
    await assert.rejects(updateUsersMetadata(clerk, rowsFor(20, { a: 1 }), options).summary, { name: "AbortError" });
    assert.equal(changesOf(backend).length, 5);
    assert.deepEqual(requests.slice(0, 2), ["GET false", "PATCH false"]);
  });
}

test("an abort does not wait for a row that never arrives", async (t) => {
  const { clerk } = await serve(t, { users: usersWith(1) });
  const controller = new AbortController();
  async function* rows() {
    yield { id: "user_0", publicMetadata: { a: 1 } };
    await new Promise(() => {});
  }
  const onProgress = () => controller.abort();
  const run = update(clerk, rows(), { signal: controller.signal, onProgress });
  await assert.rejects(run.summary, { name: "AbortError" });
});

test("leaving the loop stops the run and closes the rows", async (t) => {
  const { backend, clerk } = await serve(t, { users: usersWith(300) });
  let isClosed = false;
  function* rows() {
    try {
      yield* rowsFor(300, { a: 1 });
    } finally {
      isClosed = true;
    }
  }
  const run = update(clerk, rows(), { concurrency: 5 });
  for await (const { status } of run) {
    assert.equal(status, "ok");
    break;
  }
  const { complete, ok } = await run.summary;
  assert.deepEqual([complete, isClosed, ok], [false, true, changesOf(backend).length]);
  assert.ok(ok < 100);
});

test("rows are read when they are needed, and at most 250 of them are unfinished", async (t) => {
  const { clerk } = await serve(t, { users: usersWith(2_000) });
  let read = 0;
  let finished = 0;
  let ahead = 0;
  async function* rows() {
    for (const row of rowsFor(2_000, { a: 1 })) {
      ahead = Math.max(ahead, ++read - finished);
      yield row;
    }
  }
  const iterator = update(clerk, rows())[Symbol.asyncIterator]();
  await iterator.next();
  finished++;
  while (!(await iterator.next()).done) finished++;
  assert.equal(finished, 2_000);
  // 250 that are not finished, and results that wait for the loop.
  assert.ok(ahead <= 750, String(ahead));
});

test("an error of the rows ends the run after the requests in flight", async (t) => {
  const { backend, clerk } = await serve(t, { users: usersWith(150) });
  const error = new Error("the database is gone");
  for (const isAsync of [false, true]) {
    function* rows() {
      yield* rowsFor(150, { a: isAsync });
      throw error;
    }
    const asyncRows = async function* () {
      yield* rows();
    };
    await assert.rejects(update(clerk, isAsync ? asyncRows() : rows()).summary, (thrown) => thrown === error);
  }
  assert.ok(changesOf(backend).every(({ status }) => status === 200));
});

test("invalid arguments are rejected at once", async (t) => {
  const { clerk } = await serve(t);
  for (const [args, message] of [
    [[{ users: {} }, []], /must be a client that createClerkClient/],
    [[clerk, 5], /rows must be an iterable/],
    [[clerk, "abc"], /rows must be an iterable/],
    [[clerk, [], null], /options must be an object/],
    [[clerk, [], { journl: {} }], /unknown option journl/],
    [[clerk, [], { limiter: {} }], /limiter must be a rate limiter, such as createRateLimiter\(\), or false/],
    [[clerk, [], { journal: {} }], /journal\.append must be a function/],
    [[clerk, [], { journal: { lines: 5, append() {} } }], /journal\.lines must be an iterable/],
    [[clerk, [], { skipUnchanged: 1 }], /skipUnchanged must be true or false/],
    [[clerk, [], { maxFailed: -1 }], /maxFailed must be/],
    [[clerk, [], { maxOffline: NaN }], /maxOffline must be/],
    [[clerk, [], { concurrency: 0 }], /concurrency must be/],
    [[clerk, [], { signal: {} }], /signal must be an AbortSignal/],
    [[clerk, [], { onProgress: 1 }], /onProgress must be a function/],
  ]) {
    assert.throws(() => updateUsersMetadata(...args), { name: "TypeError", message });
  }
});
