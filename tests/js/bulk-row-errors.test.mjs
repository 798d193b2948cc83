// How the errors of rows name their row: by its line in a file, or by its position.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient, isClerkAPIResponseError, isClerkInputError } from "clerk-metadata";
import { planUsersMetadata, readRows, updateUsersMetadata } from "clerk-metadata/bulk";
import { KEY, serve } from "./support/backend.mjs";

const ids = Array.from({ length: 16 }, (_, index) => `user_${index}`);
const users = ids.map((id) => ({ id, publicMetadata: { stored: 1 } }));
const FAILED = 14;

/** The same rows as objects, as texts, and as lines of a file, with the name of row 14 in messages. */
function formsOf(fields) {
  const rows = ids.map((id, index) => ({ id, ...(index === FAILED ? fields : { publicMetadata: { a: 1 } }) }));
  const texts = rows.map((row) => JSON.stringify(row));
  return [
    ["an object", rows, "rows[14]", "rows[14]."],
    ["a text", texts, "rows[14]", "rows[14]."],
    ["a line of a file", readRows([texts.join("\n")], { format: "ndjson" }), "line 15", "line 15: "],
  ];
}

/** The error of row 14, the only one that fails. */
async function errorOf(run) {
  const failed = [];
  for await (const result of run) if (result.status === "failed") failed.push(result);
  assert.deepEqual(
    failed.map(({ index }) => index),
    [FAILED],
  );
  return failed[0].error;
}

test("an error of the API for a change names the row, and keeps its class and details", async (t) => {
  const fields = { publicMetadata: { a: 2 } };
  for (const [form, rows, place] of formsOf(fields)) {
    const { backend, clerk } = await serve(t, { users });
    backend.failNext({ status: 422, times: Infinity, match: { method: "PATCH", userId: ids[FAILED] } });
    const direct = await clerk.users.updateUserMetadata(ids[FAILED], fields).catch((error) => error);
    const error = await errorOf(updateUsersMetadata(clerk, rows, { limiter: false }));
    assert.ok(isClerkAPIResponseError(error), form);
    assert.equal(error.message, `${place}: ${direct.message}`);
    assert.equal(error.constructor, direct.constructor);
    assert.deepEqual([error.status, error.errors, error.code], [422, direct.errors, direct.code]);
    assert.match(error.clerkTraceId, /^\w+$/);
    assert.deepEqual(error.request, direct.request);
    // JSON and logs have the name too.
    assert.equal(JSON.parse(JSON.stringify(error)).message, error.message);
  }
});

test("an error of the API for the read of a row names the row", async (t) => {
  for (const run of [updateUsersMetadata, planUsersMetadata]) {
    for (const [, rows, place] of formsOf({ publicMetadata: { a: 2 } })) {
      const { backend, url } = await serve(t, { users });
      const failing = async (input, init) => {
        const response = await fetch(input, init);
        // The read of several users is rejected, and then each is read by itself.
        if (!String(input).includes(`user_id=${ids[FAILED]}`)) return response;
        await response.arrayBuffer();
        const errors = [{ code: "form_param_format_invalid", message: "is not valid", long_message: "x", meta: {} }];
        return Response.json({ errors }, { status: 422 });
      };
      const clerk = createClerkClient({ secretKey: KEY, apiUrl: url, fetch: failing, maxRetries: 0 });
      const error = await errorOf(run(clerk, rows, { limiter: false }));
      assert.ok(isClerkAPIResponseError(error));
      assert.ok(error.message.startsWith(`${place}: `), error.message);
      assert.equal(error.errors[0].code, "form_param_format_invalid");
      assert.equal(backend.requests.filter(({ method }) => method === "GET").length, 1 + ids.length);
    }
  }
});

test("an error of the client, before anything is sent for the row, names the row", async (t) => {
  // In a file, such a row is found before anything is sent.
  for (const [, rows, , path] of formsOf({ publicMetadata: { long: "x".repeat(9_000) } }).slice(0, 2)) {
    const { backend, clerk } = await serve(t, { users });
    const error = await errorOf(updateUsersMetadata(clerk, rows, { limiter: false }));
    assert.ok(isClerkInputError(error));
    assert.ok(error.message.startsWith(`${path}publicMetadata: `), error.message);
    assert.equal(error.path, "rows[14].publicMetadata");
    assert.equal(backend.requests.filter(({ userId }) => userId === ids[FAILED]).length, 0);
  }
});

test("errors of transform and of schemas name the line of a file", async (t) => {
  const { clerk } = await serve(t, { users });
  const text = ids.map((id) => JSON.stringify({ id })).join("\n");
  const rows = () => readRows([text], { format: "ndjson", requireMetadata: false });
  const only14 = (change) => (user) => (user.id === ids[FAILED] ? change() : { publicMetadata: { a: 1 } });
  for (const [change, message] of [
    [() => Promise.reject(new Error("lookup")), /^line 15: transform has thrown: lookup$/],
    [() => 5, /^line 15: transform has returned a value of type number\. /],
    [() => ({ plan: {} }), /^line 15: plan: transform has returned an unknown field\. /],
    [() => ({ publicMetadata: { n: NaN } }), /^line 15: publicMetadata\.n: /],
  ]) {
    const error = await errorOf(planUsersMetadata(clerk, rows(), { limiter: false, transform: only14(change) }));
    assert.match(error.message, message);
  }
});
