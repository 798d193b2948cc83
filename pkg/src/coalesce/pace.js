// When the metadata of one user may be changed again.
//
// A request holds a slot from when it is sent until ten seconds after its response, so no ten seconds of the server
// contain more than nine. The first four of them are sent at once. The others are spread over the rest of the ten
// seconds, because nine at once would let the tenth wait for ten seconds.

/** One below the limit of the Backend API: 10 in 10 seconds for each user. */
const MAX_SLOTS = 9;
const SLOTS_WITHOUT_WAIT = 4;
/** In milliseconds. A little longer than ten seconds, because timers and clocks are not exact. */
const SLOT_TIME = 10_050;

/**
 * Milliseconds that never go back, from a clock that may stand still or be missing.
 */
export class Time {
  now = 0;
  /** @type {number | undefined} */
  clock;

  /** Reads the clock, which is not the wall clock. */
  read() {
    const clock = globalThis.performance?.now?.();
    if (Number.isFinite(clock)) {
      this.now += Math.max(clock - (this.clock ?? clock), 0);
      this.clock = clock;
    }
    return this.now;
  }

  /**
   * The same after a timer. If the clock does not show that its time has passed, the timer is right.
   * @param {number} since
   * @param {number} wait
   */
  readAfter(since, wait) {
    this.now = Math.max(this.read(), since + wait);
  }
}

/** The slots of a user. */
export class Pace {
  /** When each slot becomes free, in order; `Infinity` while its request has no response. @type {number[]} */
  #slots = [];

  /** @param {number} now */
  isUnused(now) {
    this.#removeFree(now);
    return this.#slots.length === 0;
  }

  /**
   * How long the next request must wait, in milliseconds. A retry waits only if all slots are taken.
   * @param {number} now
   * @param {boolean} isRetry
   */
  wait(now, isRetry) {
    this.#removeFree(now);
    const slots = this.#slots;
    const count = slots.length;
    if (count < (isRetry ? MAX_SLOTS : SLOTS_WITHOUT_WAIT)) return 0;
    const [firstFree] = slots;
    const last = /** @type {number} */ (slots.at(-1));
    const lastEnd = last === Infinity ? now : last - SLOT_TIME;
    return Math.max(lastEnd + (firstFree - lastEnd) / (MAX_SLOTS + 1 - count) - now, 0);
  }

  /** Takes a slot. Returns a function that must be called when the request has ended. */
  take() {
    const slots = this.#slots;
    slots.push(Infinity);
    return (/** @type {number} */ now) => {
      slots[slots.indexOf(Infinity)] = now + SLOT_TIME;
    };
  }

  /** @param {number} now */
  #removeFree(now) {
    while (this.#slots[0] <= now) this.#slots.shift();
  }
}
