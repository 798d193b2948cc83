// The rate limiter. It decides in Rust (bulk/src/limiter); this file connects it to the clock and to timers.
//
// Each request that waits has its own timer: in a Worker, a timer of one incoming request must not continue another.
import { load } from "#wasm/bulk";
import { throwIfAborted } from "../abort.js";
import { pause } from "../transport.js";
import { readRateOptions } from "./rate.js";

/** @import { RateLimiterOptions, SharedRateLimiter } from "../../types/bulk.js" */
/** @import { RateLimitedOutcome, RateLimiter } from "../../types/rate-limiter.js" */
/** @import { WasmRateLimiter } from "./types.js" */

/** The user whose metadata a request changes. */
const USER = /\/users\/([^/?#]+)\/metadata$/;

/**
 * @param {RateLimiterOptions} [options]
 * @returns {SharedRateLimiter}
 */
export function createRateLimiter(options) {
  const rateOf = readRateOptions(options);
  /** The state for live and for test instances. @type {Map<boolean, WasmRateLimiter>} */
  const states = new Map();

  /** @param {boolean} isLive */
  async function stateFor(isLive) {
    const { RateLimiter } = await load();
    let state = states.get(isLive);
    if (state === undefined) {
      const { requests, seconds } = rateOf(isLive);
      state = new RateLimiter(requests, seconds * 1000);
      states.set(isLive, state);
    }
    return state;
  }

  /**
   * @param {boolean} isBackground
   * @returns {RateLimiter}
   */
  const limiterWith = (isBackground) => async (request, send) => {
    const { url, isLive, signal } = request;
    const state = await stateFor(isLive);
    const ticket = await waitForSlot(state, USER.exec(url)?.[1], isBackground, signal ? [signal] : []);
    /** @type {RateLimitedOutcome | undefined} */
    let outcome;
    try {
      const result = await send();
      outcome = result;
      return result;
    } finally {
      const { status, retryAfter, date } = outcome ?? {};
      // Some frameworks forbid to read the time while they prerender a page, so it is read only if it is needed.
      state.end(now(), ticket, status, retryAfter, date, status === 429 ? Date.now() : 0, 0);
    }
  };
  return Object.assign(limiterWith(false), { background: limiterWith(true) });
}

/**
 * Waits until a request may be sent. Returns its ticket.
 * @param {WasmRateLimiter} state
 * @param {string | undefined} user
 * @param {boolean} isBackground
 * @param {AbortSignal[]} signals
 */
async function waitForSlot(state, user, isBackground, signals) {
  throwIfAborted(signals);
  let ticket = state.enqueue(now(), user, isBackground);
  for (;;) {
    const wait = state.poll(now(), ticket);
    if (wait === 0) return ticket;
    // The process was suspended for so long that its place in the queue was lost.
    if (wait === undefined) ticket = state.enqueue(now(), user, isBackground);
    else await pause(signals, Math.ceil(wait));
    try {
      throwIfAborted(signals);
    } catch (reason) {
      state.cancel(ticket);
      throw reason;
    }
  }
}

/** Milliseconds of a clock that is not set back, if there is one. */
const now = () => globalThis.performance?.now?.() ?? Date.now();
