// The example with `wrangler dev`: two queues share one Durable Object, and a local Backend API checks what they send.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { startApi } from "./api.mjs";
import { assertShareOfLimit } from "../support/limit-share.mjs";
import { installExample, SECRET_KEY, startWorker } from "./project.mjs";

const LIMIT = { requests: 1_000, seconds: 10 };
const MIN_SHARE = 0.9;
/** The messages of each queue for the rate. The requests of the first window are not counted. */
const ROWS = 1_500;
const OUTAGE_MS = 60_000;

const idsFrom = (prefix, count) => Array.from({ length: count }, (_, index) => `user_${prefix}${index}`);
const rowsFor = (ids) => ids.map((id) => ({ id, publicMetadata: { plan: "pro" } }));

let project;
before(async () => {
  project = await installExample();
});
after(() => project?.remove());

/** Starts the API and the Worker. `addAll` adds `count` rows to each queue, and `allChanged` resolves afterwards. */
async function startWithUsers(t, count, options, variables) {
  const ids = [idsFrom("a", count), idsFrom("b", count)];
  const users = ids.flat().map((id) => ({ id, publicMetadata: { plan: "free" } }));
  const api = await startApi({ secretKey: SECRET_KEY, users, ...options });
  t.after(() => api.close());
  const worker = await startWorker(project, { CLERK_API_URL: api.url, ...variables });
  t.after(() => worker.stop());
  const addAll = async () => {
    for (const [index, queue] of ["rows", "more"].entries())
      assert.deepEqual(await worker.addRows(rowsFor(ids[index]), queue), { status: 200, body: { added: count } });
  };
  return { api, worker, addAll, allChanged: api.when(() => api.changed.size === 2 * count), users };
}

function assertAllChanged(api, users) {
  const changed = users.filter(({ id }) => api.backend.users.get(id).public_metadata.plan === "pro");
  assert.equal(changed.length, users.length, "every message has been processed");
}

const statusesOf = ({ requests }) => new Set(requests.map(({ status }) => status));

/** Returns which part of the limit two queues use. */
async function shareOfTwoQueues(t) {
  const options = { rateLimit: { window: "sliding", ...LIMIT }, latency: [20, 60] };
  const { api, addAll, allChanged, users } = await startWithUsers(t, ROWS, options, { RATE: "100%" });
  await addAll();
  await allChanged;
  assertAllChanged(api, users);
  assert.deepEqual(statusesOf(api), new Set([200]));
  const times = api.requests.slice(LIMIT.requests).map(({ at }) => at);
  const seconds = (times.at(-1) - times[0]) / 1000;
  return times.length / (seconds * (LIMIT.requests / LIMIT.seconds));
}

/** What happens to the first request for a user. */
function faultOf(index) {
  if (index % 25 === 0) return { status: 429, headers: { "retry-after": "1" } };
  return ["reset", { status: 500 }, { status: 503 }][index % 3];
}

/** While it waits for the API, the other tests run. */
async function surviveOutage(t) {
  const { api, worker, addAll, users } = await startWithUsers(t, 100);
  const attempted = new Map();
  api.fault = (_number, { user }) => {
    const attempt = (attempted.get(user) ?? 0) + 1;
    attempted.set(user, attempt);
    return attempt === 1 ? faultOf(attempted.size) : undefined;
  };
  const firstChanged = api.when(() => api.changed.size >= 20);
  await addAll();
  await firstChanged;
  await api.goDown();
  await pause(OUTAGE_MS); // the outage
  await api.goUp();
  // The first requests of these are rejected and reset too.
  const later = ["c", "d"].map((name) => idsFrom(name, 50));
  for (const id of later.flat()) api.backend.users.create({ id, publicMetadata: { plan: "free" } });
  const allUsers = [...users, ...later.flat().map((id) => ({ id }))];
  const allChanged = api.when(() => api.changed.size === allUsers.length);
  for (const [index, queue] of ["rows", "more"].entries())
    assert.equal((await worker.addRows(rowsFor(later[index]), queue)).status, 200);
  await allChanged;
  assertAllChanged(api, allUsers);
  assert.deepEqual(statusesOf(api), new Set([200, 429, undefined, 500, 503]));
  assert.deepEqual(api.failed, []);
  const { requests } = api;
  const longest = Math.max(...requests.slice(1).map(({ at }, index) => at - requests[index].at));
  assert.ok(longest >= OUTAGE_MS, `${longest} ms without a request`);
}

/** The other rows are processed. */
async function moveFailedRows(t) {
  const { api, worker, users } = await startWithUsers(t, 5);
  const done = api.when(() => api.changed.size === 10 && api.failed.length === 2);
  const rows = [...rowsFor(users.map(({ id }) => id)), ...rowsFor(["user_unknown"])];
  // Each field may have 8 KB, which only the API can check: one of the two is stored.
  const large = ["first", "second"].map((key) => [{ id: "user_a0", publicMetadata: { [key]: "x".repeat(5000) } }]);
  for (const added of [rows, ...large]) assert.equal((await worker.addRows(added)).status, 200);
  await done;
  const failed = api.failed.map(({ row, error }) => [row.id, /Status:(\d+)/.exec(error)[1]]);
  assert.deepEqual(failed.sort(), [
    ["user_a0", "422"],
    ["user_unknown", "404"],
  ]);
}

async function rejectInvalidRows(t) {
  const { api, worker } = await startWithUsers(t, 1);
  assert.equal((await worker.addRows([], "rows", "wrong")).status, 401);
  assert.equal((await worker.addRows("not JSON")).status, 400);
  const [row] = rowsFor(["user_a0"]);
  const { status, body } = await worker.addRows([row, "user_b0", { id: "user_b0", publicMetadata: 1 }, row]);
  assert.equal(status, 400);
  assert.deepEqual(
    body.problems.map((problem) => problem.split(". ")[0]),
    [
      'rows[1]: must be an object with the ID of a user as "id"',
      "rows[2]: publicMetadata: must be a plain object",
      "rows[3]: another row changes user_a0; add it when that one is done",
    ],
  );
  assert.deepEqual(api.requests, []);
}

test("queues with wrangler dev", { concurrency: 2 }, async (t) => {
  const outage = t.test(
    "no message is lost while the API rejects, resets connections and is down for a minute",
    surviveOutage,
  );
  const others = t.test("and at the same time", async (t) => {
    await t.test("two queues reach 90% of the limit together, without a 429", (t) =>
      assertShareOfLimit(t, MIN_SHARE, shareOfTwoQueues),
    );
    await t.test("rows that can never succeed are moved to the queue of failed rows", moveFailedRows);
    await t.test("the producer rejects invalid rows, and adds none of them", rejectInvalidRows);
  });
  await Promise.all([outage, others]);
});
