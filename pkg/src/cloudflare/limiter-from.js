// The limiter of a Worker, which takes its slots from a Durable Object.
import { readRate, requireInRange } from "../bulk/rate.js";
import { SlotRequests } from "./slot-requests.js";

/** @import { RateLimiter } from "../../types/rate-limiter.js" */
/** @import * as types from "../../types/cloudflare-rate-limiter.js" */

const BINDING = "CLERK_RATE_LIMITER";
const OPTIONS = ["rate", "name", "maxWait", "waitUntil"];
/** The longest `maxWait`, in seconds: a consumer of a queue may run for 15 minutes. */
const MAX_WAIT = 900;

/** The user whose metadata a request changes. */
const USER = /\/users\/([^/?#]+)\/metadata$/;

/**
 * @param {types.RateLimiterEnvironment} env
 * @param {types.LimiterFromOptions} [options]
 * @returns {import("../../types/bulk.js").SharedRateLimiter}
 */
export function limiterFrom(env, options = {}) {
  const namespace = /** @type {any} */ (env)?.[BINDING];
  if (typeof namespace?.idFromName !== "function")
    throw new TypeError(
      `limiterFrom: env.${BINDING} is not a Durable Object namespace. Export RateLimiter from the Worker, and add to ` +
        `wrangler.jsonc: "durable_objects": { "bindings": [{ "name": "${BINDING}", "class_name": "RateLimiter" }] }, ` +
        `"migrations": [{ "tag": "v1", "new_sqlite_classes": ["RateLimiter"] }]`,
    );
  const { rateOf, name, maxWait, waitUntil } = readOptions(options);

  /** For live and for test instances, which have separate limits. @type {Map<boolean, SlotRequests>} */
  const slotRequests = new Map();
  /** @param {boolean} isLive */
  const slotRequestsFor = (isLive) => {
    const existing = slotRequests.get(isLive);
    if (existing !== undefined) return existing;
    // A stub that has failed once may fail permanently, so each request gets a new one.
    const id = namespace.idFromName(`${name}:${isLive ? "live" : "test"}`);
    const created = new SlotRequests(() => namespace.get(id), rateOf(isLive), maxWait);
    slotRequests.set(isLive, created);
    return created;
  };

  /**
   * @param {boolean} isBackground
   * @returns {RateLimiter}
   */
  const limiterWith = (isBackground) => async (request, send) => {
    const { url, isLive, signal } = request;
    const slots = slotRequestsFor(isLive);
    const ticket = await slots.take(USER.exec(url)?.[1] ?? null, isBackground, signal);
    /** @type {import("../../types/rate-limiter.js").RateLimitedOutcome} */
    let outcome = {};
    try {
      const result = await send();
      outcome = result;
      return result;
    } finally {
      const reported = slots.end(ticket, outcome, isBackground);
      // Without it, the end of the invocation would cancel the report.
      if (waitUntil) waitUntil(reported);
      else await reported;
    }
  };
  return Object.assign(limiterWith(false), { background: limiterWith(true) });
}

/** @param {types.LimiterFromOptions} options */
function readOptions(options) {
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw new TypeError('limiterFrom: options must be an object such as { rate: "60%" }.');
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`limiterFrom: unknown option ${unknown}. The options are ${OPTIONS.join(", ")}.`);
  const { rate, name = "clerk", maxWait, waitUntil } = options;
  if (typeof name !== "string" || name === "")
    throw new TypeError(`limiterFrom: name must be a text that names the Clerk instance, such as "shop".`);
  if (maxWait !== undefined) requireInRange("limiterFrom", "maxWait", maxWait, 0, MAX_WAIT);
  if (waitUntil !== undefined && typeof waitUntil !== "function")
    throw new TypeError("limiterFrom: waitUntil must be a function such as (promise) => ctx.waitUntil(promise).");
  return { rateOf: readRate("limiterFrom", rate), name, maxWait, waitUntil };
}
