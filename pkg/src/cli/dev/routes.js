// Decides what `dev --upstream` does with a request.

/**
 * What happens to a request:
 *   `local`    handled locally
 *   `copy`     handled locally, after `what` was copied from upstream
 *   `forward`  forwarded to upstream
 *   `reject`   neither: upstream might change something
 *
 * `id` is that of a user or an organization, `userId` that of a member.
 * @typedef {{ kind: "local" | "forward" | "reject" } | CopyRoute} Route
 * @typedef {{ kind: "copy", what: keyof import("./copy.js").Copies, id: string, userId: string }} CopyRoute
 */

const READS = ["GET", "HEAD"];

/**
 * The requests before which something is copied: a path, and by method what.
 * @type {[RegExp, Record<string, CopyRoute["what"]>][]}
 */
const COPIES = [
  [/^\/v1\/users(?:\/count)?$/, { GET: "users" }],
  [/^\/v1\/users\/(?<id>[^/]+)$/, { GET: "user", DELETE: "user" }],
  [/^\/v1\/users\/(?<id>[^/]+)\/metadata$/, { PATCH: "user", PUT: "user" }],
  [/^\/v1\/users\/(?<id>[^/]+)\/organization_memberships$/, { GET: "membershipsOfUser" }],
  [/^\/v1\/organizations$/, { GET: "organizations", POST: "newOrganization" }],
  [
    /^\/v1\/organizations\/(?<id>[^/]+)$/,
    { GET: "organizationWithCount", PATCH: "organization", DELETE: "organization" },
  ],
  [/^\/v1\/organizations\/(?<id>[^/]+)\/metadata$/, { PATCH: "organization", PUT: "organization" }],
  [/^\/v1\/organizations\/(?<id>[^/]+)\/memberships$/, { GET: "members", POST: "newMember" }],
  [/^\/v1\/organizations\/(?<id>[^/]+)\/memberships\/(?<userId>[^/]+)$/, { PATCH: "member", DELETE: "member" }],
  [/^\/v1\/organizations\/(?<id>[^/]+)\/memberships\/(?<userId>[^/]+)\/metadata$/, { PATCH: "member" }],
];

/** The requests that are handled locally without a copy: a path, and the methods. */
const LOCAL = [
  { path: /^\/v1\/users(?:\/count)?$/, methods: ["POST", "PATCH", "PUT", "DELETE", "HEAD"] },
  { path: /^\/v1\/organization_memberships$/, methods: ["GET"] },
  // A copy is another instance: what records its ID, such as the journal of a bulk change, is not for the upstream.
  { path: /^\/v1\/instance$/, methods: ["GET"] },
];

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

/** An ID or a slug. Others are not requested from upstream, because no instance has them. */
const SEGMENT = /^[\w-]{1,255}$/;

/**
 * @param {string} method
 * @param {string} path Without dot segments.
 * @returns {Route}
 */
export function routeOf(method, path) {
  for (const [pattern, methods] of COPIES) {
    const match = Object.hasOwn(methods, method) ? pattern.exec(path) : null;
    if (match === null) continue;
    const { id = "", userId = "" } = match.groups ?? {};
    const isValid = [id, userId].every((segment) => segment === "" || SEGMENT.test(segment));
    return isValid ? { kind: "copy", what: methods[method], id, userId } : { kind: "local" };
  }
  if (LOCAL.some((row) => row.methods.includes(method) && row.path.test(path))) return { kind: "local" };
  if (READS.includes(method)) return { kind: "forward" };
  const isAuthentication = method === "POST" && AUTHENTICATION.some((pattern) => pattern.test(path));
  return { kind: isAuthentication ? "forward" : "reject" };
}

/** The parameters of a list that name users, as opposed to a search. */
const IDENTIFIERS = ["user_id", "email_address", "phone_number", "external_id", "username", "web3_wallet"];

/** The size of the largest page of the Backend API. */
export const MAX_LIMIT = 500;

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
  named.set("limit", String(MAX_LIMIT));
  return named;
}

/**
 * The IDs that a parameter of a list has, also those that it excludes.
 * @param {URLSearchParams} query
 * @param {string} name
 */
export const idsOf = (query, name) =>
  [...query.getAll(name), ...query.getAll(`${name}[]`)]
    .map((value) => value.replace(/^[+-]/, ""))
    .filter((id) => SEGMENT.test(id));
