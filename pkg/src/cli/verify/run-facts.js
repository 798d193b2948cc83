// Checks facts with throwaway users.
import { isDeepStrictEqual } from "node:util";
import { NotChecked } from "./outcome.js";

/** @import { Fact, FactContext, FactResult, Json, Send } from "./types.js" */
/** @import { Throwaways } from "./throwaways.js" */

/**
 * Rejects if the users cannot be created, or if `signal` aborts.
 * @param {readonly Fact[]} facts
 * @param {{
 *   send: Send,
 *   throwaways: Throwaways,
 *   wait(ms: number): Promise<void>,
 *   signal: AbortSignal,
 *   onResult(result: FactResult): void,
 * }} options
 */
export async function runFacts(facts, { send, throwaways, wait, signal, onResult }) {
  const createUser = () => {
    signal.throwIfAborted();
    return throwaways.createUser();
  };
  /** @type {Map<string, Promise<any>>} */
  const loaded = new Map();
  /** @type {FactContext} */
  const context = {
    send,
    // One after the other, because the order of their creation is part of some facts.
    users: [await createUser(), await createUser(), await createUser()],
    organization: () =>
      context.once("organization", () => {
        signal.throwIfAborted();
        return throwaways.createOrganization(context.users[0].id);
      }),
    createUser,
    wait,
    once(name, load) {
      const promise = loaded.get(name) ?? load();
      loaded.set(name, promise);
      return promise;
    },
  };
  /** @type {FactResult[]} */
  const results = [];
  for (const fact of facts) {
    const result = await check(fact, context);
    signal.throwIfAborted();
    results.push(result);
    onResult(result);
  }
  return results;
}

/**
 * Never rejects.
 * @param {Fact} fact
 * @param {FactContext} context
 * @returns {Promise<FactResult>}
 */
async function check({ id, statement, source, expected, check }, context) {
  const row = { id, statement, source, expected };
  try {
    const actual = toJson(await check(context));
    return isDeepStrictEqual(actual, expected) ? { ...row, result: "holds" } : { ...row, result: "differs", actual };
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    return { ...row, result: error instanceof NotChecked ? "not checked" : "failed", reason: message };
  }
}

/**
 * As in the report.
 * @param {unknown} value
 * @returns {Json}
 */
const toJson = (value) => JSON.parse(JSON.stringify(value) ?? "null");
