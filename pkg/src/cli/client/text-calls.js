// Calls of a client whose metadata and results are JSON text, which keeps every digit of numbers.

/**
 * `input`: the user ID and the parameters.
 * @typedef {(operation: string, ...input: any[]) => Promise<string>} TextCall
 */

/**
 * @param {any} clerk
 * @returns {TextCall}
 */
export function textCalls(clerk) {
  /** @type {import("../../bulk/types.js").TextCall} */
  const call = clerk[Symbol.for("clerk-metadata.textCalls")]((/** @type {any} */ options) => options);
  return (operation, ...input) => call(operation, input);
}
