// Whether a value is what a row expects. No import of a host's own: it also runs in a Worker.

/** Deeply the same, by `Object.is` and own keys; a RegExp matches, a function judges. */
export function same(actual, expected) {
  if (expected instanceof RegExp) return typeof actual === "string" && expected.test(actual);
  if (typeof expected === "function") return expected(actual) === true;
  if (typeof expected !== "object" || expected === null) return Object.is(actual, expected);
  if (typeof actual !== "object" || actual === null || Array.isArray(actual) !== Array.isArray(expected)) return false;
  const [ours, theirs] = [Object.keys(actual), Object.keys(expected)];
  return (
    ours.length === theirs.length &&
    theirs.every((key) => Object.hasOwn(actual, key) && same(actual[key], expected[key]))
  );
}

/** A value as a short text, for whoever reads what differs. */
export function shown(value) {
  if (value instanceof RegExp || typeof value === "function" || typeof value === "number" || value === undefined)
    return String(value);
  try {
    return `${JSON.stringify(value)}`.slice(0, 300);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
