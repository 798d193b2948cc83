// Who may use the page: whoever has the printed address, with its token. A browser keeps it as a
// cookie that no script can read and that pages of other sites do not make it send.
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

const TOKEN_BYTES = 32;

export function createSession(port) {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const known = digest(token);
  // Cookies know no ports: with the port in its name it stays apart from that of another such server.
  const name = `clerk-metadata-admin-${port}`;
  const isToken = (given) => timingSafeEqual(digest(given), known);
  return {
    token,
    isToken,
    cookie: `${name}=${token}; HttpOnly; SameSite=Strict; Path=/`,
    isSignedIn: (cookies = "") =>
      cookies.split("; ").some((pair) => pair.startsWith(`${name}=`) && isToken(pair.slice(name.length + 1))),
  };
}

/** Of one length, so that comparing takes the same time whatever is compared. */
const digest = (text) => createHash("sha256").update(text).digest();
