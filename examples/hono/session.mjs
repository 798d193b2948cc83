// Session tokens in Clerk's format, for a Clerk instance that does not exist. An app verifies them without a network if
// the variable CLERK_JWT_KEY contains the public key.
import { generateKeyPairSync, randomUUID, sign } from "node:crypto";

const DOMAIN = "clerk.example.test";

/** In Clerk's format, which contains the domain of the instance that issues the tokens. */
const PUBLISHABLE_KEY = `pk_test_${Buffer.from(`${DOMAIN}$`).toString("base64")}`;

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Generates the key pair of an instance: `jwtKey` is the public key, and `token(userId)` returns a session token. */
export function createIssuer() {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

  /** The token expires after `seconds`. */
  function token(userId, seconds = 3600) {
    const now = Math.floor(Date.now() / 1000);
    const expiry = now + seconds;
    const issued = Math.min(now, expiry) - 60;
    const header = { alg: "RS256", typ: "JWT", kid: "ins_local" };
    const claims = {
      iss: `https://${DOMAIN}`,
      sub: userId,
      sid: `sess_${randomUUID()}`,
      iat: issued,
      nbf: issued,
      exp: expiry,
      sts: "active",
      v: 2,
    };
    const content = `${base64url(header)}.${base64url(claims)}`;
    return `${content}.${sign("sha256", Buffer.from(content), privateKey).toString("base64url")}`;
  }

  return { jwtKey: publicKey.export({ type: "spki", format: "pem" }), token };
}

/** Of the names of variables that a framework passes to the browser. */
const PREFIXES = ["", "NEXT_PUBLIC_", "PUBLIC_", "VITE_"];

/** A variable under the name that each framework uses. */
const publicVariable = (name, value) => Object.fromEntries(PREFIXES.map((prefix) => [prefix + name, value]));

/** The environment variables of an app. Clerk's packages send no telemetry, because the app runs offline. */
export const appVariables = ({ secretKey, apiUrl, jwtKey }) => ({
  CLERK_SECRET_KEY: secretKey,
  CLERK_API_URL: apiUrl,
  CLERK_JWT_KEY: jwtKey,
  ...publicVariable("CLERK_PUBLISHABLE_KEY", PUBLISHABLE_KEY),
  ...publicVariable("CLERK_TELEMETRY_DISABLED", "true"),
});
