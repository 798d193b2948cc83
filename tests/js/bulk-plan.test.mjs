// planUsersMetadata: what would change, without a change.
import assert from "node:assert/strict";
import { test } from "node:test";
import { planUsersMetadata, updateUsersMetadata } from "clerk-metadata/bulk";
import { serve } from "./support/backend.mjs";

async function planned(clerk, rows, options) {
  const plan = planUsersMetadata(clerk, rows, { limiter: false, ...options });
  const results = [];
  for await (const result of plan) results.push(result);
  results.sort((left, right) => left.index - right.index);
  return { results, summary: await plan.summary };
}

/** A user whose stored numbers keep their text. */
async function createUser(request, metadata) {
  return (await request("POST", "/users", `{"username":"ada","public_metadata":${metadata}}`)).json.id;
}

test("a plan has the smallest patch, and nothing is sent", async (t) => {
  const { backend, clerk, request } = await serve(t, {
    users: [{ id: "user_1", externalId: "7", publicMetadata: { a: 1 } }],
  });
  const big = await createUser(request, '{"n":12345678901234567890,"price":1.50,"old":{"x":1}}');
  backend.requests.clear();
  const rows = [
    { externalId: "7", publicMetadata: { a: 1, b: { c: 2 } } },
    { id: "user_1", publicMetadata: { b: { c: 2 } } },
    `{"id":"${big}","publicMetadata":{"n":12345678901234567891,"price":1.5,"old":null}}`,
    { id: "user_none", publicMetadata: {} },
    { id: "user_1", publicMetadata: { big: "x".repeat(8_200) } },
    { id: "user_1", publicMetadata: { big: "x".repeat(1_200) } },
    { id: "user_1", publicMetadata: null },
  ];
  const { results, summary } = await planned(clerk, rows);
  assert.deepEqual(
    results.map(({ status, row, index }) => [status, row === rows[index]]),
    ["change", "same", "change", "missing", "failed", "change", "failed"].map((status) => [status, true]),
  );
  assert.equal(
    results[0].change,
    '{"id":"user_1","publicMetadata":{"b":{"c":2}},"expected":{"publicMetadata":{"b":null}}}',
  );
  assert.equal(
    results[2].change,
    `{"id":"${big}","publicMetadata":{"n":12345678901234567891,"old":null},"expected":{"publicMetadata":{"n":12345678901234567890,"old":{"x":1}}}}`,
  );
  assert.equal(results[4].error.path, "rows[4].publicMetadata");
  assert.match(results[4].error.message, /would have 8\d\d\d bytes of JSON after the merge/);
  assert.equal(results[6].error.path, "rows[6].publicMetadata");
  assert.deepEqual(summary, {
    rows: 7,
    change: 3,
    same: 1,
    missing: 1,
    conflict: 0,
    failed: 2,
    removals: { "publicMetadata.old": 1 },
    exceedSessionToken: 1,
    complete: true,
  });
  assert.ok(backend.requests.every(({ method }) => method === "GET"));
});

test("with desired values, other keys are removed and counted", async (t) => {
  const users = Array.from({ length: 120 }, (_, index) => ({
    id: `user_${index}`,
    publicMetadata: { plan: { name: "pro", trial: true }, seats: index },
  }));
  const { clerk } = await serve(t, { users });
  const rows = users.map(({ id }) => ({ id, publicMetadata: { plan: { name: "pro" } }, privateMetadata: {} }));
  const bad = { id: "user_1", publicMetadata: { plan: { name: null } } };
  const { results, summary } = await planned(clerk, [...rows, bad], { mode: "desired" });
  assert.deepEqual([summary.change, summary.failed], [120, 1]);
  assert.deepEqual(summary.removals, { "publicMetadata.plan.trial": 120, "publicMetadata.seats": 120 });
  assert.deepEqual(JSON.parse(results[5].change), {
    id: "user_5",
    publicMetadata: { seats: null, plan: { trial: null } },
    expected: { publicMetadata: { seats: 5, plan: { trial: true } } },
    desired: { publicMetadata: { plan: { name: "pro" } }, privateMetadata: {} },
  });
  assert.equal(results[120].error.path, "rows[120].publicMetadata.plan.name");
  assert.match(results[120].error.message, /a patch cannot set null/);
});

test("the changes of a plan are rows, which are conflicts if somebody has changed the values", async (t) => {
  const { backend, clerk } = await serve(t, {
    users: ["user_1", "user_2"].map((id) => ({ id, publicMetadata: { a: 1, b: 1 } })),
  });
  const rows = ["user_1", "user_2"].map((id) => ({ id, publicMetadata: { a: 2 } }));
  const { results } = await planned(clerk, rows, { mode: "desired" });
  await clerk.users.updateUserMetadata("user_2", { publicMetadata: { b: 5 } });
  const changes = results.map(({ change }) => change);
  const { ok, conflict } = await updateUsersMetadata(clerk, changes, { limiter: false }).summary;
  assert.deepEqual([ok, conflict], [1, 1]);
  assert.deepEqual(backend.users.get("user_1").public_metadata, { a: 2 });
  assert.deepEqual(backend.users.get("user_2").public_metadata, { a: 1, b: 5 });
});

test("invalid arguments are rejected at once", async (t) => {
  const { clerk } = await serve(t);
  for (const [args, message] of [
    [[{}, []], /^planUsersMetadata: the first argument must be a client/],
    [[clerk, 5], /rows must be an iterable/],
    [[clerk, [], { mode: "merge" }], /mode must be "patch", "desired" or "replace"/],
    [[clerk, [], { mode: "replace", keys: ["publicMetadata.a"] }], /keys needs mode: "desired"/],
    [[clerk, [], { mode: "desired", keys: [] }], /keys must be an array of paths/],
    [[clerk, [], { transform: "x" }], /transform must be a function/],
    [[clerk, [], { schema: { plan: {} } }], /schema: unknown field plan\. The fields are publicMetadata,/],
    [[clerk, [], { schema: { publicMetadata: {} } }], /schema\.publicMetadata must be a Standard Schema/],
    [[clerk, [], { maxOffline: -1 }], /maxOffline must be a number of milliseconds, or Infinity/],
    [[clerk, [], { journal: {} }], /unknown option journal. The options are limiter, mode, keys, transform, schema, /],
  ]) {
    assert.throws(() => planUsersMetadata(...args), { name: "TypeError", message });
  }
});
