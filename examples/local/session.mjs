// Session tokens as Clerk signs them, of an instance that exists here only. An app verifies them
// without a network, by CLERK_JWT_KEY.
import { generateKeyPairSync, randomUUID, sign } from "node:crypto";

const DOMAIN = "clerk.example.test";

/** Of Clerk's form: it tells which instance a token must come from. */
export const publishableKey = `pk_test_${Buffer.from(`${DOMAIN}$`).toString("base64")}`;

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A key of an instance: `jwtKey`, its public half, and what it signs. */
export function createIssuer() {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

  /** A session token of a user; `seconds` from now it ends. */
  function token(userId, seconds = 3600) {
    const now = Math.floor(Date.now() / 1000);
    const end = now + seconds;
    const begin = Math.min(now, end) - 60;
    const header = { alg: "RS256", typ: "JWT", kid: "ins_local" };
    const claims = {
      iss: `https://${DOMAIN}`,
      sub: userId,
      sid: `sess_${randomUUID()}`,
      iat: begin,
      nbf: begin,
      exp: end,
      sts: "active",
      v: 2,
    };
    const signed = `${base64url(header)}.${base64url(claims)}`;
    return `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`;
  }

  return { jwtKey: publicKey.export({ type: "spki", format: "pem" }), token };
}

/** The variables of an app, by the names that each framework has for them. */
export function variables({ secretKey, apiUrl, jwtKey }) {
  return {
    CLERK_SECRET_KEY: secretKey,
    CLERK_API_URL: apiUrl,
    CLERK_JWT_KEY: jwtKey,
    CLERK_PUBLISHABLE_KEY: publishableKey,
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: publishableKey,
    PUBLIC_CLERK_PUBLISHABLE_KEY: publishableKey,
    VITE_CLERK_PUBLISHABLE_KEY: publishableKey,
    // Wrangler gives a Worker what is in the environment only where it is told to.
    CLOUDFLARE_INCLUDE_PROCESS_ENV: "true",
  };
}
