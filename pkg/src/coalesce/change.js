// A change of a user's metadata: one call, from its turn in the queue of the user to its result.
import { joinInto, canJoin, parsePatch } from "./join-patches.js";

/** @import { CallContext, Method, Settings } from "../call.js" */
/** @import { Host } from "../chunk-host.js" */
/**
 * A validated call. `input`: the user ID, and the JSON text of each field.
 * @typedef {{ method: Method, input: any[], settings: Settings, context: CallContext }} Call
 */
/**
 * `isEnded`: its promise has settled. `onEnd` is called when it settles. `isAlone`: it is not joined with others.
 * @typedef {Call & {
 *   promise: Promise<any>,
 *   isEnded: boolean,
 *   isAlone: boolean,
 *   onEnd: () => void,
 *   startTurn: () => void,
 *   resolve: (value: unknown) => void,
 *   reject: (error: unknown) => void,
 * }} Change
 */

/** @param {Pick<Call, "settings" | "context">} call */
const signalsOf = ({ settings, context }) =>
  /** @type {AbortSignal[]} */ ([settings.options.signal, context.signal].filter(Boolean));

/**
 * @param {Host} host
 * @param {Call} call
 * @returns {Change}
 */
export function createChange(host, call) {
  /** @type {any} */
  const change = {
    ...call,
    isEnded: false,
    isAlone: call.method.name !== "updateUserMetadata",
    onEnd() {},
    startTurn() {},
  };
  /** @type {(() => void)[]} */
  const removeListeners = [];
  change.promise = new Promise((resolve, reject) => {
    const endWith = (/** @type {(value: any) => void} */ settle) => (/** @type {unknown} */ value) => {
      if (change.isEnded) return;
      change.isEnded = true;
      for (const remove of removeListeners) remove();
      settle(value);
      change.onEnd();
    };
    change.resolve = endWith(resolve);
    change.reject = endWith(reject);
  });
  try {
    for (const signal of signalsOf(call)) {
      const abort = () => change.reject(host.abortReason(signal));
      if (signal.aborted) abort();
      else removeListeners.push(host.onAbort(signal, abort));
    }
  } catch (thrown) {
    change.reject(thrown); // a polyfill's signal that rejects further listeners
  }
  return change;
}

/** @param {Change} change */
export const canBeAborted = (change) => signalsOf(change).length > 0;

/**
 * Whether two changes are sent in the same way. Their clients have the same options.
 * @param {Change} first
 * @param {Change} second
 */
const haveSameOptions = ({ settings: first }, { settings: second }) =>
  first.timeout === second.timeout &&
  first.maxRetries === second.maxRetries &&
  first.options.limiter === second.options.limiter;

/**
 * Whether two changes may be sent as one, if their patches can be joined.
 * @param {Change} first
 * @param {Change} second
 */
export const mayJoin = (first, second) => !first.isAlone && !second.isAlone && haveSameOptions(first, second);

/** @typedef {ReturnType<typeof parsePatch>} Patch */

/**
 * The patches of the fields of a change.
 * @param {Change} change
 * @returns {(Patch | undefined)[]}
 */
export const patchesOf = ({ input: [, texts] }) =>
  texts.map((/** @type {string | undefined} */ text) => (text === undefined ? undefined : parsePatch(text)));

/**
 * Adds the patches of one change to those of others. Returns whether they can be joined; if not, nothing is added.
 * @param {(Patch | undefined)[]} joined
 * @param {(Patch | undefined)[]} patches
 */
export function joinPatches(joined, patches) {
  for (const [index, patch] of patches.entries()) {
    const earlier = joined[index];
    if (earlier && patch && !canJoin(earlier, patch)) return false;
  }
  for (const [index, patch] of patches.entries()) {
    const earlier = joined[index];
    if (earlier && patch) joinInto(earlier, patch);
    else joined[index] ??= patch;
  }
  return true;
}
