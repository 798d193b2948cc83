// JSON values that lose nothing. JavaScript's own would round numbers (9007199254740993), reorder keys that
// look like indices ("10" before "b"), and take `__proto__` for something else.

/** A number as it is written. */
export class JsonNumber {
  constructor(readonly text: string) {}
}

/** Members in the order in which they are written. */
export type JsonObject = ReadonlyMap<string, Json>;
export type JsonArray = readonly Json[];
export type Json = null | boolean | string | JsonNumber | JsonArray | JsonObject;

export const isObject = (value: Json | undefined): value is JsonObject => value instanceof Map;
export const isArray = (value: Json | undefined): value is JsonArray => Array.isArray(value);
export const isNumber = (value: Json | undefined): value is JsonNumber => value instanceof JsonNumber;

export const EMPTY: JsonObject = new Map();
