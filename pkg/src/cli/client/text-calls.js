// Calls of a client whose metadata and results are JSON text, which keeps every digit of numbers.

/**
 * @param {any} clerk
 * @returns {import("../../bulk/types.js").TextCall}
 */
export const textCalls = (clerk) =>
  clerk[Symbol.for("clerk-metadata.textCalls")]((/** @type {any} */ options) => options);
