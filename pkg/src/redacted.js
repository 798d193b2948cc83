/** What was thrown; or, where the key may show in it, an error that says the same without the key. */
export function withoutKey(thrown, key) {
  if (!mayShow(thrown, key, new Set())) return thrown;
  const { name = "Error", message = thrown } = Object(thrown);
  return Object.assign(new Error(String(message).replaceAll(key, "[redacted]")), { name: String(name).replaceAll(key, "[redacted]") });
}

/** Only strings without the key, errors, arrays and plain objects do not: others, as a `Request`, have ways of their own to show it. */
function mayShow(value, key, seen) {
  if (typeof value === "string") return value.includes(key);
  if (typeof value !== "object" || value === null || seen.has(value)) return typeof value === "function";
  seen.add(value);
  try {
    const isData = value instanceof Error || Array.isArray(value) || Object.prototype.toString.call(value) === "[object Object]";
    return !isData || seen.size > 1000 || Reflect.ownKeys(value).some((name) => mayShow(value[name], key, seen));
  } catch {
    return true;
  }
}
