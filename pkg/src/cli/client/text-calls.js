// Calls of a client whose metadata and results are JSON text, which keeps every digit of numbers.

/**
 * `input`: the user ID and the parameters.
 * @typedef {(operation: string, ...input: any[]) => Promise<string>} TextCall
 */

/**
 * @param {any} clerk
 * @returns {TextCall}
 */
export function textCalls(clerk) {
  /** @type {import("../../bulk/types.js").TextCall} */
  const call = clerk[Symbol.for("clerk-metadata.textCalls")]((/** @type {any} */ options) => options);
  return (operation, ...input) => call(operation, input);
}

/**
 * The list of the memberships of a user in an organization, which has one or none.
 * @param {any} clerk
 * @param {string} organizationId
 * @param {string} userId
 * @returns {Promise<string>}
 */
export function readMembershipList(clerk, organizationId, userId) {
  /** @type {import("../../bulk/types.js").TextCall} */
  const call = clerk[Symbol.for("clerk-metadata.textCalls")]((/** @type {any} */ options) => options);
  // The list has a `total_count`, like the response that `getCount` expects.
  return call("getCount", [], {
    label: "getOrganizationMembershipList",
    path: `/organizations/${organizationId}/memberships?${new URLSearchParams({ limit: "1", user_id: userId })}`,
  });
}
