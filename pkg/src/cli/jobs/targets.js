// What the rows of a job change: users, organizations or memberships.
import { members } from "../json-text.js";
import { countText } from "../progress.js";

/** @typedef {"user" | "organization" | "membership"} Target */
/** @typedef {Partial<Record<Target, number>>} TargetCounts The rows for each. */

/** @type {Record<Target, string>} */
const PLURALS = { user: "users", organization: "organizations", membership: "memberships" };

/** @type {Record<Target, string>} */
export const MISSING_MESSAGES = {
  user: "There is no such user.",
  organization: "There is no such organization.",
  membership: "There is no such membership.",
};

/**
 * @param {{ organizationId?: unknown, userId?: unknown }} row
 * @returns {Target}
 */
export const targetOf = ({ organizationId, userId }) =>
  organizationId === undefined ? "user" : userId === undefined ? "organization" : "membership";

/**
 * The target of a row that is JSON text.
 * @param {string} text
 */
export function targetOfText(text) {
  // Most rows are for users, and are not parsed.
  if (!/"organization_?[iI]d"/.test(text)) return "user";
  const names = new Set(members(text).map(([name]) => String(name).replace("_id", "Id")));
  return targetOf({
    organizationId: names.has("organizationId") || undefined,
    userId: names.has("userId") || undefined,
  });
}

/** @param {TargetCounts | undefined} counts */
function onlyTarget(counts = {}) {
  const targets = /** @type {Target[]} */ (Object.keys(counts));
  return targets.length === 0 ? "user" : targets.length === 1 ? targets[0] : undefined;
}

/**
 * "no such user"
 * @param {TargetCounts | undefined} counts
 */
export function missingText(counts) {
  const target = onlyTarget(counts);
  return target === undefined ? "not found" : `no such ${target}`;
}

/**
 * "1 user", "1,000 organizations", or "2 rows" if they differ.
 * @param {number} count
 * @param {TargetCounts | undefined} counts
 */
export function targetsText(count, counts) {
  const target = onlyTarget(counts);
  const [one, many] = target === undefined ? ["row", "rows"] : [target, PLURALS[target]];
  return `${countText(count)} ${count === 1 ? one : many}`;
}
