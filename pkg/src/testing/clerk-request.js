/** The URL of Clerk's Backend API. */
const CLERK_ORIGIN = "https://api.clerk.com";

/** Every client of the Backend API sends this header, whatever its URL is. */
const VERSION_HEADER = "clerk-api-version";

/**
 * Whether the arguments of `fetch` are a request to the Backend API.
 * @param {any} input
 * @param {any} [init]
 */
export function isClerkRequest(input, init) {
  const url = String(typeof input === "object" && input !== null && "url" in input ? input.url : input);
  if (url === CLERK_ORIGIN || url.startsWith(`${CLERK_ORIGIN}/`)) return true;
  try {
    return new Headers(init?.headers ?? input?.headers).has(VERSION_HEADER);
  } catch {
    return false; // invalid headers, which the replaced `fetch` rejects
  }
}
