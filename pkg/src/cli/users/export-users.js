// What `export` reads: pages of all users, or the users of a list of IDs.
import { MAX_IDS, readPages, readUsersByIds } from "./pages.js";

/** @import { TextCall } from "../../bulk/types.js" */
/** @import { ListParams } from "./filters.js" */
/** @typedef {Pick<import("./pages.js").PageOptions, "maxOffline" | "onWait" | "signal">} Waiting */

/**
 * The rows of the users that match any of the queries. A user that matches several is exported once.
 * @param {TextCall} call
 * @param {{ filters: ListParams, queries: string[] } & Waiting} options
 * @returns {AsyncGenerator<string[]>}
 */
export async function* rowsOfQueries(call, { filters, queries, ...options }) {
  /** Only needed if a user can be read twice. @type {Set<string> | undefined} */
  const exported = queries.length > 1 ? new Set() : undefined;
  const lists = queries.length === 0 ? [filters] : queries.map((query) => [...filters, "query", query]);
  for (const list of lists) {
    for await (const page of readPages(call, { filters: list, ...options })) {
      const users = page.filter(({ id }) => !exported?.has(id));
      for (const { id } of users) exported?.add(id);
      yield users.map(({ row }) => row);
    }
  }
}

/**
 * The rows of users, in the order of their IDs.
 * @param {TextCall} call
 * @param {string[]} ids
 * @param {{ onMissing(id: string): void } & Waiting} options `onMissing` is called with an ID without a user.
 * @returns {AsyncGenerator<string[]>}
 */
export async function* rowsOfIds(call, ids, { onMissing, ...options }) {
  for (let start = 0; start < ids.length; start += MAX_IDS) {
    const part = ids.slice(start, start + MAX_IDS);
    const rows = new Map((await readUsersByIds(call, part, options)).map(({ id, row }) => [id, row]));
    for (const id of part) if (!rows.has(id)) onMissing(id);
    yield part.flatMap((id) => rows.get(id) ?? []);
  }
}
