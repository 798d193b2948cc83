// Forwards the calls of the page to the Backend API, with the secret key instead of the page's.
import { MAX_BODY_BYTES, readText, TOO_LARGE } from "../../body.js";
import { errorResponse, JSON_TYPE, TEXT_TYPE } from "./responses.js";

/** @import { Backend, PageRequest, ServerResponse } from "./types.js" */

/** Shorter than the timeout of the page's client, so that the page gets the error below. */
const TIMEOUT_MS = 25_000;

/** The response headers that the page's client reads. The content type is set separately. */
const FORWARDED_HEADERS = ["retry-after", "clerk-trace-id", "cf-ray"];

/**
 * The calls of the page: for each path, the methods, and the URL of the IDs in it. `count` is not an ID.
 * @type {[path: RegExp, methods: string[], url: (backend: Backend, ...ids: string[]) => string | Promise<string>][]}
 */
const CALLS = [
  [/^\/v1\/users$/, ["GET"], ({ usersUrl }) => usersUrl],
  [/^\/v1\/users\/count$/, ["GET"], ({ countUrl }) => countUrl],
  [/^\/v1\/users\/(?!count$)([^/?#]+)$/, ["GET"], ({ userUrl }, id) => userUrl(id)],
  [
    /^\/v1\/users\/(?!count\/)([^/?#]+)\/metadata$/,
    ["PATCH", "PUT"],
    async ({ userUrl }, id) => `${await userUrl(id)}/metadata`,
  ],
  [/^\/v1\/organizations$/, ["GET"], ({ organizationsUrl }) => organizationsUrl],
  [/^\/v1\/organizations\/([^/?#]+)$/, ["GET"], ({ organizationUrl }, id) => organizationUrl(id)],
  [
    /^\/v1\/organizations\/([^/?#]+)\/metadata$/,
    ["PATCH", "PUT"],
    async ({ organizationUrl }, id) => `${await organizationUrl(id)}/metadata`,
  ],
  [
    /^\/v1\/organizations\/([^/?#]+)\/memberships$/,
    ["GET"],
    async ({ organizationUrl }, id) => `${await organizationUrl(id)}/memberships`,
  ],
  [
    /^\/v1\/organizations\/([^/?#]+)\/memberships\/([^/?#]+)\/metadata$/,
    ["PATCH"],
    ({ membershipMetadataUrl }, id, userId) => membershipMetadataUrl(id, userId),
  ],
];

/**
 * Returns the function that forwards a request until `signal` aborts.
 * @param {Backend} backend
 * @param {{ timeout?: number }} [options]
 * @returns {(request: PageRequest, signal: AbortSignal) => Promise<ServerResponse>}
 */
export function createForward(backend, { timeout = TIMEOUT_MS } = {}) {
  return async ({ method, path, query, type, body }, signal) => {
    const url = await targetUrl(backend, method, path);
    if (url === undefined)
      return errorResponse(
        404,
        "resource_not_found",
        `The admin page's server does not forward ${method} to this path.`,
      );
    const hasBody = method !== "GET";
    if (hasBody && !isJson(type))
      return errorResponse(415, "unsupported_content_type", `Content-Type must be ${JSON_TYPE}.`);
    const controller = new AbortController();
    const abort = () => controller.abort();
    const timer = setTimeout(abort, timeout);
    signal.addEventListener("abort", abort, { once: true });
    try {
      const response = await fetch(query === "" ? url : `${url}?${new URLSearchParams(query)}`, {
        method,
        headers: { ...backend.headers, ...(hasBody && { "content-type": JSON_TYPE }) },
        body: hasBody ? body : undefined,
        redirect: "manual",
        signal: controller.signal,
      });
      return await responseFrom(response, backend);
    } catch (error) {
      if (controller.signal.aborted)
        return errorResponse(
          504,
          "gateway_timeout",
          `The Backend API at ${backend.apiUrl} did not respond within ${timeout / 1000} seconds.`,
        );
      return errorResponse(
        502,
        "bad_gateway",
        `The Backend API at ${backend.apiUrl} could not be reached: ${connectionFailure(error)}.`,
      );
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    }
  };
}

/**
 * The URL of a call; `undefined` if the page does not make such calls.
 * @param {Backend} backend
 * @param {string} method
 * @param {string} path
 */
async function targetUrl(backend, method, path) {
  for (const [pattern, methods, urlOf] of CALLS) {
    const [matched, ...segments] = pattern.exec(path) ?? [];
    if (matched === undefined || !methods.includes(method)) continue;
    try {
      return await urlOf(backend, ...segments.map(decodeURIComponent));
    } catch {
      return undefined; // an ID that cannot be decoded, or that the client rejects
    }
  }
  return undefined;
}

/**
 * @param {Response} response
 * @param {Backend} backend
 * @returns {Promise<ServerResponse>}
 */
async function responseFrom(response, backend) {
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel();
    return errorResponse(
      502,
      "bad_gateway",
      `The Backend API at ${backend.apiUrl} responded with a redirect (${response.status}). Redirects are not followed, because the secret key is sent to one origin only.`,
    );
  }
  const body = await bodyOf(response);
  if (body === undefined)
    return errorResponse(
      502,
      "bad_gateway",
      `The Backend API at ${backend.apiUrl} responded with more than ${MAX_BODY_BYTES / 1024 ** 2} MB. Request fewer users at once.`,
    );
  /** @type {Record<string, string>} */
  const headers = {};
  for (const name of FORWARDED_HEADERS) {
    const value = response.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  // The HTML of a proxy is sent as text, so that no script in it runs.
  headers["content-type"] = isJson(response.headers.get("content-type")) ? JSON_TYPE : TEXT_TYPE;
  if (backend.holdsKey(body) || Object.values(headers).some(backend.holdsKey)) {
    return errorResponse(
      502,
      "bad_gateway",
      `The response from ${backend.apiUrl} contains the secret key, so it is not shown. Check that this is the Backend API.`,
    );
  }
  return { status: response.status, headers, body };
}

/**
 * The body; `undefined` if it is too large.
 * @param {Response} response
 * @returns {Promise<string | undefined>}
 */
async function bodyOf(response) {
  try {
    return await readText(response);
  } catch (thrown) {
    if (thrown === TOO_LARGE) return undefined;
    throw thrown;
  }
}

/** @param {string | null | undefined} type */
const isJson = (type) => /^application\/json\s*(;|$)/i.test(type ?? "");

/**
 * Why `fetch` failed, by the error code. The messages may contain the secret key.
 * @param {any} error
 */
const connectionFailure = ({ cause }) => REASONS[cause?.code] ?? cause?.code ?? "the connection failed";

/** By the error code. @type {Record<string, string>} */
const REASONS = {
  ECONNREFUSED: "the connection was refused (ECONNREFUSED)",
  ENOTFOUND: "the host name is unknown (ENOTFOUND)",
  EAI_AGAIN: "the host name could not be resolved (EAI_AGAIN)",
  ECONNRESET: "the connection was closed (ECONNRESET)",
  UND_ERR_SOCKET: "the connection was closed (UND_ERR_SOCKET)",
};
