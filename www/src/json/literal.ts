// Text as a JSON string literal, in which every hidden character is an escape.
import { partsOf } from "../visible-text.js";

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");

const inner = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Escapes that JSON has a short form for keep it: `\n` and not `\u000a`. */
export const literalOf = (text: string): string => {
  const parts = partsOf(text, (character) => (/[\b\f\n\r\t]/.test(character) ? inner(character) : escaped(character)));
  return `"${parts.map((part, index) => (index % 2 === 0 ? inner(part) : part)).join("")}"`;
};

/** JSON text with escapes in place of hidden characters: other text for the same value. */
export const withEscapes = (json: string): string =>
  partsOf(json, (character) => (character === "\n" ? character : escaped(character))).join("");

/** The text of a literal; `undefined` where it is not a whole one. */
export function fromLiteral(literal: string): string | undefined {
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a text has characters that an input would not show. Line breaks and tabs are shown. */
export const hasHidden = (text: string): boolean =>
  partsOf(text, (character) => character).some((part, index) => index % 2 === 1 && part !== "\n" && part !== "\t");
