import { textCalls } from "../client/text-calls.js";
import { readPages } from "../users/pages.js";

/** @import { ClerkClient } from "../../../types/client.js" */
/** @import { PageOptions } from "../users/pages.js" */

/**
 * A row for each user of the instance, as JSON text, in the order of their creation. With `patch`, the text of its
 * fields, it is the change of each.
 * @param {ClerkClient} clerk
 * @param {{ patch?: unknown, limit?: number } & Pick<PageOptions, "maxOffline" | "onWait" | "signal">} options
 */
export async function* allUserRows(clerk, { patch, limit, maxOffline, signal, onWait }) {
  const fields = patch === undefined ? "" : `,${String(patch).trim().slice(1, -1)}`;
  for await (const users of readPages(textCalls(clerk), { filters: [], limit, maxOffline, onWait, signal })) {
    signal?.throwIfAborted();
    for (const { id } of users) yield `{"id":${JSON.stringify(id)}${fields}}`;
  }
}
