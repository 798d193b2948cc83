// What `dev` prints at the start.
import { STOP_HINT } from "../server-commands.js";

/**
 * @param {{
 *   url: string,
 *   upstream: string | undefined,
 *   count: number,
 *   organizationCount: number,
 *   data: string | undefined,
 *   isArray: boolean,
 *   secretKey: string | undefined,
 * }} options
 */
export function startText({ url, upstream, count, organizationCount, data, isArray, secretKey }) {
  const users = `${count} ${count === 1 ? "user" : "users"}`;
  const organizations = `${organizationCount} ${organizationCount === 1 ? "organization" : "organizations"}`;
  return `Local Backend API: ${url}

  CLERK_API_URL=${url}
  CLERK_SECRET_KEY=${keyText(upstream, secretKey)}

${upstreamText(upstream)}

${organizationCount === 0 ? users : `${users} and ${organizations}`}, ${storageText(data, isArray)}. ${STOP_HINT}`;
}

/**
 * @param {string | undefined} upstream
 * @param {string | undefined} secretKey
 */
function keyText(upstream, secretKey) {
  if (secretKey !== undefined) return "(the key of --secret-key)";
  return upstream === undefined
    ? "sk_test_local (any key that starts with sk_)"
    : "(the secret key of the upstream instance)";
}

/** @param {string | undefined} upstream */
const upstreamText = (upstream) =>
  upstream === undefined
    ? `No upstream: only users, organizations and their metadata are served. Requests for anything else,
such as /v1/jwks, get a 404. The app therefore cannot verify sessions unless it has CLERK_JWT_KEY (the
JWKS public key of your instance, from the Clerk Dashboard). With --upstream, dev forwards them.`
    : `Upstream: ${upstream}
Users, organizations and memberships are copied from there on first use, and requests that dev does
not serve are forwarded with the key of the app. Changes stay local.`;

/**
 * @param {string | undefined} data
 * @param {boolean} isArray
 */
function storageText(data, isArray) {
  if (data === undefined) return "in memory only";
  return isArray ? `read from ${data}, which is not written: changes are kept in memory only` : `kept in ${data}`;
}
