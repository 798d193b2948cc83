// Schemas of a run: they validate the values that would be stored, with those that are stored when the row is sent.
import assert from "node:assert/strict";
import { test } from "node:test";
import { planUsersMetadata, undoRows, updateUsersMetadata } from "clerk-metadata/bulk";
import { serve } from "./support/backend.mjs";

/** A schema that permits at most 10 seats of a plan. `calls` has the values that it has received. */
function seatSchema() {
  const calls = [];
  const validate = async (value) => {
    calls.push(value);
    if (!(value.seats > 10)) return {};
    return { issues: [{ message: `has ${value.seats} seats`, path: ["plan", "seats"] }] };
  };
  return { calls, schema: { publicMetadata: { "~standard": { version: 1, vendor: "test", validate } } } };
}

const users = ["user_0", "user_1", "user_2"].map((id) => ({ id, publicMetadata: { seats: 1, base: 1 } }));
const limiter = false;

async function resultsOf(run) {
  const results = [];
  for await (const result of run) results.push(result);
  return results.sort((left, right) => left.index - right.index);
}

/** Plans rows, changes user_1 so that the result would be invalid, and sends them. */
async function sendAfterDrift(t, rows, planOptions, runOptions, drift = { seats: 10 }) {
  const { backend, clerk } = await serve(t, { users });
  const { calls, schema } = seatSchema();
  const planned = await resultsOf(planUsersMetadata(clerk, rows, { limiter, schema, ...planOptions }));
  assert.ok(planned.every(({ status }) => status === "change"));
  await clerk.users.updateUserMetadata("user_1", { publicMetadata: drift });
  calls.length = 0;
  backend.requests.clear();
  const changes = planned.map(({ change }) => change);
  const results = await resultsOf(updateUsersMetadata(clerk, changes, { limiter, schema, ...runOptions }));
  return { results, calls, changed: backend.requests.filter(({ method }) => method === "PATCH"), clerk, backend };
}

const statusesOf = (results) => results.map(({ status }) => status);
const rowsOf = (publicMetadata) => users.map(({ id }) => ({ id, publicMetadata }));

test("a transform that is computed again is validated again", async (t) => {
  const transform = ({ publicMetadata: { seats, base } }) => ({ publicMetadata: { seats: seats + 1, base: base + 1 } });
  const { results, calls, changed } = await sendAfterDrift(
    t,
    users.map(({ id }) => ({ id })),
    { transform },
    { transform, onDrift: "recompute" },
  );
  assert.deepEqual(statusesOf(results), ["ok", "failed", "ok"]);
  assert.equal(results[1].error.message, "rows[1].publicMetadata.plan.seats: has 11 seats");
  assert.equal(results[1].error.path, "rows[1].publicMetadata.plan.seats");
  assert.equal(results[1].error.code, "invalid_params");
  assert.equal(changed.length, 2);
  assert.deepEqual(calls.map(({ seats }) => seats).sort(), [11, 2, 2]);
});

test("desired values are merged and validated again", async (t) => {
  const { results, calls } = await sendAfterDrift(
    t,
    rowsOf({ base: 2 }),
    { mode: "desired", keys: ["publicMetadata.base"] },
    { mode: "desired", keys: ["publicMetadata.base"], onDrift: "recompute" },
    { seats: 11, base: 3 },
  );
  assert.deepEqual(statusesOf(results), ["ok", "failed", "ok"]);
  assert.match(results[1].error.message, /^rows\[1\]\.publicMetadata\.plan\.seats: has 11 seats$/);
  assert.deepEqual(
    calls.find(({ seats }) => seats === 11),
    { seats: 11, base: 2 },
  );
});

test("a replacement and a patch that is sent whatever is stored are validated with what is stored now", async (t) => {
  const replaced = await sendAfterDrift(t, rowsOf({ seats: 3 }), { mode: "replace" }, { onDrift: "recompute" });
  assert.deepEqual(statusesOf(replaced.results), ["ok", "ok", "ok"]);
  assert.deepEqual(replaced.calls, [{ seats: 3 }, { seats: 3 }, { seats: 3 }]);
  const patched = await sendAfterDrift(t, rowsOf({ base: 2 }), {}, { onDrift: "force" }, { seats: 12 });
  assert.deepEqual(statusesOf(patched.results), ["ok", "failed", "ok"]);
  assert.deepEqual(
    patched.calls.map(({ base }) => base),
    [2, 2, 2],
  );
  const skipped = await sendAfterDrift(t, rowsOf({ seats: 2 }), {}, { onDrift: "skip" });
  assert.deepEqual(statusesOf(skipped.results), ["ok", "conflict", "ok"]);
  assert.equal(skipped.calls.length, 2);
});

test("rows without a plan are validated too, and again after a change that was lost", async (t) => {
  const { backend, clerk } = await serve(t, { users });
  const { calls, schema } = seatSchema();
  backend.failNext({ status: 500, match: { method: "PATCH", userId: "user_0" } });
  const rows = [...rowsOf({ more: 1 }), { id: "user_2", publicMetadata: { seats: 20 } }, rowsOf({ seats: 1 })[0]];
  const results = await resultsOf(updateUsersMetadata(clerk, rows, { limiter, schema }));
  assert.deepEqual(statusesOf(results), ["ok", "ok", "ok", "failed", "same"]);
  // The first row twice, the rejected one, and not the one whose values are stored already.
  assert.equal(calls.length, 5);
  assert.equal(backend.requests.filter(({ method }) => method === "PATCH").length, 4);
});

test("an undo is not validated, and a recomputed field of more than 8 KB is not sent", async (t) => {
  const { backend, clerk } = await serve(t, { users });
  const { calls, schema } = seatSchema();
  const lines = [];
  const journal = { lines, append: (added) => lines.push(...added) };
  await updateUsersMetadata(clerk, rowsOf({ seats: 2 }), { limiter, journal }).summary;
  const { ok } = await updateUsersMetadata(clerk, undoRows(lines), { limiter, schema }).summary;
  assert.deepEqual([ok, calls.length], [3, 0]);
  const transform = ({ publicMetadata: { text = "" } }) => ({ publicMetadata: { text: `${text}x`, all: text } });
  const [{ change }] = await resultsOf(planUsersMetadata(clerk, [{ id: "user_0" }], { limiter, transform }));
  await clerk.users.updateUserMetadata("user_0", { publicMetadata: { text: "y".repeat(5_000) } });
  backend.requests.clear();
  const options = { limiter, transform, onDrift: "recompute" };
  const [{ error }] = await resultsOf(updateUsersMetadata(clerk, [change], options));
  assert.match(error.message, /^rows\[0\]\.publicMetadata: would have 10\d\d\d bytes of JSON after the merge/);
  assert.equal(backend.requests.filter(({ method }) => method === "PATCH").length, 0);
});

test("schema must be an object of Standard Schemas", async (t) => {
  const { clerk } = await serve(t, { users });
  const { schema } = seatSchema();
  for (const [value, message] of [
    [5, /^updateUsersMetadata: schema must be an object/],
    [{ publicMetdata: schema.publicMetadata }, /^updateUsersMetadata: schema: unknown field publicMetdata/],
    [{ publicMetadata: {} }, /^updateUsersMetadata: schema\.publicMetadata must be a Standard Schema/],
  ])
    assert.throws(() => updateUsersMetadata(clerk, [], { schema: value }), { name: "TypeError", message });
});
