// The requests of one limiter of a Worker that wait for slots. They ask the Durable Object together, and report
// together what has ended.
import { abortReason, onAbort, throwIfAborted } from "../abort.js";
import { ENDED_PATH, HOLD_MS, SLOTS_PATH } from "./protocol.js";
import { ClerkRateLimiterError } from "./rate-limiter-error.js";

/** @import { RequestRate } from "../../types/bulk.js" */
/** @import { RateLimitedOutcome } from "../../types/rate-limiter.js" */
/** @import { EndedRequest, EndedSlot, SlotsRequest, SlotsResponse } from "./protocol.js" */
/**
 * @typedef {object} Waiting
 * @property {string | null} user
 * @property {boolean} isBackground
 * @property {number} since
 * @property {number | null} ticket
 * @property {number} wait
 * @property {(ticket: number) => void} grant
 * @property {(error: unknown) => void} reject
 */

/** An invocation of a Worker has at most six connections. More requests at once would use up their timeouts. */
const CONNECTIONS = 6;
/** How many slots are asked for at once. Those for which there is no connection yet are used for the next requests. */
const MAX_ASKED = 10;
/**
 * How long the report of a request in the background waits for others. It costs nothing of the rate, because a report
 * says when each request has ended.
 */
const GATHER_MS = 100;
/** Attempts to reach the Durable Object, which restarts when it is deployed or moved. */
const ATTEMPTS = 4;
const FIRST_BACKOFF_MS = 100;
/** What an error suggests to wait if the Durable Object cannot be reached, in seconds. */
const RETRY_AFTER = 10;

