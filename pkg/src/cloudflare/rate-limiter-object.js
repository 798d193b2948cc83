// The Durable Object: one limiter for all Workers that call one Clerk instance. It decides in Rust
// (bulk/src/limiter); this file connects it to requests, timers and storage.
//
// It handles `fetch` and does not extend the class of `cloudflare:workers`, because the same file is loaded by bundlers
// and runtimes that do not have this module. It needs no alarm: what it stores expires by its time.
import { load } from "#wasm/bulk";
import { nameClass } from "../name-class.js";
import { ENDED_PATH, HOLD_MS, SLOTS_PATH } from "./protocol.js";

/** @import { RequestRate } from "../../types/bulk.js" */
/** @import { WasmRateLimiter } from "../bulk/types.js" */
/** @import { EndedRequest, SlotsRequest, SlotsResponse } from "./protocol.js" */

/** The key of the state in the storage. */
const STATE = "limiter";

/**
 * How long a free slot waits for others of the same Worker. A longer time saves requests to the Durable Object, and
 * costs a part of the rate: a slot is held from now on.
 */
const LINGER_MS = 100;

/** @param {number} milliseconds */
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export const RateLimiter = /* @__PURE__ */ nameClass(
  "RateLimiter",
  class {
    #context;
    /** @type {WasmRateLimiter | undefined} */
    #limiter;
    /** Of the limiter. @type {RequestRate} */
    #rate = { requests: 0, seconds: 0 };
    /** Requests that wait for slots. */
    #waiting = 0;

    /**
     * @param {{
     *   storage: { get(key: string): Promise<any>, put(key: string, value: any, options: object): Promise<void> },
     * }} context
     */
    constructor(context) {
      this.#context = context;
    }

    /** @param {{ url: string, json(): Promise<any> }} request */
    async fetch(request) {
      const { pathname } = new URL(request.url);
      if (pathname === SLOTS_PATH) return Response.json(await this.#takeSlots(await request.json()));
      if (pathname === ENDED_PATH) return Response.json(await this.#endSlots(await request.json()));
      return new Response("not found", { status: 404 });
    }

    /** @param {RequestRate} rate */
    async #limiterFor(rate) {
      const { RateLimiter } = await load();
      const stored = this.#limiter === undefined ? await this.#context.storage.get(STATE) : undefined;
      const { requests, seconds } = rate;
      const isCurrent = requests === this.#rate.requests && seconds === this.#rate.seconds;
      if (this.#limiter !== undefined && isCurrent) return this.#limiter;
      const state = this.#limiter?.save(Date.now(), Date.now()) ?? stored ?? "";
      this.#limiter?.free();
      this.#rate = rate;
      this.#limiter = RateLimiter.restore(requests, seconds * 1000, state, Date.now());
      return this.#limiter;
    }

    /**
     * @param {SlotsRequest} request
     * @returns {Promise<SlotsResponse>}
     */
    async #takeSlots({ rate, waiting, canceled }) {
      const limiter = await this.#limiterFor(rate);
      for (const ticket of canceled) limiter.cancel(ticket);
      const slots = waiting.map(([ticket, wait, user, isBackground]) => ({
        ticket: ticket ?? limiter.enqueue(Date.now(), user ?? undefined, isBackground),
        wait,
        isGranted: false,
        user: user ?? undefined,
        isBackground,
      }));
      let remaining = HOLD_MS;
      let hasGranted = false;
      this.#waiting += 1;
      for (;;) {
        // Another Worker may have set another rate in the meantime.
        const current = this.#limiter ?? limiter;
        for (const slot of slots) if (!slot.isGranted && slot.wait <= 0) poll(current, slot);
        if (!hasGranted && slots.some(({ isGranted }) => isGranted)) {
          hasGranted = true;
          remaining = LINGER_MS;
        }
        const next = Math.min(...slots.filter(({ isGranted }) => !isGranted).map(({ wait }) => wait));
        // Slots that are free now are not held for a slot that comes too late.
        if (next === Number.POSITIVE_INFINITY || next > remaining) break;
        if (!hasGranted && current.pausedFor(Date.now()) > HOLD_MS) break;
        await sleep(next);
        remaining -= next;
        for (const slot of slots) slot.wait -= next;
      }
      this.#waiting -= 1;
      this.#save();
      return {
        slots: slots.map(({ ticket, wait, isGranted }) => [ticket, isGranted ? 0 : Math.max(1, wait)]),
        pausedFor: this.#limiter?.pausedFor(Date.now()) ?? 0,
      };
    }

    /** @param {EndedRequest} request */
    async #endSlots({ rate, ended }) {
      const limiter = await this.#limiterFor(rate);
      const now = Date.now();
      for (const [ticket, status, retryAfter, date, ago] of ended)
        limiter.end(now, ticket, status ?? undefined, retryAfter ?? undefined, date ?? undefined, now, ago);
      // The next slots that are taken save it too. Each write costs money.
      if (this.#waiting === 0) this.#save();
      return {};
    }

    /**
     * Stores the state. Responses do not wait until the disk has confirmed it, which takes longer than everything else:
     * only a crash within this time, but no eviction, forgets the last slots.
     */
    #save() {
      const state = this.#limiter?.save(Date.now(), Date.now());
      if (state !== undefined) this.#context.storage.put(STATE, state, { allowUnconfirmed: true });
    }
  },
);

/**
 * @param {WasmRateLimiter} limiter
 * @param {{ ticket: number, wait: number, isGranted: boolean, user: string | undefined, isBackground: boolean }} slot
 */
function poll(limiter, slot) {
  let wait = limiter.poll(Date.now(), slot.ticket);
  if (wait === undefined) {
    // The object was evicted, or had another rate in the meantime: those that wait are not stored.
    slot.ticket = limiter.enqueue(Date.now(), slot.user, slot.isBackground);
    wait = limiter.poll(Date.now(), slot.ticket) ?? 1;
  }
  slot.isGranted = wait === 0;
  slot.wait = Math.ceil(wait);
}
