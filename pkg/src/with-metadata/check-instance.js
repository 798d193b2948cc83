// Whether a secret key can belong to the instance of a client of Clerk. The client does not show its secret key, but
// `authenticateRequest` returns its publishable key, without a request to Clerk.
import { ClerkInputError } from "#client";
import { clientInstanceId, secretKeyInstanceId } from "./instance-id.js";

/** A request without a session. Nothing is sent. */
const request = () => new Request("http://localhost/");

/**
 * Throws if the secret key belongs to another instance, as far as the publishable keys show it.
 * @param {any} client A client of Clerk.
 * @param {import("./wrap-client.js").KeySource} source
 * @param {import("./instance-id.js").AttemptOptions} callOptions Those of the call that waits for the check.
 */
export async function checkInstance(client, { options, publishableKeys, checkInstance }, callOptions) {
  const clientKey = await publishableKeyOf(client);
  if (clientKey !== undefined) comparePublishableKey(clientKey, options.secretKey, publishableKeys);
  if (!checkInstance) return;
  const [expected, actual] = await Promise.all([
    clientInstanceId(client, options, callOptions),
    secretKeyInstanceId(options, callOptions),
  ]);
  if (expected !== actual) throw mismatch(`this key is of the instance ${actual}, and the client is of ${expected}`);
}

/**
 * @param {string} clientKey
 * @param {unknown} secretKey
 * @param {string[]} publishableKeys Those that belong to the secret key.
 */
function comparePublishableKey(clientKey, secretKey, publishableKeys) {
  const type = instanceType(clientKey);
  const secretKeyType = instanceType(secretKey);
  if (type !== undefined && secretKeyType !== undefined && type !== secretKeyType)
    throw mismatch(`this key is of a ${secretKeyType} instance, and the client is of a ${type} instance`);
  const expected = publishableKeys.map(frontendApi).filter((host) => host !== undefined);
  const actual = frontendApi(clientKey);
  if (actual !== undefined && expected.length > 0 && !expected.includes(actual))
    throw mismatch(`this key is of the instance ${expected.join(" or ")}, and the client is of ${actual}`);
}

/** @param {string} reason */
const mismatch = (reason) =>
  new ClerkInputError(
    `secretKey: must be the key of the client's instance: ${reason}. Pass the key of the client: withMetadata(client, { secretKey }).`,
    { code: "invalid_option", path: "secretKey" },
  );

/**
 * `undefined` if the client has none.
 * @param {any} client
 * @returns {Promise<string | undefined>}
 */
async function publishableKeyOf(client) {
  try {
    // For a token of a machine, a client needs no other options.
    const { publishableKey } = await client.authenticateRequest(request(), { acceptsToken: "m2m_token" });
    return publishableKey || undefined;
  } catch {
    return undefined; // without a secret key, or not a client of Clerk but a fake
  }
}

/**
 * @param {unknown} key A publishable or a secret key.
 * @returns {"test" | "live" | undefined}
 */
const instanceType = (key) => /** @type {any} */ (/^(?:pk|sk)_(test|live)_/.exec(String(key))?.[1]);

/**
 * The host of the Frontend API, which identifies the instance.
 * @param {string} publishableKey
 */
function frontendApi(publishableKey) {
  try {
    return /^[\w.:-]+(?=\$?$)/.exec(atob(publishableKey.split("_")[2]))?.[0];
  } catch {
    return undefined; // a placeholder
  }
}
