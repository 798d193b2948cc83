// Copies users from upstream when they are first requested. Only `GET` requests are sent, with the key of the caller.
import { text } from "node:stream/consumers";
import { namedUsersQuery } from "./routes.js";
import { failure, responseHeaders, UpstreamError } from "./upstream.js";

/** @import { IncomingHttpHeaders } from "node:http" */
/** @import { LocalUsers } from "../../../types/local.js" */
/** @import { Upstream } from "./upstream.js" */

/** The request headers that select the key and the format of the response. */
const COPIED_HEADERS = ["authorization", "clerk-api-version", "user-agent"];

/**
 * @param {LocalUsers} users
 * @param {Upstream} upstream
 * @param {AbortSignal} signal
 */
export function createUserCopier(users, upstream, signal) {
  /**
   * The requests in progress, so that concurrent requests for a user copy it once.
   * @type {Map<string, Promise<number>>}
   */
  const inProgress = new Map();
  const isKnown = (/** @type {string} */ id) => users.get(id) !== undefined || users.wasDeleted(id);

  /**
   * Returns the number of users that were copied: none if upstream does not have them.
   * @param {string} target
   * @param {IncomingHttpHeaders} headers
   */
  async function copy(target, headers) {
    const forwardedHeaders = Object.fromEntries(
      COPIED_HEADERS.map((name) => [name, headers[name]]).filter(([, value]) => value),
    );
    const response = await upstream.request(
      { method: "GET", target, headers: { ...forwardedHeaders, via: headers.via } },
      signal,
    );
    const { statusCode = 0 } = response;
    const body = await text(response).catch(() => {
      throw failure(502, "bad_gateway", `The upstream ${upstream.url} closed the connection during its response.`);
    });
    if (statusCode === 404) return 0;
    if (statusCode !== 200)
      throw new UpstreamError({ status: statusCode, headers: headerList(response.headers), body });
    try {
      return users.insert(body, { keepExisting: true });
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      throw failure(502, "bad_gateway", `The response of the upstream ${upstream.url} could not be stored: ${message}`);
    }
  }

  /**
   * @param {string} target
   * @param {IncomingHttpHeaders} headers
   */
  async function copyOnce(target, headers) {
    // First, because a looped request would wait for the copy that has sent it.
    upstream.rejectLoop(headers);
    const key = `${headers.authorization} ${target}`;
    const running = inProgress.get(key);
    if (running !== undefined) {
      await running;
      return 0;
    }
    const promise = copy(target, headers);
    inProgress.set(key, promise);
    try {
      return await promise;
    } finally {
      inProgress.delete(key);
    }
  }

  return {
    /**
     * @param {string} id
     * @param {IncomingHttpHeaders} headers
     */
    copyUser: async (id, headers) => (isKnown(id) ? 0 : copyOnce(`/v1/users/${id}`, headers)),

    /**
     * Copies the users that a list names.
     * @param {URLSearchParams} query
     * @param {IncomingHttpHeaders} headers
     */
    async copyNamedUsers(query, headers) {
      const named = namedUsersQuery(query, isKnown);
      return named === undefined ? 0 : copyOnce(`/v1/users?${named}`, headers);
    },
  };
}

/**
 * @param {IncomingHttpHeaders} headers
 * @returns {[string, string][]}
 */
const headerList = (headers) => Object.entries(responseHeaders(headers)).map(([name, value]) => [name, String(value)]);
