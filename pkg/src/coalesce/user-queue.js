// Gives the changes of one user their turns.
import { joinPatches, mayJoin, patchesOf } from "./change.js";
import { patchText } from "./join-patches.js";
import { sendGroup } from "./send-group.js";

/** @import { Host } from "../chunk-host.js" */
/** @import { Change, Patch } from "./change.js" */
/** @import { UserQueue } from "./queues.js" */
/** @import { Time } from "./pace.js" */

/**
 * A text of up to so many bytes is below the limit of a field, in src/core/limits.rs. A longer one is checked there,
 * which does not count nulls.
 */
const SHORT_BYTES = 8192;
/** The maximum number of bytes of a character in a JavaScript string. */
const MAX_BYTES = 3;

/**
 * Waits for the turn of a change, and sends it. Resolves when it has ended or was sent with another.
 * @param {Host} host
 * @param {{ get(userId: string): UserQueue, time: Time }} queues
 * @param {Change} change
 */
export async function runInQueue(host, queues, change) {
  const queue = queues.get(change.input[0]);
  if (queue.isBusy) {
    await new Promise((resolve) => {
      change.startTurn = () => resolve(undefined);
      queue.waiting.push(change);
      leaveWhenEnded(queue, change);
    });
  }
  queue.isBusy = true;
  try {
    while (!change.isEnded) await takeTurn(host, queues.time, queue, change);
  } catch (error) {
    change.reject(error);
  }
  const next = queue.waiting.shift();
  if (next) next.startTurn();
  else queue.isBusy = false;
}

/**
 * @param {UserQueue} queue
 * @param {Change} change
 */
function leaveWhenEnded({ waiting }, change) {
  change.onEnd = () => {
    const index = waiting.indexOf(change);
    if (index !== -1) waiting.splice(index, 1);
  };
}

/**
 * Sends a change, with those behind it that can be joined with it. If they are to be sent separately, they wait again.
 * @param {Host} host
 * @param {Time} time
 * @param {UserQueue} queue
 * @param {Change} change
 */
async function takeTurn(host, time, queue, change) {
  // Without an `await` if there is nothing to wait for: the first update is sent at once.
  for (let wait; !change.isEnded && (wait = waitOf(time, queue, false)) > 0; )
    await sleep(time, wait, (wake) => (change.onEnd = wake));
  if (change.isEnded) return;
  const { changes, input } = takeGroup(host, queue, change);
  let isEnded = false;
  /** @param {(wake: () => void) => void} setWake */
  const waitForSlot = async (setWake) => {
    for (let wait; !isEnded && (wait = waitOf(time, queue, true)) > 0; )
      await sleep(time, wait, (wake) => setWake(() => ((isEnded = true), wake())));
  };
  if (await sendGroup(host, changes, input, queue.pace, time, waitForSlot)) return;
  const others = changes.filter((other) => other !== change && !other.isEnded);
  for (const other of others) leaveWhenEnded(queue, other);
  queue.waiting.unshift(...others);
}

/**
 * @param {Time} time
 * @param {UserQueue} queue
 * @param {boolean} isRetry
 */
const waitOf = (time, { pace }, isRetry) => Math.ceil(pace.wait(time.read(), isRetry));

/**
 * Waits for a number of milliseconds. `setWake` receives a function that ends the wait early.
 * @param {Time} time
 * @param {number} wait
 * @param {(wake: () => void) => void} setWake
 */
function sleep(time, wait, setWake) {
  const { now } = time;
  return new Promise((resolve) => {
    // Taken from the same clock as the timer, in case a test replaces the timers during the wait.
    const { clearTimeout } = globalThis;
    const timer = setTimeout(() => {
      time.readAfter(now, wait);
      resolve(undefined);
    }, wait);
    setWake(() => {
      clearTimeout?.(timer);
      resolve(undefined);
    });
  });
}

/**
 * Takes the changes that can be sent as one from the queue, and creates their input.
 * @param {Host} host
 * @param {UserQueue} queue
 * @param {Change} first
 */
function takeGroup(host, queue, first) {
  const { waiting } = queue;
  const [userId] = first.input;
  /** @type {Change[]} */
  const changes = [first];
  /** @type {(Patch | undefined)[]} */
  let joined = [];
  let bytes = Infinity;
  const inputOf = () => [userId, joined.map((patch) => patch && patchText(patch))];
  const fits = () => {
    if (bytes <= SHORT_BYTES) return true;
    const input = inputOf();
    bytes = maxBytes(input);
    return bytes <= SHORT_BYTES || isValid(host, first, input);
  };
  for (const change of waiting) {
    if (!mayJoin(first, change)) break;
    if (changes.length === 1) joined = patchesOf(first);
    if (!joinPatches(joined, patchesOf(change))) break;
    bytes += maxBytes(change.input);
    if (!fits()) {
      joined = patchesOf(first);
      for (const other of changes.slice(1)) joinPatches(joined, patchesOf(other));
      break;
    }
    changes.push(change);
  }
  waiting.splice(0, changes.length - 1);
  return { changes, input: changes.length === 1 ? first.input : inputOf() };
}

/**
 * The maximum number of bytes of the longest field, over all characters.
 * @param {any[]} input
 */
const maxBytes = ([, texts]) => texts.join("").length * MAX_BYTES;

/**
 * @param {Host} host
 * @param {Change} change
 * @param {any[]} input
 */
function isValid(host, { method, settings }, input) {
  try {
    host.callWasm("request", settings, method.name, ...input);
    return true;
  } catch {
    return false;
  }
}
