// Decides what `dev --upstream` does with a request.

/**
 * What happens to a request:
 *   `local`    handled locally
 *   `user`     handled locally, after the user `id` was copied from upstream
 *   `users`    handled locally, after the users that the query names were copied
 *   `forward`  forwarded to upstream
 *   `reject`   neither: upstream might change something
 * @typedef {{ kind: "local" | "users" | "forward" | "reject" } | { kind: "user", id: string }} Route
 */

const READS = ["GET", "HEAD"];

/** By path: the methods that are handled locally. */
const USER = /^\/v1\/users\/([^/]+)$/;
const METADATA = /^\/v1\/users\/([^/]+)\/metadata$/;

/** The writes that authenticate a request and change no user. All of them are `POST`. */
const AUTHENTICATION = [
  /^\/v1\/api_keys\/verify$/,
  /^\/v1\/clients\/verify$/,
  /^\/v1\/m2m_tokens(\/verify)?$/,
  /^\/v1\/oauth_applications\/access_tokens\/verify$/,
  /^\/v1\/sessions\/\w+\/(refresh|revoke|verify|tokens(\/[\w-]+)?)$/,
  /^\/v1\/sign_in_tokens$/,
  /^\/v1\/testing_tokens$/,
];

/**
 * @param {string} method
 * @param {string} path Without dot segments.
 * @returns {Route}
 */
export function routeOf(method, path) {
  if (path === "/v1/users") return { kind: method === "GET" ? "users" : "local" };
  if (path === "/v1/users/count") return { kind: method === "GET" ? "users" : "local" };
  // A copy is another instance: what records its ID, such as the journal of a bulk change, is not for the upstream.
  if (path === "/v1/instance" && method === "GET") return { kind: "local" };
  const [, id] = (METADATA_METHODS.includes(method) && METADATA.exec(path)) || [];
  if (id !== undefined) return userRoute(id);
  const [, userId] = (USER_METHODS.includes(method) && USER.exec(path)) || [];
  if (userId !== undefined) return userRoute(userId);
  if (READS.includes(method)) return { kind: "forward" };
  const isAuthentication = method === "POST" && AUTHENTICATION.some((pattern) => pattern.test(path));
  return { kind: isAuthentication ? "forward" : "reject" };
}

const METADATA_METHODS = ["PATCH", "PUT"];
const USER_METHODS = ["GET", "DELETE"];

/**
 * An ID that no instance has is not requested from upstream.
 * @param {string} segment
 * @returns {Route}
 */
const userRoute = (segment) => (/^[\w-]{1,255}$/.test(segment) ? { kind: "user", id: segment } : { kind: "local" });

/** The parameters of a list that name users, as opposed to a search. */
const IDENTIFIERS = ["user_id", "email_address", "phone_number", "external_id", "username", "web3_wallet"];

/** The size of the largest page of the Backend API. */
const MAX_LIMIT = "500";

/**
 * The query that lists the users that a query names; `undefined` if it names none. Users that `isKnown` are left out.
 * @param {URLSearchParams} query
 * @param {(id: string) => boolean} isKnown
 */
export function namedUsersQuery(query, isKnown) {
  const named = new URLSearchParams();
  for (const [name, value] of query) {
    const parameter = name.replace(/\[\]$/, "");
    // A value that begins with a dash excludes a user.
    if (!IDENTIFIERS.includes(parameter) || value === "" || value.startsWith("-")) continue;
    if (parameter === "user_id" && isKnown(value.replace(/^\+/, ""))) continue;
    named.append(name, value);
  }
  if (named.size === 0) return undefined;
  named.set("limit", MAX_LIMIT);
  return named;
}
