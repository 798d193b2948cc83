// Converts to JavaScript values, which rounds numbers. Use it only to validate, never to store or show values.
import { isArray, isNumber, isObject, type Json } from "./value.js";

export function toPlain(value: Json): unknown {
  if (isNumber(value)) {
    const number = Number(value.text);
    return Number.isFinite(number) ? number : 0;
  }
  if (isArray(value)) return value.map(toPlain);
  if (isObject(value)) return Object.fromEntries([...value].map(([key, item]) => [key, toPlain(item)]));
  return value;
}
