// The requests of a run, through the calls of a client whose metadata and results are JSON text.
import { onAbort } from "../abort.js";
import { createRateLimiter } from "./rate-limiter.js";

/** @import { SharedRateLimiter } from "../../types/bulk.js" */
/** @import { RateLimiter } from "../../types/rate-limiter.js" */
/** @import { Problem, TextCall } from "./types.js" */

const TEXT_CALLS = Symbol.for("clerk-metadata.textCalls");

/**
 * Whether a value is a client of this package.
 * @param {any} clerk
 */
export const isClient = (clerk) => typeof clerk?.[TEXT_CALLS] === "function";

/**
 * In a list, an ID that begins with `+` or `-` includes or excludes a user, and some programs send `+` as a space. A
 * user ID never begins with one of them.
 * @param {string} id
 */
const withSign = (id) => (/^[-+\s]/.test(id) ? `+${id}` : id);

/** A run keeps the changes of a user in order itself. */
const OWN_ORDER = { coalesce: false };

/** The error of a request that was not sent, because the run has stopped. */
const NOT_SENT = { code: "canceled" };

const NOT_SENT_ONCE = "limiter must call send once and return its result.";

/**
 * The limiter of the runs of each client that has none itself.
 * @type {WeakMap<object, SharedRateLimiter>}
 */
const defaultLimiters = new WeakMap();

/** @param {object} clerk */
function defaultLimiter(clerk) {
  const limiter = defaultLimiters.get(clerk) ?? createRateLimiter();
  defaultLimiters.set(clerk, limiter);
  return limiter;
}

/**
 * @param {any} clerk
 * @param {RateLimiter | false | undefined} limiter
 */
export function createRequests(clerk, limiter) {
  const canceled = new AbortController();
  let onLimiterError = (/** @type {unknown} */ _error) => {};
  /**
   * Calls a limiter. Rejects with `NOT_SENT` when the run has stopped, even if the limiter ignores the signal, and does
   * not wait for it if it has received the outcome. An error of the limiter itself stops the run.
   * @param {RateLimiter} limiter
   * @param {Parameters<RateLimiter>[0]} request
   * @param {() => Promise<any>} send
   * @returns {Promise<any>}
   */
  const schedule = (limiter, request, send) =>
    new Promise((resolve, reject) => {
      let isSent = false;
      /** @type {any} */
      let sent;
      /** @type {{ error: unknown } | undefined} */
      let failure;
      const sendUnlessCanceled = async () => {
        if (isSent) throw new Error(NOT_SENT_ONCE);
        if (canceled.signal.aborted) throw NOT_SENT;
        isSent = true;
        try {
          sent = await send();
          if (canceled.signal.aborted) resolve(sent);
          return sent;
        } catch (error) {
          failure = { error };
          if (canceled.signal.aborted) reject(error);
          throw error;
        }
      };
      const removeListener = onAbort(canceled.signal, () => {
        if (!isSent) reject(NOT_SENT);
        // A limiter that has received the outcome may never return it.
        else if (sent) resolve(sent);
        else if (failure) reject(failure.error);
      });
      const rejectWith = (/** @type {unknown} */ error) => {
        if (failure !== undefined && error === failure.error) return reject(error);
        if (isSent || !canceled.signal.aborted) onLimiterError(error);
        reject(NOT_SENT);
      };
      const run = async () => {
        const outcome = await limiter(request, sendUnlessCanceled);
        if (!sent || outcome !== sent) throw new Error(NOT_SENT_ONCE);
        resolve(outcome);
      };
      run().catch(rejectWith).finally(removeListener);
    });
  /** @param {any} options Of the client. */
  const withLimiter = (options) => {
    const shared = limiter ?? options.limiter ?? defaultLimiter(clerk);
    if (!shared) return { ...options, ...OWN_ORDER, limiter: undefined };
    /** @type {RateLimiter} */
    const waitInBackground = shared.background ?? shared;
    return {
      ...options,
      ...OWN_ORDER,
      /** @type {RateLimiter} */
      limiter(request, send) {
        const { signal = canceled.signal } = request;
        return schedule(waitInBackground, { ...request, signal }, send);
      },
    };
  };
  /**
   * A read changes nothing, so that it, and the wait before another attempt, can be aborted.
   * @type {TextCall}
   */
  const read = clerk[TEXT_CALLS]((/** @type {any} */ options) => {
    const signal = options.signal
      ? (AbortSignal.any?.([options.signal, canceled.signal]) ?? options.signal)
      : canceled.signal;
    return { ...withLimiter(options), signal };
  });
  // A change without a response may have taken effect. The run reads the user before it sends the change again.
  /** @type {TextCall} */
  const send = clerk[TEXT_CALLS]((/** @type {any} */ options) => ({ ...withLimiter(options), maxRetries: 0 }));
  /**
   * Lists of organizations and of memberships have a `total_count`, like the response that `getCount` expects.
   * @param {string} name In the events of the client's hooks.
   * @param {string} path
   * @param {string} parameter
   * @param {string[]} ids
   */
  const readList = (name, path, parameter, ids) => {
    const query = [["limit", String(ids.length)], ...ids.map((id) => [parameter, id])];
    return read("getCount", [], { label: name, path: `${path}?${new URLSearchParams(query)}` });
  };
  return {
    /**
     * Resolves to the text of a list.
     * @param {string} kind `userId`, `externalId`, `organizationId` or `membership`.
     * @param {string[]} ids For memberships, the ID of the organization and those of the users.
     */
    read(kind, ids) {
      if (kind === "organizationId") return readList("getOrganizationList", "/organizations", "organization_id", ids);
      if (kind === "membership") {
        const [organizationId, ...userIds] = ids;
        const path = `/organizations/${encodeURIComponent(organizationId)}/memberships`;
        return readList("getOrganizationMembershipList", path, "user_id", userIds);
      }
      return read("getUserList", [undefined, [kind, ids.map(withSign), "limit", ids.length]]);
    },
    /**
     * Resolves to the text of the user, the organization or the membership.
     * @param {string | undefined} userId
     * @param {string | undefined} organizationId
     * @param {boolean} replaces Whether the texts replace the fields. Not of a membership.
     * @param {(string | undefined)[]} texts Of each field.
     */
    update(userId, organizationId, replaces, texts) {
      const verb = replaces ? "replace" : "update";
      if (organizationId === undefined) return send(`${verb}UserMetadata`, [userId, texts]);
      const name = userId === undefined ? `${verb}OrganizationMetadata` : "updateOrganizationMembershipMetadata";
      return send(name, [userId, texts, organizationId]);
    },
    /** Ends reads, and the wait of changes that the limiter has not sent yet: they reject with `NOT_SENT`. */
    cancel: () => canceled.abort(NOT_SENT),
    /** @param {(error: unknown) => void} listener Called with an error of the limiter. */
    onLimiterError(listener) {
      onLimiterError = listener;
    },
  };
}

/**
 * Whether a response was larger than the client reads. A smaller read may succeed.
 * @param {any} error
 */
const isTooLarge = ({ code, message } = /** @type {any} */ ({})) =>
  code === "unexpected_response" && message.includes("the body is larger than");

/**
 * What an error means, as the arguments of Rust: its code, status, trace ID and seconds of `Retry-After`.
 * @param {any} error
 * @returns {Problem}
 */
export const problemOf = (error) => [
  isTooLarge(error) ? "response_too_large" : String(error?.errors?.[0]?.code ?? error?.code ?? "unknown_error"),
  error?.status,
  error?.clerkTraceId,
  Number.isFinite(error?.retryAfter) ? Math.ceil(error.retryAfter) : undefined,
];
