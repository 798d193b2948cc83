// The client's part of the fault suite: makes the calls of every row, and reports every mismatch with the
// table. No import of a runtime's modules: the same file runs in Node, Deno, Bun and workerd.
import { format, matches } from "./matches.mjs";
import { callPathOf, ROWS } from "./table.mjs";

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
 * Runs every row. The result is JSON: `[{ name, calls: [{ callPath, attempts, requestsPerAttempt }], mismatches }]`,
 * where `mismatches` are texts.
 *
 * `urls` are those of server.mjs; `runtime` selects the exceptions that apply; a client does not have `omittedCalls`.
 */
export async function runSuite({ clerkMetadata, urls, runtime, omittedCalls = [] }) {
  const { random } = Math;
  const { setTimeout: realSetTimeout } = globalThis;
  // The two retry delays, which are 250 and 500 ms for this random number, end immediately.
  Math.random = () => 0;
  globalThis.setTimeout = (callback, delay, ...args) =>
    realSetTimeout(callback, delay === 250 || delay === 500 ? 0 : delay, ...args);
  const results = [];
  try {
    for (const row of ROWS) results.push(await runRow(row, { clerkMetadata, urls, runtime, omittedCalls }));
  } finally {
    Math.random = random;
    globalThis.setTimeout = realSetTimeout;
  }
  return results;
}

async function runRow(baseRow, { clerkMetadata, urls, runtime, omittedCalls }) {
  const row = { ...baseRow, ...baseRow.exceptions?.[runtime] };
  const result = { name: row.name, calls: [], mismatches: [] };
  if (row.skip) return result;
  const calls = row.call
    ? { custom: row.call }
    : Object.fromEntries(
        (row.calls ?? Object.keys(CALLS))
          .filter((name) => !omittedCalls.includes(name))
          .map((name) => [name, CALLS[name]]),
      );
  for (const [name, call] of Object.entries(calls)) {
    for (let iteration = 0; iteration < (row.repeat ?? 1); iteration += 1) {
      const callPath = callPathOf(baseRow, name, iteration);
      const { users } = clerkMetadata.createClerkClient({
        secretKey: SECRET,
        apiUrl: urls[row.server ?? "http"] + callPath,
        ...row.options,
      });
      const outcome = await outcomeOf(call, users);
      // A list sends two requests: one for the users, and one for their count.
      result.calls.push({ callPath, attempts: outcome.attempts, requestsPerAttempt: name === "getUserList" ? 2 : 1 });
      for (const text of checkOutcome(outcome, row.expect, clerkMetadata)) result.mismatches.push(`${name}: ${text}`);
    }
  }
  return result;
}

/** The outcome of a call: `{ value, status, attempts }` or `{ thrown, attempts }`. */
async function outcomeOf(call, users) {
  const reason = new Error("aborted by the caller");
  try {
    const { data, response } = await call(users, { reason, abortSoon }).withResponse();
    return { value: data, ...response, reason };
  } catch (thrown) {
    return { thrown, attempts: thrown?.attempts, reason };
  }
}

/** A signal that aborts soon after the request was sent. */
function abortSoon(reason) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), 30);
  return controller.signal;
}

function* checkOutcome({ value, thrown, reason, status, attempts }, expected, clerkMetadata) {
  const check = function* (name, actual, expectedValue) {
    if (!matches(actual, expectedValue)) yield `${name} is ${format(actual)}, not ${format(expectedValue)}`;
  };
  if ({}.polluted !== undefined) yield "Object.prototype was modified";
  if (expected.thrown === "reason") {
    if (thrown !== reason) yield `it returned ${format(value ?? thrown)}, not the reason of the signal`;
    return;
  }
  if (
    Array.isArray(expected.attempts) ? !expected.attempts.includes(attempts) : !matches(attempts, expected.attempts)
  ) {
    if (expected.attempts !== undefined) yield `attempts is ${attempts}, not ${expected.attempts}`;
  }
  if (expected.error === undefined) {
    if (thrown !== undefined) return yield `it threw ${thrown?.stack ?? thrown}`;
    yield* check("status", status, expected.status ?? 200);
    const user = value?.data?.[0] ?? value;
    if (value?.data !== undefined || typeof value === "number")
      yield* check("the count", value?.totalCount ?? value, 1);
    if (typeof value === "number") return;
    if (!(user instanceof clerkMetadata.User)) yield `it is not a User: ${format(user)}`;
    for (const [name, expectedValue] of Object.entries(expected.user)) yield* check(name, user?.[name], expectedValue);
    return;
  }
  if (thrown === undefined) return yield `it resolved with ${format(value)}`;
  const { error, cause, attempts: _, ...fields } = expected;
  if (!(thrown instanceof clerkMetadata[error]) || !clerkMetadata[`is${error}`](thrown))
    return yield `it threw ${thrown?.stack ?? thrown}`;
  yield* check("name", thrown.name, error);
  const text = yield* checkMessage(thrown);
  for (const [name, expectedValue] of Object.entries(fields))
    if (name !== "errors" || expectedValue !== undefined)
      yield* check(name, name === "message" ? text : thrown[name], expectedValue);
  if (cause && !(thrown.cause instanceof Error)) yield `cause is ${format(thrown.cause)}`;
  if (textOf(thrown).includes("hidden")) yield "the error contains the secret key";
}

/** Checks that the message ends with the request, and that logs contain it. Returns the text before the request. */
function* checkMessage(error) {
  const { message, request, stack } = error;
  if (!message) yield "the message is empty";
  if (!stack.includes(message)) yield `the stack does not contain the message: ${stack}`;
  if (!jsonOf(error).includes(JSON.stringify(message))) yield "JSON.stringify omits the message";
  if (error.name === "ClerkInputError") return message;
  const suffix = ` (${request?.method} ${request?.path})`;
  if (!/^ \((GET|PATCH|PUT) \/\S*\/v1\/users[/\w]*\)$/.test(suffix) || !message.endsWith(suffix))
    yield `the message does not end with the request: ${message}`;
  return message.slice(0, -suffix.length);
}

/** The JSON of an error; its message if its `meta` is nested too deep for JSON. */
function jsonOf(error) {
  try {
    return JSON.stringify(error);
  } catch {
    return JSON.stringify(error.message);
  }
}

/** All text of an error and its causes. */
function textOf(error) {
  if (typeof error !== "object" || error === null) return String(error);
  return [error.message, error.stack, format(error), textOf(error.cause ?? "")].join("\n");
}
