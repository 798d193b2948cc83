// One run: checks the facts, and removes the throwaway users and organization in every case.
import { setTimeout as sleep } from "node:timers/promises";
import { runFacts } from "./run-facts.js";
import { createSend } from "./send.js";
import { widthOf } from "../text.js";
import { createThrowaways, leftoverText } from "./throwaways.js";

/** @import { Backend } from "../admin/types.js" */
/** @import { Fact, FactResult } from "./types.js" */

const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/** The run was interrupted by a signal. */
export class Interrupted extends Error {
  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(`interrupted by ${signal}`);
  }
}

/**
 * Rejects with `Interrupted` after a signal, or with the reason why nothing could be checked.
 * @param {readonly Fact[]} facts
 * @param {Backend} backend
 * @param {{ log(text: string): void, onResult(result: FactResult): void }} output
 */
export async function verify(facts, backend, { log, onResult }) {
  const interruption = new AbortController();
  const { signal } = interruption;
  const width = widthOf(process.stderr);
  // Not aborted: a user whose creation was aborted could exist, and users are removed after an interruption.
  const throwaways = createThrowaways(createSend(backend));
  const interrupt = (/** @type {NodeJS.Signals} */ name) => {
    if (!signal.aborted) {
      interruption.abort(new Interrupted(name));
      return log("Interrupted. Removing the throwaway users.");
    }
    log(leftoverText(throwaways.pending(), width));
    process.exit(1);
  };
  for (const name of SIGNALS) process.on(name, interrupt);
  const options = {
    send: createSend(backend, signal),
    throwaways,
    wait: (/** @type {number} */ ms) => sleep(ms, undefined, { signal }),
    signal,
    onResult,
  };
  /** @type {{ results: FactResult[] } | { error: unknown }} */
  const run = await runFacts(facts, options).then(
    (results) => ({ results }),
    (error) => ({ error }),
  );
  const leftovers = await throwaways.removeAll();
  if (leftovers.length > 0) log(leftoverText(leftovers, width));
  for (const name of SIGNALS) process.removeListener(name, interrupt);
  if ("error" in run) throw run.error;
  return { results: run.results, leftovers };
}
