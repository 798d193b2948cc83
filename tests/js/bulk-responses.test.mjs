// Responses that a run cannot use: it pauses between attempts, and stops with an error after several of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { planUsersMetadata, updateUsersMetadata } from "clerk-metadata/bulk";
import { serve } from "./support/backend.mjs";

const KEY = "sk_test_1";
const unlimited = { limiter: false };
const rowsFor = (count) =>
  Array.from({ length: count }, (_, index) => ({ id: `user_${index + 1}`, publicMetadata: { a: 1 } }));
/** More requests than any of these runs needs. A run that never pauses fails here instead of blocking the process. */
const MAX_REQUESTS = 400;

/** A client whose `fetch` responds at once, so that a loop without a pause never lets timers run. */
function clientFor(respond) {
  const requests = [];
  const clerk = createClerkClient({
    secretKey: KEY,
    maxRetries: 0,
    async fetch(url, { method, body, headers }) {
      requests.push(new URL(url));
      if (requests.length > MAX_REQUESTS) return new Promise(() => {});
      return respond(new URL(url), method, body, headers);
    },
  });
  return { clerk, requests };
}

const NOT_USABLE = {
  "that is HTML": ["<html>", 200, "the body is not JSON. Check apiUrl."],
  "without a body": [null, 204, "the body is not JSON. Check apiUrl."],
  "that is an object": ["{}", 200, "the body is not a list of users. Check apiUrl."],
  "that is a redirect": ["", 302, "redirects are not followed"],
  "with a null": ["[null]", 200, "the body is not a list of users. Check apiUrl."],
  "whose users are no users": ['[{"id":"user_1"}]', 200, "the body is not a list of users. Check apiUrl."],
};
for (const [name, [body, status, reason]] of Object.entries(NOT_USABLE)) {
  test(`a run stops after five responses to reads ${name}`, { concurrency: true }, async () => {
    await Promise.all(
      [updateUsersMetadata, planUsersMetadata].map(async (change) => {
        const { clerk, requests } = clientFor(() => new Response(body, { status }));
        await assert.rejects(change(clerk, rowsFor(3), unlimited).summary, (error) => {
          assert.deepEqual([error.name, error.code], ["ClerkBulkError", "unexpected_response"]);
          assert.match(error.message, /^\w+: stopped, because several reads in a row had no usable response\. /);
          assert.ok(error.message.includes(reason), error.message);
          assert.equal(error.cause.status, status);
          return true;
        });
        assert.equal(requests.length, 5);
      }),
    );
  });
}

for (const body of ['{"data":[null],"total_count":1}', '{"data":[{}],"total_count":1}']) {
  test(`a run stops if a list of organizations is ${body}`, async () => {
    const { clerk, requests } = clientFor(() => new Response(body));
    const rows = [{ organizationId: "org_1", publicMetadata: { a: 1 } }];
    await assert.rejects(updateUsersMetadata(clerk, rows, unlimited).summary, {
      code: "unexpected_response",
      message: /not a list of organizations or memberships\. Check apiUrl\. To continue/,
    });
    assert.equal(requests.length, 5);
  });
}

test("a run continues after responses that cannot be used", async (t) => {
  const { backend } = await serve(t, { secretKey: KEY, users: rowsFor(3).map(({ id }) => ({ id })) });
  let reads = 0;
  const { clerk } = clientFor((url, method, body, headers) => {
    if (method === "GET" && ++reads < 3) return new Response("<html>");
    return backend.fetch(url, { method, body, headers });
  });
  const { ok, complete } = await updateUsersMetadata(clerk, rowsFor(3), unlimited).summary;
  assert.deepEqual([ok, complete, reads], [3, true, 3]);
});

const padding = (bytes) => "x".repeat(bytes);
/** Users whose image URL has a size, which depends on the number of the user. */
function largeUsers(sizeOf) {
  const sizes = [];
  const users = (url) =>
    url.searchParams.getAll("user_id").map((id) => {
      const size = sizeOf(Number(id.slice("user_".length)));
      return { object: "user", id, public_metadata: {}, image_url: padding(size) };
    });
  const { clerk, requests } = clientFor((url, method) => {
    if (method !== "GET") return Response.json({ object: "user", id: url.pathname.split("/")[3] });
    const found = users(url);
    sizes.push(found.length);
    return Response.json(found);
  });
  return { clerk, requests, sizes };
}

test("after a list that is too large, fewer users are read at a time", async () => {
  const { clerk, sizes } = largeUsers(() => 300_000);
  const { change, complete } = await planUsersMetadata(clerk, rowsFor(150), unlimited).summary;
  assert.deepEqual([change, complete], [150, true]);
  assert.deepEqual(sizes.slice(0, 3), [100, 50, 25]);
  assert.ok(sizes.length < 15, String(sizes));
});

test("a user whose response is too large fails alone", async () => {
  const { clerk } = largeUsers((number) => (number === 7 ? 11_000_000 : 10));
  const results = [];
  for await (const result of updateUsersMetadata(clerk, rowsFor(120), unlimited)) results.push(result);
  const failed = results.filter(({ status }) => status === "failed");
  assert.deepEqual(
    failed.map(({ index }) => index),
    [6],
  );
  assert.match(failed[0].error.message, /the body is larger than 10 MB/);
  assert.equal(results.filter(({ status }) => status === "ok").length, 119);
});

test("a response to a change that is for another user does not count", async (t) => {
  const { backend } = await serve(t, { secretKey: KEY, users: [{ id: "user_1" }, { id: "user_2" }] });
  let changes = 0;
  const { clerk } = clientFor((url, method, body, headers) => {
    const isWrong = method === "PATCH" && ++changes === 1;
    if (isWrong) url = new URL(String(url).replace("user_1", "user_2"));
    return backend.fetch(url, { method, body, headers });
  });
  const summary = await updateUsersMetadata(clerk, rowsFor(1), unlimited).summary;
  assert.deepEqual([summary.ok + summary.recovered, summary.failed, changes], [1, 0, 2]);
  assert.deepEqual(backend.users.get("user_1").public_metadata, { a: 1 });
});
