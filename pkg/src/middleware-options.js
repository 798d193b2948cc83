// The keys that an app gives to clerkMiddleware() of @clerk/nextjs. The middleware passes its options on in a header
// of the request, encrypted: JSON, by AES-256-CBC with a key of a passphrase, in the form of OpenSSL. Read in the
// source of @clerk/nextjs 7.9.
import { processEnvironment } from "./environment.js";
import { md5 } from "./md5.js";

const HEADER = "x-clerk-request-data";
/** The passphrase while an app is developed without keys. */
const KEYLESS = "clerk_keyless_dummy_key";

/** The client options in the header of a request; none where there is no such header, or it cannot be read. */
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

/** Those of the options that concern the Backend API; the rest is about sessions. */
function clientOptions({ secretKey, apiUrl, apiVersion }) {
  const options = { secretKey, apiUrl, apiVersion };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value));
}

async function decrypt(text, passphrase) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const salt = bytes.subarray(8, 16); // after "Salted__"
  const secret = new TextEncoder().encode(passphrase);
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
