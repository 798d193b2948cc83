// Parses JSON text without loss: see value.ts.
import { printParseErrorCode, visit } from "jsonc-parser";
import { type Json, JsonNumber } from "./value.js";

/** Why a text is not JSON. `line` and `column` start at 1. */
export class JsonSyntaxError extends Error {
  override name = "JsonSyntaxError";
  constructor(
    readonly reason: string,
    readonly line: number,
    readonly column: number,
    /** The index in the text. */
    readonly offset: number,
  ) {
    super(`Line ${line}, column ${column}: ${reason}`);
  }
}

const REASONS: Partial<Record<ReturnType<typeof printParseErrorCode>, string>> = {
  InvalidSymbol: "this is not a JSON value; strings need double quotes",
  InvalidNumberFormat: "this is not a JSON number",
  PropertyNameExpected: "a key in double quotes is missing here",
  ValueExpected: "a value is missing here",
  ColonExpected: "a colon is missing here",
  CommaExpected: "a comma is missing before this",
  CloseBraceExpected: "a closing } is missing here",
  CloseBracketExpected: "a closing ] is missing here",
  EndOfFileExpected: "there is text after the end of the value",
  InvalidCommentToken: "JSON has no comments",
  UnexpectedEndOfComment: "JSON has no comments",
  UnexpectedEndOfString: "the closing double quote of this string is missing",
  UnexpectedEndOfNumber: "this number is not complete",
  InvalidUnicode: "\\u needs four hexadecimal digits",
  InvalidEscapeCharacter: "this is not an escape sequence; write \\\\ for a backslash",
  InvalidCharacter:
    "this character is not allowed in JSON; in a string, write it as an escape sequence such as \\n or \\t",
};

interface Options {
  /** Whether a duplicate key is an error. Otherwise, the last one wins. */
  uniqueKeys?: boolean;
}

/** @throws {JsonSyntaxError} */
export function parseJson(text: string, { uniqueKeys = false }: Options = {}): Json {
  const open: (Json[] | Map<string, Json>)[] = [];
  const keys: string[] = [];
  let result: Json | undefined;

  const add = (value: Json) => {
    const parent = open.at(-1);
    if (parent === undefined) result = value;
    else if (parent instanceof Map) parent.set(keys.pop() as string, value);
    else parent.push(value);
  };
  const openContainer = (container: Json[] | Map<string, Json>) => {
    add(container);
    open.push(container);
  };
  const end = () => {
    open.pop();
  };
  visit(
    text,
    {
      onObjectBegin: () => openContainer(new Map<string, Json>()),
      onArrayBegin: () => openContainer([]),
      onObjectEnd: end,
      onArrayEnd: end,
      onObjectProperty(key, offset, _length, line, column) {
        if (uniqueKeys && (open.at(-1) as Map<string, Json>).has(key)) {
          throw new JsonSyntaxError(
            `this object has the key ${JSON.stringify(key)} twice`,
            line + 1,
            column + 1,
            offset,
          );
        }
        keys.push(key);
      },
      onLiteralValue: (value, offset, length) =>
        add(typeof value === "number" ? new JsonNumber(text.slice(offset, offset + length)) : value),
      onError(code, offset, _length, line, column) {
        throw new JsonSyntaxError(
          REASONS[printParseErrorCode(code)] ?? "this is not JSON",
          line + 1,
          column + 1,
          offset,
        );
      },
    },
    { disallowComments: true, allowTrailingComma: false },
  );
  if (result === undefined) throw new JsonSyntaxError("a value is missing", 1, 1, 0);
  return result;
}