/** @param {number} milliseconds */
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class SlotRequests {
  #stub;
  #rate;
  #maxWait;
  /** @type {Set<Waiting>} */
  #waiting = new Set();
  /** @type {number[]} */
  #canceled = [];
  /** @type {{ at: number, slot: [number, number | null, string | null, string | null] }[]} */
  #ended = [];
  #inFlight = 0;
  /** Requests that have a slot and wait for a connection, in order. @type {Set<Waiting>} */
  #ready = new Set();
  #isAsking = false;
  /** @type {Promise<void> | undefined} */
  #reporting;
  /** Whether a request has ended whose report must not wait for others. */
  #isReportUrgent = false;
  #endGathering = () => {};

  /**
   * @param {() => { fetch(url: string, init: object): Promise<Response> }} stub
   * @param {RequestRate} rate
   * @param {number | undefined} maxWait In seconds.
   */
  constructor(stub, rate, maxWait = Number.POSITIVE_INFINITY) {
    this.#stub = stub;
    this.#rate = rate;
    this.#maxWait = maxWait * 1000;
  }

  /**
   * Waits for a slot. Resolves to its ticket.
   * @param {string | null} user
   * @param {boolean} isBackground
   * @param {AbortSignal | undefined} signal
   */
  async take(user, isBackground, signal) {
    const signals = signal ? [signal] : [];
    throwIfAborted(signals);
    let removeListener = () => {};
    try {
      return await new Promise((resolve, reject) => {
        const since = Date.now();
        const waiting = { user, isBackground, since, ticket: null, wait: 0, grant: resolve, reject };
        this.#waiting.add(waiting);
        if (signal) removeListener = onAbort(signal, () => this.#reject(waiting, abortReason(signal)));
        this.#ask();
      });
    } finally {
      removeListener();
    }
  }

  /**
   * Reports the end of a request. Resolves when the Durable Object knows it, and never rejects: it frees a slot that it
   * hears nothing of a minute after the request was sent.
   * @param {number} ticket
   * @param {RateLimitedOutcome} outcome
   * @param {boolean} isBackground
   */
  end(ticket, { status, retryAfter, date }, isBackground) {
    this.#inFlight -= 1;
    this.#send();
    const isLimited = status === 429;
    this.#ended.push({
      at: Date.now(),
      slot: [ticket, status ?? null, (isLimited && retryAfter) || null, (isLimited && date) || null],
    });
    this.#ask();
    const isLast = this.#inFlight === 0 && this.#waiting.size === 0;
    if (isLimited || isLast || !isBackground) {
      this.#isReportUrgent = true;
      this.#endGathering();
    }
    this.#reporting ??= this.#report();
    return this.#reporting;
  }

  /**
   * Rejects a request that waits.
   * @param {Waiting} waiting
   * @param {unknown} reason
   */
  #reject(waiting, reason) {
    if (this.#ready.delete(waiting)) this.#giveBack(waiting);
    else if (!this.#waiting.delete(waiting)) return;
    else if (waiting.ticket !== null) this.#canceled.push(waiting.ticket);
    waiting.reject(reason);
  }

  /** Asks for slots until no request waits for one, one request to the Durable Object after the other. */
  async #ask() {
    if (this.#isAsking) return;
    this.#isAsking = true;
    for (;;) {
      await undefined; // calls of the same task ask together
      const asked = this.#next();
      if (asked.length === 0) break;
      /** @type {SlotsRequest} */
      const body = {
        rate: this.#rate,
        waiting: asked.map(({ ticket, wait, user, isBackground }) => [ticket, wait, user, isBackground]),
        canceled: this.#canceled.splice(0),
      };
      try {
        const response = await this.#post(SLOTS_PATH, body);
        this.#receive(asked, response);
        if (this.#waiting.size > 0 && response.pausedFor > HOLD_MS) await sleep(HOLD_MS);
      } catch (cause) {
        const message = `limiterFrom: the Durable Object of the limiter cannot be reached: ${cause}`;
        const error = new ClerkRateLimiterError(message, { code: "unavailable", retryAfter: RETRY_AFTER, cause });
        for (const waiting of asked) this.#reject(waiting, error);
      }
    }
    this.#isAsking = false;
  }

  /** The requests to ask for, those of the app first. */
  #next() {
    const count = Math.max(0, MAX_ASKED - this.#ready.size);
    const waiting = [...this.#waiting];
    return waiting.sort((left, right) => Number(left.isBackground) - Number(right.isBackground)).slice(0, count);
  }

  /** Sends requests that have a slot, as long as there are connections. */
  #send() {
    for (const waiting of this.#ready) {
      if (this.#inFlight >= CONNECTIONS) return;
      this.#ready.delete(waiting);
      this.#inFlight += 1;
      waiting.grant(/** @type {number} */ (waiting.ticket));
    }
  }

  /**
   * Reports a slot as if its request had been sent.
   * @param {Waiting} waiting
   */
  #giveBack(waiting) {
    this.#inFlight += 1;
    this.end(/** @type {number} */ (waiting.ticket), {}, waiting.isBackground);
  }

  /**
   * @param {Waiting[]} asked
   * @param {SlotsResponse} response
   */
  #receive(asked, { slots, pausedFor }) {
    const now = Date.now();
    for (const [index, waiting] of asked.entries()) {
      const [ticket, wait] = slots[index];
      waiting.ticket = ticket;
      waiting.wait = wait;
      if (wait !== 0) continue;
      // It may have been aborted in the meantime.
      if (this.#waiting.delete(waiting)) this.#ready.add(waiting);
      else this.#giveBack(waiting);
    }
    this.#send();
    let position = 0;
    for (const waiting of this.#waiting) {
      const queued = (position++ * this.#rate.seconds * 1000) / this.#rate.requests;
      if (now + pausedFor - waiting.since <= this.#maxWait && now - waiting.since <= this.#maxWait) continue;
      // At least so long: other Workers wait too.
      const retryAfter = Math.ceil(Math.max(pausedFor + queued, waiting.wait) / 1000);
      const error = new ClerkRateLimiterError(
        `limiterFrom: the request would wait for longer than maxWait, ${this.#maxWait / 1000} s. Nothing was sent. ` +
          `Try again in ${retryAfter} s`,
        { code: "max_wait", retryAfter },
      );
      this.#reject(waiting, error);
    }
  }

  async #report() {
    await undefined; // calls that end together are reported together
    while (this.#ended.length > 0) {
      if (!this.#isReportUrgent) await this.#gather();
      this.#isReportUrgent = false;
      const now = Date.now();
      const ended = this.#ended.splice(0).map(({ at, slot }) => /** @type {EndedSlot} */ ([...slot, now - at]));
      /** @type {EndedRequest} */
      const body = { rate: this.#rate, ended };
      await this.#post(ENDED_PATH, body).catch(() => {});
    }
    this.#reporting = undefined;
  }

  /** Waits for others to report, until an urgent one comes. */
  async #gather() {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    await new Promise((resolve) => {
      this.#endGathering = () => resolve(undefined);
      timer = setTimeout(resolve, GATHER_MS);
    });
    clearTimeout(timer);
  }

  /**
   * @param {string} path
   * @param {object} body
   */
  async #post(path, body) {
    const init = { method: "POST", body: JSON.stringify(body) };
    for (let attempt = 1; ; attempt++) {
      try {
        const response = await this.#stub().fetch(`https://rate-limiter${path}`, init);
        if (response.ok) return await response.json();
        await response.body?.cancel();
        throw new Error(
          response.status === 404
            ? "it runs another version of clerk-metadata: deploy all Workers that use it"
            : `status ${response.status}`,
        );
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
        await sleep(FIRST_BACKOFF_MS * 2 ** (attempt - 1));
      }
    }
  }
}
