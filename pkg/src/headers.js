// @compileOnLoad: every call runs these functions (build/functions.mjs).
// The headers of a response: those of the host, or what a custom `fetch` gives in their place.

/** The value of a header; `undefined` where there is none. */
export function headerOf(headers, name) {
  // A Map has a `get()` too, of names as they were written.
  const value =
    typeof headers?.get === "function" && !(headers instanceof Map)
      ? headers.get(name)
      : listHeaders(headers).find((entry) => entry[0] === name)?.[1];
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
}

/**
 * All headers, as pairs of a lower-case name and a value: of `Headers`, a `Map`, a list of pairs, or a plain object.
 */
export function listHeaders(headers) {
  if (typeof headers !== "object" || headers === null) return [];
  const entries = headers[Symbol.iterator]
    ? [...headers]
    : Object.entries(headers).filter(([, value]) => typeof value !== "function");
  return entries.map(([name, value]) => [
    String(name).toLowerCase(),
    Array.isArray(value) ? value.join(", ") : String(value),
  ]);
}
