// @compileOnLoad: every call runs these functions (build/functions.mjs).
// Reads response headers: the host's `Headers`, or what a custom `fetch` returns instead.

/**
 * The value of a header; `undefined` if it is missing.
 * @param {any} headers
 * @param {string} name
 */
export function headerOf(headers, name) {
  // A Map has a `get()` too, but its names are case-sensitive.
  const value =
    typeof headers?.get === "function" && !(headers instanceof Map)
      ? headers.get(name)
      : listHeaders(headers).find((entry) => entry[0] === name)?.[1];
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
}

/**
 * All headers, as pairs of a lowercase name and a value: of `Headers`, a `Map`, a list of pairs, or a plain object.
 * @param {any} headers
 * @returns {[name: string, value: string][]}
 */
export function listHeaders(headers) {
  if (typeof headers !== "object" || headers === null) return [];
  /** @type {[name: unknown, value: unknown][]} */
  const entries = headers[Symbol.iterator]
    ? [...headers]
    : Object.entries(headers).filter(([, value]) => typeof value !== "function");
  return entries.map(([name, value]) => [
    String(name).toLowerCase(),
    Array.isArray(value) ? value.join(", ") : String(value),
  ]);
}
