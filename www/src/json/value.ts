// Exact JSON values. JavaScript's own values would round numbers (9007199254740993), reorder keys that look like
// indices ("10" before "b"), and treat `__proto__` specially.

/** A number, with its text. */
export class JsonNumber {
  constructor(readonly text: string) {}
}

/** The members, in their order in the text. */
export type JsonObject = ReadonlyMap<string, Json>;
export type JsonArray = readonly Json[];
export type Json = null | boolean | string | JsonNumber | JsonArray | JsonObject;

export const isObject = (value: Json | undefined): value is JsonObject => value instanceof Map;
export const isArray = (value: Json | undefined): value is JsonArray => Array.isArray(value);
export const isNumber = (value: Json | undefined): value is JsonNumber => value instanceof JsonNumber;

export const EMPTY: JsonObject = new Map();
