// node bulk-update.mjs SUBJECT ROWS URL USERS JOURNAL: changes users with rows from a generator.
//
//   ours               updateUsersMetadata, with a journal in a file
//   limited            the same with a rate limiter, whose limit is never reached
//   calls              updateUserMetadata of the client, 50 calls at a time
//   fetch              the same with fetch alone
//   fetchWithTimeout   fetch alone, with a signal that times out
//
// With the URL "stub", `fetch` is a stub. Prints the peak memory in MB, by how much it grew after a tenth of
// the rows, and the CPU time per row in µs.
import { createClerkClient } from "clerk-metadata";
import { createRateLimiter, openJournal, updateUsersMetadata } from "clerk-metadata/bulk";
import { stubFetch } from "./bulk-stub.mjs";

const [subject, rowCount, url, userCount, file] = process.argv.slice(2);
const CONCURRENCY = 50;
const SECRET_KEY = "sk_test_bench";
const KB_PER_MB = 1_000;

/** The peak memory after a tenth of the rows. */
let earlyPeak = 0;
const peak = () => process.resourceUsage().maxRSS / KB_PER_MB;

function* rows() {
  for (let index = 0; index < Number(rowCount); index++) {
    if (index === Math.floor(rowCount / 10)) earlyPeak = peak();
    yield { id: `user_${index % userCount}`, publicMetadata: { plan: "pro", seats: index } };
  }
}

/** Changes each user with `change(row)`, several at a time. */
async function changeEach(change) {
  const all = rows();
  // The loops share one generator, which must not be closed by the first that ends.
  const shared = { next: () => all.next(), [Symbol.iterator]: () => shared };
  const loop = async () => {
    for (const row of shared) await change(row);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, loop));
}

const isStub = url === "stub";
const send = isStub ? stubFetch : fetch;
const clerk = createClerkClient({ secretKey: SECRET_KEY, ...(isStub ? { fetch: stubFetch } : { apiUrl: url }) });
async function updateUsers(limiter) {
  const journal = await openJournal(file);
  const { ok } = await updateUsersMetadata(clerk, rows(), { journal, limiter }).summary;
  journal.close();
  return ok;
}

async function updateWithFetch(createSignal) {
  let count = 0;
  const headers = { authorization: `Bearer ${SECRET_KEY}`, "content-type": "application/json" };
  await changeEach(async ({ id, publicMetadata }) => {
    const body = JSON.stringify({ public_metadata: publicMetadata });
    const init = { method: "PATCH", headers, body, signal: createSignal() };
    const response = await send(`${url}/v1/users/${id}/metadata`, init);
    if ((await response.json()).public_metadata.seats !== undefined) count++;
  });
  return count;
}

const RUN = {
  ours: () => updateUsers(false),
  limited: () => updateUsers(createRateLimiter({ rate: { requests: 1_000_000, seconds: 1 } })),
  async calls() {
    let count = 0;
    await changeEach(async ({ id, publicMetadata }) => {
      await clerk.users.updateUserMetadata(id, { publicMetadata });
      count++;
    });
    return count;
  },
  fetch: () => updateWithFetch(() => undefined),
  fetchWithTimeout: () => updateWithFetch(() => AbortSignal.timeout(30_000)),
};

const start = process.cpuUsage();
const done = await RUN[subject]();
const { user, system } = process.cpuUsage(start);
if (done !== Number(rowCount)) throw new Error(`${done} of ${rowCount} rows are done`);
console.log(JSON.stringify([peak(), peak() - earlyPeak, (user + system) / rowCount]));
