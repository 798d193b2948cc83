// The value of typed text where there is no type yet: `14` is a number, `{}` an object, `abc` a string.
import { isNumberText } from "./number.js";
import { JsonSyntaxError, parseJson } from "./parse.js";
import { type Json, JsonNumber } from "./value.js";
import { fromLiteral } from "./literal.js";

export type Inferred = { value: Json } | { problem: string };

const WORDS: Record<string, Json> = { true: true, false: false, null: null };

/** An incomplete number: `-`, `1.`, `1e`, `1e+`. */
const BEGINS_NUMBER = /^(?:-|-?(?:0|[1-9]\d*)(?:\.|(?:\.\d+)?[eE][+-]?))$/;

/** `undefined` if nothing is typed. */
export function infer(typed: string): Inferred | undefined {
  const text = typed.trim();
  if (text === "") return undefined;
  if (isNumberText(text)) return { value: new JsonNumber(text) };
  if (Object.hasOwn(WORDS, text)) return { value: WORDS[text] as Json };
  if (BEGINS_NUMBER.test(text)) return { problem: `${text} is not a complete number. For a string, use double quotes` };
  if (text.startsWith('"')) {
    const value = fromLiteral(text);
    if (value !== undefined) return { value };
    return {
      problem: 'a value that begins with a double quote must be a JSON string: "…", with \\" for a quote inside it',
    };
  }
  if (/^[[{]/.test(text)) {
    try {
      return { value: parseJson(text, { uniqueKeys: true }) };
    } catch (error) {
      // `[draft] offer` and `{name}` are strings; incomplete JSON is an error.
      if (!(error instanceof JsonSyntaxError) || /^(?:\[\s*["\d[{-]|\{\s*"|[[{]$)/.test(text)) {
        return {
          problem: `this is not valid JSON: ${(error as JsonSyntaxError).reason}. For a string, use double quotes`,
        };
      }
    }
  }
  return { value: typed };
}
