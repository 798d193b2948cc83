import { textCalls } from "../client/text-calls.js";

/**
 * The number of users that match filters.
 * @param {import("../../../types/client.js").ClerkClient} clerk
 * @param {import("./filters.js").ListParams} filters
 * @returns {Promise<number>}
 */
export async function countUsers(clerk, filters) {
  return JSON.parse(await textCalls(clerk)("getCount", undefined, filters)).total_count;
}
