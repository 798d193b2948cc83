// Copies users, organizations and memberships from upstream when they are first requested. Only `GET` requests are
// sent, with the key of the caller.
import { text } from "node:stream/consumers";
import { createOrganizationCopies } from "./copy-organizations.js";
import { createUserCopies } from "./copy-users.js";
import { failure, responseHeaders, UpstreamError } from "./upstream.js";

/** @import { IncomingHttpHeaders } from "node:http" */
/** @import { LocalBackend } from "../../../types/local.js" */
/** @import { Upstream } from "./upstream.js" */

/**
 * A request that needs a copy. `body` is its parsed body, if it has one.
 * @typedef {{
 *   id: string,
 *   userId: string,
 *   query: URLSearchParams,
 *   headers: IncomingHttpHeaders,
 *   body: any,
 * }} CopyRequest
 *
 * What can be copied. Each function returns the number of resources that were copied.
 * @typedef {Pick<ReturnType<typeof createUserCopies>, "user"> & ReturnType<typeof createOrganizationCopies>} Copies
 *
 * @typedef {object} Reader
 * @property {(target: string, headers: IncomingHttpHeaders) => Promise<string | undefined>} read The text of a
 *   response; `undefined` for a 404.
 * @property {<Result>(insert: () => Result) => Result} store Runs an insertion. If it fails, upstream has sent
 *   something else.
 * @property {(key: string, headers: IncomingHttpHeaders, copy: () => Promise<number>) => Promise<number>} once Runs a
 *   copy, or waits for the one that is in progress.
 */

/** The request headers that select the key and the format of the response. */
const COPIED_HEADERS = ["authorization", "clerk-api-version", "user-agent"];

/**
 * @param {LocalBackend} backend
 * @param {Upstream} upstream
 * @param {AbortSignal} signal
 * @returns {Copies}
 */
export function createCopies(backend, upstream, signal) {
  const reader = createReader(upstream, signal);
  const users = createUserCopies(backend, reader);
  return { user: users.user, ...createOrganizationCopies(backend, reader, users) };
}

/**
 * @param {Upstream} upstream
 * @param {AbortSignal} signal
 * @returns {Reader}
 */
function createReader(upstream, signal) {
  /** @type {Map<string, Promise<number>>} */
  const inProgress = new Map();
  return {
    async read(target, headers) {
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
      if (statusCode === 404) return undefined;
      if (statusCode !== 200)
        throw new UpstreamError({ status: statusCode, headers: headerList(response.headers), body });
      return body;
    },
    store(insert) {
      try {
        return insert();
      } catch (error) {
        const { message } = /** @type {Error} */ (error);
        throw failure(
          502,
          "bad_gateway",
          `The response of the upstream ${upstream.url} could not be stored: ${message}`,
        );
      }
    },
    async once(key, headers, copy) {
      // First, because a looped request would wait for the copy that has sent it.
      upstream.rejectLoop(headers);
      const fullKey = `${headers.authorization} ${key}`;
      const running = inProgress.get(fullKey);
      if (running !== undefined) {
        await running;
        return 0;
      }
      const promise = copy();
      inProgress.set(fullKey, promise);
      try {
        return await promise;
      } finally {
        inProgress.delete(fullKey);
      }
    },
  };
}

/**
 * @param {IncomingHttpHeaders} headers
 * @returns {[string, string][]}
 */
const headerList = (headers) => Object.entries(responseHeaders(headers)).map(([name, value]) => [name, String(value)]);
