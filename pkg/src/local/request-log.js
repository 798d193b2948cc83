// The requests that a backend has received. They never contain the secret key.

/** @import { LocalRecordedRequest, LocalRequests } from "../../types/local.js" */
/** @import { BackendRequest, BackendResponse } from "./types.js" */

// The oldest requests are dropped, so that a server that runs for days does not fill the memory.
const MAX_REQUESTS = 10_000;
const MAX_BODY_CHARS = 16 * 1024 * 1024;
/** Removing elements from the start of a long array moves all others. */
const DROPPED_AT_ONCE = 1_000;

/** @typedef {{ -readonly [Name in keyof LocalRecordedRequest]: LocalRecordedRequest[Name] }} Recorded */

/** @param {() => number} now */
export function createRequestLog(now) {
  /** @type {Recorded[]} */
  const requests = [];
  /** The length of the body of each request. @type {number[]} */
  const bodyLengths = [];
  let bodyChars = 0;

  // Not enumerable, so that assertions compare the array with a plain array.
  Object.defineProperty(requests, "clear", {
    value() {
      requests.length = 0;
      bodyLengths.length = 0;
      bodyChars = 0;
    },
  });

  /** @param {number} count */
  function dropOldest(count) {
    requests.splice(0, count);
    for (const length of bodyLengths.splice(0, count)) bodyChars -= length;
  }

  return {
    requests: /** @type {LocalRequests} */ (/** @type {unknown} */ (requests)),

    /**
     * Records a request. Its status is added when it has been handled.
     * @param {BackendRequest} request
     */
    add(request) {
      const recorded = describe(request, now());
      requests.push(recorded);
      const bodyLength = request.body?.length ?? 0;
      bodyChars += bodyLength;
      bodyLengths.push(bodyLength);
      if (requests.length > MAX_REQUESTS + DROPPED_AT_ONCE) dropOldest(DROPPED_AT_ONCE);
      while (bodyChars > MAX_BODY_CHARS && requests.length > 1) dropOldest(1);
      return recorded;
    },
  };
}

const URL_PARTS = /^(?:[a-z][a-z0-9+.-]*:\/\/[^/?#]*)?([^?#]*)(?:\?([^#]*))?/i;
const RESOURCE_PATH = /^\/v1\/(?:users\/(?!count$)([^/]+)|organizations\/([^/]+)(?:\/memberships\/([^/]+))?)/;

/**
 * @param {BackendRequest} request
 * @param {number} time
 * @returns {Recorded}
 */
function describe({ method, url, body }, time) {
  const [, path = "", query = ""] = URL_PARTS.exec(url) ?? [];
  const [, id, organizationId, memberId] = RESOURCE_PATH.exec(path) ?? [];
  const userId = id ?? memberId;
  return {
    method,
    path,
    query,
    userId: userId && decode(userId),
    organizationId: organizationId && decode(organizationId),
    body: parse(body),
    time,
    status: undefined,
  };
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @param {string | undefined} body */
function parse(body) {
  if (!body) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/**
 * Adds the status to a recorded request, and passes the request to `onRequest`.
 * @template {BackendResponse | Promise<BackendResponse>} Response
 * @param {Recorded} recorded
 * @param {Response} response
 * @param {((request: LocalRecordedRequest) => unknown) | undefined} onRequest
 * @returns {Response}
 */
export function recordStatus(recorded, response, onRequest) {
  const record = (/** @type {BackendResponse} */ { status }) => {
    recorded.status = status;
    onRequest?.(recorded);
  };
  if (response instanceof Promise) response.then(record).catch(() => {});
  else record(response);
  return response;
}
