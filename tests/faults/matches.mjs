// Compares a value with the expectation of a row. No import of a runtime's modules: this also runs in a Worker.

/** Deep equality by `Object.is` and own keys. A RegExp is matched, and a function is called with the value. */
export function matches(actual, expected) {
  if (expected instanceof RegExp) return typeof actual === "string" && expected.test(actual);
  if (typeof expected === "function") return expected(actual) === true;
  if (typeof expected !== "object" || expected === null) return Object.is(actual, expected);
  if (typeof actual !== "object" || actual === null || Array.isArray(actual) !== Array.isArray(expected)) return false;
  const [actualKeys, expectedKeys] = [Object.keys(actual), Object.keys(expected)];
  return (
    actualKeys.length === expectedKeys.length &&
    expectedKeys.every((key) => Object.hasOwn(actual, key) && matches(actual[key], expected[key]))
  );
}

/** A value as a short text, for failure messages. */
export function format(value) {
  if (value instanceof RegExp || typeof value === "function" || typeof value === "number" || value === undefined)
    return String(value);
  try {
    return `${JSON.stringify(value)}`.slice(0, 300);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
