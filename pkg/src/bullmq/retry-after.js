// The wait that a 429 asks for, as in bulk/src/limiter/retry_after.rs.

/**
 * In milliseconds; 0 if the header cannot be read. A date is relative to the header `Date`, if there is one, because
 * the clock of the host may be wrong.
 * @param {{ retryAfter?: string | undefined, date?: string | undefined } | undefined} outcome
 */
export function retryAfterMs({ retryAfter, date } = {}) {
  const text = retryAfter?.trim() ?? "";
  if (/^(\d+\.?\d*|\.\d+)$/.test(text)) return Number(text) * 1000;
  const until = Date.parse(text);
  const now = Date.parse(date ?? "");
  return Math.max(until - (Number.isNaN(now) ? Date.now() : now), 0) || 0;
}
