// Rows end to end at the whole limit of a window that is scaled down, for each model of the server: at least 90% of the
// limit, and no 429. The server counts. CLERK_METADATA_BULK_ROWS sets another number of rows, such as 100000.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createLocalBackend } from "clerk-metadata/local";
import { commandsFor, ndjson, rowsFor, usersWith } from "../support/jobs.mjs";
import { httpServer } from "../support/server.mjs";

const ROWS = Number(process.env.CLERK_METADATA_BULK_ROWS ?? 10_000);
const LIMIT = { requests: 500, seconds: 1 };
/** In a window of a second, a round trip costs ten times as much as in one of 10 seconds, where 97% must be reached. */
const MIN_SHARE = 0.9;
/** A machine that does other work makes the command slower, so the best of three attempts counts. */
const ATTEMPTS = 3;

for (const window of ["first-request", "fixed", "sliding"]) {
  test(`${ROWS} rows at the limit, with the window ${window}`, async (t) => {
    const shares = [];
    while (shares.length < ATTEMPTS && !(Math.max(...shares) >= MIN_SHARE))
      await t.test(`attempt ${shares.length + 1}`, async (t) => shares.push(await shareOfJob(t, window)));
    assert.ok(Math.max(...shares) >= MIN_SHARE, shares.join(", "));
  });
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
  const share = (requests * 1000) / (last - first) / (LIMIT.requests / LIMIT.seconds);
  t.diagnostic(`${(share * 100).toFixed(1)}% of the limit`);
  return share;
}
