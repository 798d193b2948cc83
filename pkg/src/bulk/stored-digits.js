// Restores the digits of numbers that a function of the caller has copied: JavaScript reads them as doubles.
import { ClerkInputError } from "../errors.js";

/** A string or a number of a JSON text. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;

/**
 * Replaces each number of a text that is the double of a stored number by the text of the stored one, unless it has the
 * same value.
 * @param {string} text
 * @param {string} stored
 */
export function withStoredDigits(text, stored) {
  const numbers = inexactNumbers(stored);
  if (numbers.size === 0) return text;
  return text.replace(TOKEN, (token) => {
    const originals = token.startsWith('"') ? undefined : numbers.get(Number(token));
    if (originals === undefined) return token;
    if (originals.size === 1) return /** @type {string} */ (originals.values().next().value);
    throw new ClerkInputError(
      `the number ${token} stands for several stored numbers that are the same for JavaScript, so it is not known which one was meant. Leave such keys as they are, or store them as strings.`,
      { code: "invalid_params" },
    );
  });
}

/**
 * The stored numbers of each double that is not the exact value of all of them: their texts, by value.
 * @param {string} stored
 */
function inexactNumbers(stored) {
  /** @type {Map<number, Map<string, string>>} */
  const numbers = new Map();
  for (const [token] of stored.matchAll(TOKEN)) {
    if (token.startsWith('"')) continue;
    const double = Number(token);
    const originals = numbers.get(double) ?? new Map();
    originals.set(decimal(token), token);
    numbers.set(double, originals);
  }
  for (const [double, originals] of numbers)
    if (originals.size === 1 && originals.has(decimal(String(double)))) numbers.delete(double);
  return numbers;
}

/**
 * The exact value of a number, which is equal for each notation: its digits without zeros at the ends, and an exponent.
 * @param {string} token
 */
function decimal(token) {
  const [, sign = "", integer = "", fraction = "", exponent = "0"] = NUMBER.exec(token) ?? [];
  const digits = (integer + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  return `${sign}${significant}e${BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length)}`;
}
