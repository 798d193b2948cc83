// Reads the IDs of the instances for `checkInstance`. Both requests are made inside a call of this package's client, so
// that they have its timeout, signal, retries, and errors without the secret key.
import { ClerkConnectionError, ClerkInputError, createClerkClient } from "#client";

/** @import { ClerkClientOptions, FetchLike } from "../../types/options.js" */
/** @typedef {Pick<ClerkClientOptions, "timeout" | "signal" | "maxRetries">} AttemptOptions */

const FIX = "or omit checkInstance.";

/** The response that the call expects. */
const COUNT_RESPONSE = { status: 200, text: async () => '{"object":"total_count","total_count":0}' };

/**
 * The ID of the instance of the secret key.
 * @param {ClerkClientOptions} options
 * @param {AttemptOptions} callOptions
 * @returns {Promise<string>}
 */
export function secretKeyInstanceId(options, callOptions) {
  const source = "the instance of secretKey could not be read: GET /instance";
  return readInstanceId(source, options, callOptions, async (url, init) => {
    const fetch = /** @type {FetchLike} */ (options.fetch ?? globalThis.fetch);
    const response = /** @type {any} */ (await fetch(url.replace(/users\/count$/, "instance"), init));
    return response?.status === 200 ? { id: instanceId(parse(await response.text())) } : { response };
  });
}

/**
 * The ID of the instance of a client of Clerk. Its request has no timeout, so that of the call applies to it.
 * @param {any} client
 * @param {ClerkClientOptions} options
 * @param {AttemptOptions} callOptions
 * @returns {Promise<string>}
 */
export function clientInstanceId(client, options, callOptions) {
  const source = "the instance of the client could not be read: client.instance.get()";
  const once = { ...callOptions, maxRetries: 0 };
  return readInstanceId(source, options, once, async () => ({ id: instanceId(await client.instance.get()) }));
}

/**
 * @param {string} source The start of the error messages.
 * @param {ClerkClientOptions} options
 * @param {AttemptOptions} callOptions
 * @param {(url: string, init: any) => Promise<{ id?: string, response?: any }>} request Returns the ID, or a response
 *   without one.
 * @returns {Promise<string>}
 */
async function readInstanceId(source, options, callOptions, request) {
  /** @type {{ id?: string, response?: any } | undefined} */
  let result;
  const fetch = async (/** @type {string} */ url, /** @type {any} */ init) => {
    result = undefined;
    result = await request(url, init);
    return "response" in result ? result.response : COUNT_RESPONSE;
  };
  // The hooks and the logger of the app are for its own calls.
  const hooks = { onRequest: undefined, onResponse: undefined, onRetry: undefined, onSuccess: undefined };
  /** @type {any} */
  const client = createClerkClient({ ...options, ...hooks, onError: undefined, logger: undefined, fetch });
  try {
    await client.users.getCount(undefined, callOptions);
  } catch (error) {
    throw checkError(source, error);
  }
  if (result?.id !== undefined) return result.id;
  const message = `checkInstance: ${source} returned no ID of an instance. Check the option fetch and apiUrl, ${FIX}`;
  throw new ClerkConnectionError(message, { code: "unexpected_response", status: 200 });
}

/**
 * The error of the check for one of the call. Errors about the options, and the reason of a signal, stay as they are.
 * @param {string} source
 * @param {any} error
 */
function checkError(source, error) {
  if (error?.name === "ClerkAPIResponseError") return rejection(source, error.status, error);
  if (!(error instanceof ClerkConnectionError)) return error;
  const { code, attempts, cause, clerkTraceId } = /** @type {any} */ (error);
  // The API rejected the request of Clerk's client.
  if (Number.isInteger(cause?.status)) return rejection(source, cause.status, cause);
  const reason = code === "timeout" ? "timed out" : `failed${cause?.message ? ` (${cause.message})` : ""}`;
  const message = `checkInstance: ${source} ${reason}. Check the network and the options, ${FIX}`;
  return new ClerkConnectionError(message, { code, status: error.status, attempts, clerkTraceId, cause });
}

/**
 * @param {string} source
 * @param {number} status
 * @param {unknown} cause
 */
const rejection = (source, status, cause) =>
  new ClerkInputError(`checkInstance: ${source} responded with ${status}. Check the key, ${FIX}`, {
    code: "invalid_option",
    path: "checkInstance",
    cause,
  });

/**
 * An ID is printed in errors, so a key is not one.
 * @param {any} instance
 */
const instanceId = (instance) =>
  typeof instance?.id === "string" && /^(?!sk_)[\w-]{1,100}$/.test(instance.id) ? instance.id : undefined;

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the error of JSON.parse contains the text, which may contain the key
  }
}
