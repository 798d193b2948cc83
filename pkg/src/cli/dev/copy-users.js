// Copies users from upstream.
import { namedUsersQuery } from "./routes.js";

/** @import { IncomingHttpHeaders } from "node:http" */
/** @import { LocalBackend } from "../../../types/local.js" */
/** @import { CopyRequest, Reader } from "./copy.js" */

/** How many values a filter of the Backend API accepts. */
const MAX_FILTER_VALUES = 100;

/**
 * @param {LocalBackend} backend
 * @param {Reader} reader
 */
export function createUserCopies({ users }, { read, store, once }) {
  const isKnown = (/** @type {string} */ id) => users.get(id) !== undefined || users.wasDeleted(id);

  /**
   * @param {string} target
   * @param {IncomingHttpHeaders} headers
   */
  const copy = (target, headers) =>
    once(target, headers, async () => {
      const body = await read(target, headers);
      return body === undefined ? 0 : store(() => users.insert(body, { keepExisting: true }));
    });

  /**
   * The users that a list names.
   * @param {Pick<CopyRequest, "query" | "headers">} request
   */
  async function copyNamed({ query, headers }) {
    const named = namedUsersQuery(query, isKnown);
    return named === undefined ? 0 : copy(`/v1/users?${named}`, headers);
  }

  return {
    /** @param {Pick<CopyRequest, "id" | "headers">} request */
    user: async ({ id, headers }) => (isKnown(id) ? 0 : copy(`/v1/users/${id}`, headers)),

    users: copyNamed,

    /**
     * @param {string[]} ids
     * @param {IncomingHttpHeaders} headers
     */
    async usersWithIds(ids, headers) {
      const unknown = ids.filter((id) => !isKnown(id));
      let copied = 0;
      for (let start = 0; start < unknown.length; start += MAX_FILTER_VALUES) {
        const query = new URLSearchParams();
        for (const id of unknown.slice(start, start + MAX_FILTER_VALUES)) query.append("user_id", id);
        copied += await copyNamed({ query, headers });
      }
      return copied;
    },
  };
}
