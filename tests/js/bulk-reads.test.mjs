// How many rows a run reads with one request: by the length of the query string, and 100 at most.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { planUsersMetadata } from "clerk-metadata/bulk";
import { KEY, serve } from "./support/backend.mjs";

/** RFC 9110 recommends that servers accept URIs of 8,000 bytes. */
const MAX_URL = 8_000;

/** External IDs that begin with a number, of a number of characters. */
const externalIds = (count, length, fill) =>
  Array.from({ length: count }, (_, index) => String(index).padEnd(length, fill));

/** Plans rows for these external IDs. Returns the lengths of the URLs of the reads, without the origin. */
async function readsOf(t, ids) {
  const { url } = await serve(t, { users: ids.map((externalId, index) => ({ id: `user_${index}`, externalId })) });
  const lengths = [];
  const measured = (input, init) => {
    lengths.push(input.length - url.length);
    return fetch(input, init);
  };
  const clerk = createClerkClient({ secretKey: KEY, apiUrl: url, fetch: measured, maxRetries: 0 });
  const rows = ids.map((externalId) => ({ externalId, publicMetadata: { a: 1 } }));
  const { change } = await planUsersMetadata(clerk, rows, { limiter: false }).summary;
  assert.equal(change, ids.length);
  return lengths;
}

for (const [what, ids, reads] of [
  ["36 characters, such as UUIDs", externalIds(200, 36, "a"), 2],
  ["66 characters", externalIds(200, 66, "a"), 2],
  ["67 characters", externalIds(200, 67, "a"), 3],
  // 37 pairs of 213 bytes.
  ["200 characters", externalIds(200, 200, "a"), 6],
  ["200 characters that are encoded as three bytes", externalIds(40, 200, "/"), 4],
  ["characters outside of ASCII", externalIds(40, 200, "é"), 7],
  ["9,000 characters, each longer than a query string", externalIds(3, 9_000, "a"), 3],
]) {
  test(`external IDs with ${what}: ${reads} reads of ${ids.length} rows`, async (t) => {
    const lengths = await readsOf(t, ids);
    assert.equal(lengths.length, reads);
    const longest = Math.max(...lengths);
    if (ids[0].length < MAX_URL) assert.ok(longest <= MAX_URL, String(longest));
    // All but the last read are as long as possible: another ID would not have fitted.
    if (reads > 2 && ids[0].length < MAX_URL) assert.ok(lengths.slice(0, -1).every((length) => length > MAX_URL / 2));
  });
}

test("a server with a lower limit is read with fewer users at a time", async (t) => {
  const ids = externalIds(60, 100, "a");
  const { url, backend } = await serve(t, {
    users: ids.map((externalId, index) => ({ id: `user_${index}`, externalId })),
  });
  for (const status of [414, 431]) {
    const rejected = [];
    const limited = (input, init) => {
      if (input.length < 2_000) return fetch(input, init);
      rejected.push(input.length);
      return Promise.resolve(new Response("URI Too Long", { status }));
    };
    const clerk = createClerkClient({ secretKey: KEY, apiUrl: url, fetch: limited, maxRetries: 0 });
    backend.requests.clear();
    const rows = ids.map((externalId) => ({ externalId, publicMetadata: { a: 1 } }));
    const { change, failed } = await planUsersMetadata(clerk, rows, { limiter: false }).summary;
    assert.deepEqual([change, failed], [60, 0]);
    // 60, 30, and then 15 at a time, which grows again up to the limit.
    assert.deepEqual(
      rejected.slice(0, 2).map((length) => length > 2_000),
      [true, true],
    );
    assert.ok(backend.requests.length < 10, String(backend.requests.length));
  }
});
