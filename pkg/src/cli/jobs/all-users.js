/** @import { ClerkClient } from "../../../types/client.js" */

/** The users of a page: 100 users of the largest size are less than the 10 MB to which a response is limited. */
const PAGE = 100;

/**
 * A row for each user of the instance, as JSON text, in the order of their creation. With `patch`, the text of its
 * fields, it is the change of each.
 * @param {ClerkClient} clerk
 * @param {{ patch?: unknown, limit?: unknown, signal: AbortSignal }} options
 */
export async function* allUserRows(clerk, { patch, limit = Infinity, signal }) {
  const fields = patch === undefined ? "" : `,${String(patch).trim().slice(1, -1)}`;
  let left = Number(limit);
  /** @type {string | undefined} */
  let startingAfter;
  while (left > 0) {
    const { data } = await clerk.users.getUserList({ limit: PAGE, orderBy: "+created_at", startingAfter }, { signal });
    for (const { id } of data.slice(0, left)) yield `{"id":${JSON.stringify(id)}${fields}}`;
    left -= data.length;
    if (data.length < PAGE) return;
    startingAfter = data.at(-1)?.id;
  }
}
