// The keys that an app passes to clerkMiddleware() of @clerk/nextjs. The middleware forwards its options in an
// encrypted request header: JSON in AES-256-CBC with a key derived from a passphrase, in the format of OpenSSL, as the
// source of @clerk/nextjs 7.9 does it.
import { processEnvironment } from "./environment.js";
import { md5 } from "./md5.js";

const HEADER = "x-clerk-request-data";
/** The passphrase in keyless development mode. */
const KEYLESS = "clerk_keyless_dummy_key";

/**
 * @typedef {{ secretKey?: string, publishableKey?: string, apiUrl?: string, apiVersion?: string }} MiddlewareOptions
 */

/**
 * The client options in a request's headers; none if the header is missing or cannot be decrypted.
 * @param {{ get(name: string): string | null } | undefined} headers
 * @returns {Promise<MiddlewareOptions>}
 */
export async function middlewareOptions(headers) {
  const text = headers?.get(HEADER);
  if (!text) return {};
  const { CLERK_ENCRYPTION_KEY, CLERK_SECRET_KEY, NODE_ENV } = processEnvironment() ?? {};
  const passphrases = [CLERK_ENCRYPTION_KEY || CLERK_SECRET_KEY, NODE_ENV === "development" && KEYLESS];
  for (const passphrase of passphrases) {
    try {
      if (passphrase) return clientOptions(JSON.parse(await decrypt(text, passphrase)));
    } catch {
      // encrypted with another passphrase
    }
  }
  return {};
}

/**
 * The options of the Backend API, and the instance; the others are about sessions.
 * @param {MiddlewareOptions} middlewareOptions
 */
function clientOptions({ secretKey, publishableKey, apiUrl, apiVersion }) {
  const options = { secretKey, publishableKey, apiUrl, apiVersion };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value));
}

/**
 * @param {string} text Base64.
 * @param {string} passphrase
 */
async function decrypt(text, passphrase) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const salt = bytes.subarray(8, 16); // after "Salted__"
  const secret = new TextEncoder().encode(passphrase);
  /** @type {number[]} */
  const derived = [];
  for (let block = new Uint8Array(); derived.length < 48; derived.push(...block)) {
    block = md5(Uint8Array.of(...block, ...secret, ...salt));
  }
  const { subtle } = crypto;
  const key = await subtle.importKey("raw", Uint8Array.from(derived.slice(0, 32)), "AES-CBC", false, ["decrypt"]);
  const decrypted = await subtle.decrypt(
    { name: "AES-CBC", iv: Uint8Array.from(derived.slice(32)) },
    key,
    bytes.subarray(16),
  );
  return new TextDecoder().decode(decrypted);
}
