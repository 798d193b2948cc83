// Rate limits. These rows use up the limit of a user or of the instance, so they are checked only with --rate-limits.
import { outcomeOf } from "./outcome.js";

/** @import { ApiResponse, Fact, FactContext, Json, ThrowawayUser } from "./types.js" */
/** @typedef {{ user: ThrowawayUser, rejected: ApiResponse, next: ApiResponse, other: ApiResponse }} ExceededLimit */

const USER_LIMIT = 10;
const INSTANCE_LIMIT = 100;
const WINDOW_MS = 10_000;
/** How many requests are sent to reach a limit: enough even if a window ends in the middle. */
const ATTEMPTS = 2.5;
const CONCURRENCY = 10;

/**
 * @param {FactContext} context
 * @param {ThrowawayUser} user
 */
const change = ({ send }, user) =>
  send("PATCH", `/users/${user.id}/metadata`, { body: { public_metadata: { a: 1 } }, burst: true });

/**
 * Changes one user until the Backend API responds with 429. Sends two more requests then.
 * @param {FactContext} context
 */
const exceedUserLimit = (context) =>
  context.once("rate-limit-user", async () => {
    const user = await context.createUser();
    for (let accepted = 0; accepted < USER_LIMIT * ATTEMPTS; accepted++) {
      const rejected = await change(context, user);
      if (rejected.status === 200) continue;
      return {
        accepted,
        user,
        rejected,
        next: await change(context, user),
        other: await change(context, context.users[2]),
      };
    }
    return { accepted: USER_LIMIT * ATTEMPTS, user };
  });

/**
 * @param {(state: ExceededLimit, context: FactContext) => Json | Promise<Json>} read
 * @returns {Fact["check"]}
 */
const afterUserLimit = (read) => async (context) => {
  const { user, rejected, next, other } = await exceedUserLimit(context);
  if (rejected === undefined) return "no request was rejected";
  return read({ user, rejected, next, other }, context);
};

/** @param {ApiResponse} response */
const retryAfterOf = ({ headers }) => headers.get("retry-after") ?? "missing";

/** @param {string} text */
const isSeconds = (text) => /^\d+$/.test(text) && Number(text) >= 1 && Number(text) * 1000 <= WINDOW_MS;

/** @type {Omit<Fact, "option">[]} */
const FACTS = [
  {
    id: "rate-limit-user",
    statement: "10 changes of the metadata of one user within 10 s are accepted, and the next one is rejected.",
    source: "documented",
    expected: USER_LIMIT,
    check: async (context) => (await exceedUserLimit(context)).accepted,
  },
  {
    id: "rate-limit-error",
    statement: "A request over the limit is rejected with 429 too_many_requests.",
    source: "documented",
    expected: { status: 429, code: "too_many_requests" },
    check: afterUserLimit(({ rejected }) => outcomeOf(rejected)),
  },
  {
    id: "rate-limit-retry-after",
    statement: "A 429 has a Retry-After in whole seconds, from 1 to 10.",
    source: "documented",
    expected: true,
    check: afterUserLimit(({ rejected }) => isSeconds(retryAfterOf(rejected)) || retryAfterOf(rejected)),
  },
  {
    id: "rate-limit-next",
    statement: "Until Retry-After has passed, other changes of this user are rejected too.",
    source: "documented",
    expected: 429,
    check: afterUserLimit(({ next }) => next.status),
  },
  {
    id: "rate-limit-other-user",
    statement: "Changes of another user are still accepted.",
    source: "documented",
    expected: 200,
    check: afterUserLimit(({ other }) => other.status),
  },
  {
    id: "rate-limit-ends",
    statement: "When Retry-After has passed, a change is accepted.",
    source: "documented",
    expected: 200,
    check: afterUserLimit(async ({ user, rejected }, context) => {
      const seconds = retryAfterOf(rejected);
      if (!isSeconds(seconds)) return `Retry-After: ${seconds}`;
      await context.wait(Number(seconds) * 1000);
      return (await change(context, user)).status;
    }),
  },
  {
    id: "rate-limit-instance",
    statement: "A test instance accepts at most 100 requests in 10 s, and rejects the next one with 429.",
    source: "documented",
    expected: { status: 429, at_most_100_accepted: true },
    async check({ send, users }) {
      // The requests of the other facts, and those of the app, are in the same window, so fewer may be accepted.
      let accepted = 0;
      for (let sent = 0; sent < INSTANCE_LIMIT * ATTEMPTS; sent += CONCURRENCY) {
        const burst = Array.from({ length: CONCURRENCY }, () => send("GET", `/users/${users[0].id}`, { burst: true }));
        const rejected = (await Promise.all(burst)).filter(({ status }) => status !== 200);
        accepted += CONCURRENCY - rejected.length;
        if (rejected.length > 0)
          return {
            status: rejected[0].status,
            at_most_100_accepted: accepted <= INSTANCE_LIMIT || `${accepted} were accepted`,
          };
      }
      return "no request was rejected";
    },
  },
];

/** @type {Fact[]} */
export const RATE_LIMIT_FACTS = FACTS.map((fact) => ({ ...fact, option: "rate-limits" }));
