// Restores the digits of numbers that a function of the caller has copied: JavaScript reads them as doubles.
import { ClerkInputError } from "../errors.js";

/** A string or a number of a JSON text. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/**
 * Replaces each number of a text that is the double of a stored number by the text of the stored one.
 * @param {string} text
 * @param {string} stored
 */
export function withStoredDigits(text, stored) {
  const digits = inexactNumbers(stored);
  if (digits.size === 0) return text;
  return text.replace(TOKEN, (token) => {
    if (token.startsWith('"') || !digits.has(Number(token))) return token;
    const original = digits.get(Number(token));
    if (original !== undefined) return original;
    throw new ClerkInputError(
      `the number ${token} stands for several stored numbers with more digits than JavaScript keeps, so it is not known which one was meant. Leave such keys as they are, or store them as strings.`,
      { code: "invalid_params" },
    );
  });
}

/**
 * The stored numbers whose text JavaScript would not write, by the double. `undefined` if there are several.
 * @param {string} stored
 */
function inexactNumbers(stored) {
  /** @type {Map<number, string | undefined>} */
  const digits = new Map();
  for (const [token] of stored.matchAll(TOKEN)) {
    if (token.startsWith('"')) continue;
    const double = Number(token);
    // Short numbers differ only in their notation, which does not change the value.
    if (String(double) === token || token.replace(/\D/g, "").length <= 15) continue;
    digits.set(double, digits.has(double) && digits.get(double) !== token ? undefined : token);
  }
  return digits;
}
