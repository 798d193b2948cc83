// The client's part of the fault suite: makes the calls of every row, and tells what is not as the
// table says. No import of a host's own: the same runs in Node, Deno, Bun and workerd.
import { same, shown } from "./same.mjs";
import { pathOf, ROWS } from "./table.mjs";

const SECRET = "sk_test_hidden";
const FIELDS = { publicMetadata: { plan: "pro", trial: null } };

const CALLS = {
  updateUserMetadata: (users) => users.updateUserMetadata("user_1", FIELDS),
  replaceUserMetadata: (users) => users.replaceUserMetadata("user_1", FIELDS),
  getUser: (users) => users.getUser("user_1"),
  getUserList: (users) => users.getUserList({ limit: 10 }),
  getCount: (users) => users.getCount(),
};

/**
 * Runs every row: `[{ name, calls: [{ place, attempts, asks }], differs: [text] }]`, all of it JSON.
 *
 * `urls` are those of server.mjs; `runtime` names the exceptions that hold.
 */
export async function runSuite({ clerkMetadata, urls, runtime }) {
  const { random } = Math;
  const { setTimeout: real } = globalThis;
  // The waits before the two retries, 250 and 500 ms for this random number, end at once.
  Math.random = () => 0;
  globalThis.setTimeout = (end, delay, ...more) => real(end, delay === 250 || delay === 500 ? 0 : delay, ...more);
  const results = [];
  try {
    for (const row of ROWS) results.push(await runRow(row, { clerkMetadata, urls, runtime }));
  } finally {
    Math.random = random;
    globalThis.setTimeout = real;
  }
  return results;
}

async function runRow(given, { clerkMetadata, urls, runtime }) {
  const row = { ...given, ...given.except?.[runtime] };
  const result = { name: row.name, calls: [], differs: [] };
  if (row.skip) return result;
  const calls = row.call
    ? { own: row.call }
    : Object.fromEntries((row.calls ?? Object.keys(CALLS)).map((name) => [name, CALLS[name]]));
  for (const [name, call] of Object.entries(calls)) {
    for (let turn = 0; turn < (row.repeat ?? 1); turn += 1) {
      const place = pathOf(given, name, turn);
      const { users } = clerkMetadata.createClerkClient({
        secretKey: SECRET,
        apiUrl: urls[row.server ?? "http"] + place,
        ...row.options,
      });
      const outcome = await outcomeOf(call, users);
      // A list is two requests: of the users, and of their number.
      result.calls.push({ place, attempts: outcome.attempts, asks: name === "getUserList" ? 2 : 1 });
      for (const text of judge(outcome, row.expect, clerkMetadata)) result.differs.push(`${name}: ${text}`);
    }
  }
  return result;
}

/** What became of a call: `{ value, status, attempts }` or `{ thrown, attempts }`. */
async function outcomeOf(call, users) {
  const reason = new Error("the caller's own");
  try {
    const { data, response } = await call(users, { reason, later }).withResponse();
    return { value: data, ...response, reason };
  } catch (thrown) {
    return { thrown, attempts: thrown?.attempts, reason };
  }
}

/** A signal that aborts soon, once a request is on its way. */
function later(reason) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), 30);
  return controller.signal;
}

function* judge({ value, thrown, reason, status, attempts }, expected, clerkMetadata) {
  const check = function* (what, actual, wanted) {
    if (!same(actual, wanted)) yield `${what} is ${shown(actual)}, not ${shown(wanted)}`;
  };
  if ({}.polluted !== undefined) yield "Object.prototype was written to";
  if (expected.thrown === "reason") {
    if (thrown !== reason) yield `it gave ${shown(value ?? thrown)}, not the reason of the signal`;
    return;
  }
  if (Array.isArray(expected.attempts) ? !expected.attempts.includes(attempts) : !same(attempts, expected.attempts)) {
    if (expected.attempts !== undefined) yield `attempts is ${attempts}, not ${expected.attempts}`;
  }
  if (expected.error === undefined) {
    if (thrown !== undefined) return yield `it threw ${thrown?.stack ?? thrown}`;
    yield* check("status", status, expected.status ?? 200);
    const user = value?.data?.[0] ?? value;
    if (value?.data !== undefined || typeof value === "number")
      yield* check("the count", value?.totalCount ?? value, 1);
    if (typeof value === "number") return;
    if (!(user instanceof clerkMetadata.User)) yield `it is no User but ${shown(user)}`;
    for (const [name, wanted] of Object.entries(expected.user)) yield* check(name, user?.[name], wanted);
    return;
  }
  if (thrown === undefined) return yield `it gave ${shown(value)}`;
  const { error, cause, attempts: _, ...fields } = expected;
  if (!(thrown instanceof clerkMetadata[error]) || !clerkMetadata[`is${error}`](thrown))
    return yield `it threw ${thrown?.stack ?? thrown}`;
  yield* check("name", thrown.name, error);
  for (const [name, wanted] of Object.entries(fields))
    if (name !== "errors" || wanted !== undefined) yield* check(name, thrown[name], wanted);
  if (cause && !(thrown.cause instanceof Error)) yield `cause is ${shown(thrown.cause)}`;
  if (!thrown.message) yield "there is no message";
  if (textOf(thrown).includes("hidden")) yield "the error holds the key";
}

/** All that an error and its causes say. */
function textOf(error) {
  if (typeof error !== "object" || error === null) return String(error);
  return [error.message, error.stack, shown(error), textOf(error.cause ?? "")].join("\n");
}
