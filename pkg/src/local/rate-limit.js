// The option `rateLimit`.

const OPTIONS = ["window", "requests", "seconds", "usedByOthers"];
const WINDOWS = ["first-request", "fixed", "sliding"];

/**
 * Validates the option. Returns the settings of the wasm.
 * @param {any} rateLimit
 */
export function readRateLimit(rateLimit) {
  if (rateLimit === undefined || typeof rateLimit === "boolean") return { rateLimit };
  if (typeof rateLimit !== "object" || rateLimit === null || Array.isArray(rateLimit))
    throw new TypeError(
      "createLocalBackend: rateLimit must be true or false, or an object such as { requests: 1000, seconds: 10 }.",
    );
  const unknown = Object.keys(rateLimit).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined)
    throw new TypeError(
      `createLocalBackend: unknown option rateLimit.${unknown}. The options are ${OPTIONS.join(", ")}.`,
    );
  const { window, requests, seconds, usedByOthers } = rateLimit;
  if (window !== undefined && !WINDOWS.includes(window))
    throw new TypeError(`createLocalBackend: rateLimit.window must be one of ${WINDOWS.join(", ")}.`);
  requireInRange("requests", requests, 1, 1_000_000_000);
  if (requests !== undefined && !Number.isInteger(requests))
    throw new RangeError("createLocalBackend: rateLimit.requests must be a whole number.");
  requireInRange("seconds", seconds, 0.001, 86_400);
  requireInRange("usedByOthers", usedByOthers, 0, 1);
  return { rateLimit: true, rateLimits: { window, requests, seconds, usedByOthers } };
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {number} min
 * @param {number} max
 */
function requireInRange(name, value, min, max) {
  if (value === undefined || (typeof value === "number" && value >= min && value <= max)) return;
  throw new RangeError(`createLocalBackend: rateLimit.${name} must be a number from ${min} to ${max}.`);
}
