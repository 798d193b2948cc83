/** @import { LocalBackend } from "../../types/local.js" */

/** @typedef {(info: { request: Request }) => Promise<any>} Resolver */

/**
 * @param {{ all(predicate: any, resolver: any): any }} http
 * @param {Pick<LocalBackend, "fetch">} backend
 */
export function localBackendHandler(http, backend) {
  if (typeof http?.all !== "function")
    throw new TypeError("localBackendHandler: the first argument must be http of msw.");
  if (typeof backend?.fetch !== "function")
    throw new TypeError("localBackendHandler: the second argument must be a backend of createLocalBackend.");
  const { CLERK_API_URL } = globalThis.process?.env ?? {};
  /** @type {Resolver} */
  const resolver = async ({ request }) => {
    try {
      return await backend.fetch(request);
    } catch (error) {
      // msw responds with status 500 to an error, and makes `fetch` reject for this response.
      if (!request.signal.aborted) return Response.error();
      throw error;
    }
  };
  return http.all(urlPattern(CLERK_API_URL), resolver);
}

/**
 * Matches the URLs of Clerk's Backend API, and those of `CLERK_API_URL`.
 * @param {string | undefined} apiUrl
 */
function urlPattern(apiUrl) {
  const origins = ["https://api.clerk.com", ...(apiUrl ? [new URL(apiUrl).origin] : [])];
  return new RegExp(`^(${origins.map((origin) => origin.replace(/[.[\]]/g, "\\$&")).join("|")})/`);
}
