// The queues of the users whose metadata a client changes.
import { Pace, Time } from "./pace.js";

/** @import { Client } from "../call.js" */
/** @import { Change } from "./change.js" */
/** `isBusy`: one of the changes has its turn. `waiting`: the changes behind it. */
/** @typedef {{ isBusy: boolean, waiting: Change[], pace: Pace }} UserQueue */

/** How long after its last use a queue is dropped, in milliseconds. */
const DROP_AFTER = 15_000;
/** With more queues than this, they are searched for unused ones. In a Worker, the timer ends with its request. */
const MIN_SEARCHED = 1_000;

class Queues {
  time = new Time();
  /** By user ID. @type {Map<string, UserQueue>} */
  #queues = new Map();
  #isTimerStarted = false;
  #searchedAbove = MIN_SEARCHED;

  /** @param {Client["options"]} options */
  constructor(options) {
    this.options = options;
  }

  /** @param {string} userId */
  get(userId) {
    let queue = this.#queues.get(userId);
    if (queue === undefined) {
      if (this.#queues.size >= this.#searchedAbove) {
        this.#dropUnused();
        this.#searchedAbove = Math.max(MIN_SEARCHED, 2 * this.#queues.size);
      }
      queue = { isBusy: false, waiting: [], pace: new Pace() };
      this.#queues.set(userId, queue);
      this.#startTimer();
    }
    return queue;
  }

  /** The timer does not keep the process alive. */
  #startTimer() {
    if (this.#isTimerStarted || typeof setTimeout !== "function") return;
    this.#isTimerStarted = true;
    /** @type {any} */
    const timer = setTimeout(() => {
      this.#isTimerStarted = false;
      this.#dropUnused();
      if (this.#queues.size > 0) this.#startTimer();
      else shared.delete(this);
    }, DROP_AFTER);
    timer?.unref?.();
    if (typeof timer === "number") /** @type {any} */ (globalThis).Deno?.unrefTimer?.(timer);
  }

  #dropUnused() {
    const now = this.time.read();
    for (const [userId, { isBusy, pace }] of this.#queues)
      if (!isBusy && pace.isUnused(now)) this.#queues.delete(userId);
  }
}

/**
 * Queues that are in use. Clients with the same options share them, because a framework entry creates a client for each
 * request.
 * @type {Set<Queues>}
 */
const shared = new Set();
/** @type {WeakMap<Client, Queues>} */
const queuesByClient = new WeakMap();

/** Not in workerd, where a request must not wait for a promise of another request. */
const canShare = typeof WebSocketPair === "undefined";

/** @param {Client} client */
export function queuesOf(client) {
  const known = queuesByClient.get(client);
  if (known !== undefined && (!canShare || shared.has(known))) return known;
  const queues = findShared(client.options) ?? new Queues(client.options);
  if (canShare) shared.add(queues);
  queuesByClient.set(client, queues);
  return queues;
}

/** @param {any} options */
function findShared(options) {
  for (const queues of shared) if (haveSameValues(queues.options, options)) return queues;
  return undefined;
}

/**
 * @param {any} first
 * @param {any} second
 */
const haveSameValues = (first, second) =>
  Object.keys({ ...first, ...second }).every((name) => name === "signal" || Object.is(first[name], second[name]));
