// Rows end to end at the whole limit of a window that is scaled down, for each model of the server, without a 429. The
// server counts. With 100,000 rows, on a machine that does nothing else, at least 97% of the limit is reached:
//
//     CLERK_METADATA_BULK_ROWS=100000 node --test tests/js/rates/cli-jobs-rate.test.mjs
//
// This takes 7 minutes for each model of the server. --test-name-pattern=sliding runs one of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createLocalBackend } from "clerk-metadata/local";
import { assertShareOfLimit } from "../../support/limit-share.mjs";
import { commandsFor, ndjson, rowsFor, usersWith } from "../support/jobs.mjs";
import { httpServer } from "../support/server.mjs";

const ROWS = Number(process.env.CLERK_METADATA_BULK_ROWS ?? 5_000);
/**
 * The window of the Backend API, with two and a half times its requests: one every 4 ms, so that the limiter makes up
 * for timers that are up to 12 ms late. The share is seconds / (seconds + round trip), so 10 ms cost 0.1%.
 */
const LIMIT = { requests: 2_500, seconds: 10 };
/** Of a run in continuous integration, the machine may do other work. */
const MIN_SHARE = ROWS >= 100_000 ? 0.97 : 0.9;

for (const window of ["first-request", "fixed", "sliding"]) {
  test(`${ROWS} rows at the limit, with the window ${window}`, (t) =>
    assertShareOfLimit(t, MIN_SHARE, (t) => shareOfJob(t, window)));
}

/** Plans and applies a job. Returns its share of the limit. */
async function shareOfJob(t, window) {
  const backend = await createLocalBackend({ users: usersWith(ROWS), rateLimit: { ...LIMIT, window } });
  t.after(() => backend.close());
  const statuses = {};
  /** When the first and the last change was accepted. */
  let first;
  let last;
  let requests = 0;
  const { url } = await httpServer(t, async ({ method, url: path, headers, body }) => {
    const response = await backend.fetch(`http://localhost${path}`, {
      method,
      headers: { authorization: headers.authorization, "content-type": "application/json" },
      body: method === "GET" ? undefined : body,
    });
    statuses[response.status] = (statuses[response.status] ?? 0) + 1;
    if (method === "PATCH") first ??= performance.now();
    if (first !== undefined) requests++;
    last = performance.now();
    const retryAfter = response.headers.get("retry-after");
    return {
      status: response.status,
      headers: { "content-type": "application/json", ...(retryAfter && { "retry-after": retryAfter }) },
      body: await response.text(),
    };
  });
  const { run, write } = commandsFor(t, url);
  write("users.ndjson", ndjson(rowsFor(ROWS, { plan: "pro" })));
  const rate = ["--rate", `${LIMIT.requests}/${LIMIT.seconds}s`];
  assert.equal((await run(["plan", "users.ndjson", "--job", "job", ...rate])).code, 0);
  const { stdout, code } = await run(["apply", "job", ...rate]);
  assert.match(stdout, new RegExp(`^done ${ROWS.toLocaleString("en-US")} · failed 0\n`));
  assert.equal(code, 0);
  assert.deepEqual(Object.keys(statuses), ["200"]);
  return (requests * 1000) / (last - first) / (LIMIT.requests / LIMIT.seconds);
}
