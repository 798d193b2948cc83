// Access requires the token of the printed URL. The browser keeps it as a cookie that no script can read and that is
// not sent with requests from other sites.
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

const TOKEN_BYTES = 32;

/** @param {number} port */
export function createSession(port) {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const expected = digest(token);
  // Cookies do not depend on the port. With the port in the name, two servers do not overwrite each other's cookie.
  const name = `clerk-metadata-admin-${port}`;
  const isToken = (/** @type {string} */ value) => timingSafeEqual(digest(value), expected);
  return {
    token,
    isToken,
    cookie: `${name}=${token}; HttpOnly; SameSite=Strict; Path=/`,
    isSignedIn: (cookies = "") =>
      cookies.split("; ").some((pair) => pair.startsWith(`${name}=`) && isToken(pair.slice(name.length + 1))),
  };
}

/**
 * Digests have the same length, which `timingSafeEqual` requires.
 * @param {string} text
 */
const digest = (text) => createHash("sha256").update(text).digest();
