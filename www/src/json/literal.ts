// JSON string literals in which every hidden character is an escape sequence.
import { partsOf } from "../visible-text.js";

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");

const inner = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Uses the short escape sequences of JSON: `\n` instead of `\u000a`. */
export const literalOf = (text: string): string => {
  const parts = partsOf(text, (character) => (/[\b\f\n\r\t]/.test(character) ? inner(character) : escaped(character)));
  return `"${parts.map((part, index) => (index % 2 === 0 ? inner(part) : part)).join("")}"`;
};

/** Replaces hidden characters in JSON text with escape sequences. The value stays the same. */
export const withEscapes = (json: string): string =>
  partsOf(json, (character) => (character === "\n" ? character : escaped(character))).join("");

/** The string of a literal; `undefined` if it is not a complete literal. */
export function fromLiteral(literal: string): string | undefined {
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an input element would not show all characters of a text. It shows line breaks and tabs. */
export const hasHidden = (text: string): boolean =>
  partsOf(text, (character) => character).some((part, index) => index % 2 === 1 && part !== "\n" && part !== "\t");
