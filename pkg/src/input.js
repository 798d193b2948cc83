// @compileOnLoad: every call runs these functions (build/functions.mjs).
// Reads the input of a call and validates what only JavaScript can check; the wasm validates the rest. What
// is sent was validated, even if a getter or a proxy returns another value later (plain-metadata.js). All input is read
// before the wasm is called, so no user code runs during a call of the wasm.
import { isAbortSignal } from "./abort.js";
import { isLogger, LOG_LEVELS } from "./log-level.js";
import { errorFrom } from "./errors.js";
import { isInstance } from "./is-instance.js";
import { readFields } from "./metadata-fields.js";
import { readMetadataObject, Rejection, toMetadataText } from "./metadata-text.js";
import { isPlainObject } from "./plain-metadata.js";

/** @import { CallOptions, ClerkClientOptions } from "../types/options.js" */
/** @import { InputSettings } from "./call.js" */
/** @import { Keys } from "./metadata-text.js" */

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/**
 * An ID as the wasm validates it: `undefined` if it is not a string.
 * @param {unknown} id
 */
export const readId = (id) => (typeof id === "string" ? id : undefined);

/**
 * Reads the parameters of a metadata call as the JSON text of each field; `undefined` if there are no parameters.
 * @param {any} params
 * @param {InputSettings} settings
 */
export function readMetadataParams(params, settings) {
  const expected = "must be a plain object such as { publicMetadata: { … } }.";
  return readObject(params, "params", settings, expected, (keys) => readFields(params, keys));
}

/**
 * Reads the parameters of a metadata call that also contain the IDs of an organization and a user.
 * @param {any} params
 * @param {InputSettings} settings
 * @returns {[userId?: string, texts?: unknown[], organizationId?: string]}
 */
export function readMembershipParams(params, settings) {
  /** @type {any} */
  const copy = { __proto__: null };
  readObject(params, "params", settings, MEMBERSHIP_PARAMS, (keys) =>
    readEntries(params, keys, (value, name) => (copy[name] = value)),
  );
  const { organizationId, userId, ...metadata } = copy;
  return [readId(userId), readMetadataParams(metadata, settings), readId(organizationId)];
}

const MEMBERSHIP_PARAMS = "must be a plain object such as { organizationId, userId, publicMetadata: { … } }.";

/**
 * Reads one metadata object as JSON text. The path of an error starts with `name`.
 * @param {string} name
 * @param {unknown} value
 * @param {number} maxDepth
 */
export function readMetadata(name, value, maxDepth) {
  const keys = [name];
  try {
    return toMetadataText(value, keys, maxDepth, readMetadataObject(value, maxDepth));
  } catch (thrown) {
    throw inputError(thrown, "invalid_params", keys);
  }
}

/**
 * Reads the parameters of a list or an organization as an array in which names and values alternate; `undefined` if
 * there are none.
 * @param {any} params
 * @param {InputSettings} settings
 * @param {string} [example]
 */
export function readListParams(params, settings, example = "limit: 10") {
  return readObject(params, "params", settings, `must be a plain object such as { ${example} }.`, (keys) =>
    readEntries(params, keys, copyIfArray),
  );
}

/**
 * Assigns the options of the client, then those of the call, to `options`. Returns the arguments of `settings` in the
 * wasm: whether this is a page in a browser, the number of call options, and then all names and values alternating,
 * call options first.
 * @param {ClerkClientOptions} clientOptions
 * @param {CallOptions} callOptions
 * @param {any} options
 */
export function readOptions(clientOptions, callOptions = {}, options) {
  const optionList = readObject(
    callOptions,
    "options",
    options,
    "must be an object such as { timeout: 5000 }.",
    (keys) => {
      Object.assign(options, clientOptions);
      const callEntries = readEntries(callOptions, keys, (value, name) => {
        if (value !== undefined) options[name] = value;
        return optionForWasm(value, name);
      });
      return [isPage(), callEntries.length / 2, ...callEntries, ...readEntries(options, keys, optionForWasm)];
    },
  );
  return /** @type {unknown[]} */ (optionList);
}

/**
 * The part of an option that the wasm validates.
 * @param {any} value
 * @param {string} name
 */
function optionForWasm(value, name) {
  if (name === "signal") return value && (isAbortSignal(value) || "no signal");
  if (name === "logger") return value && (isLogger(value) || "no logger");
  if (name === "logLevel") return value && (LOG_LEVELS.includes(value) || "no level");
  if (name === "sdkMetadata" && value) return [value.name, value.version];
  return copyIfArray(value);
}

/**
 * Whether this is a page in a browser. Checks the class of `document`: `window` and `document` may be objects of an
 * app, and the classes of jsdom and similar libraries are written in JavaScript.
 */
function isPage() {
  if (typeof document !== "object" || !/^\[object \w*Document\]$/.test(Object.prototype.toString.call(document)))
    return false;
  return /\[native code\]/.test(Function.prototype.toString.call(Object.getPrototypeOf(document).constructor));
}

const copyIfArray = (/** @type {unknown} */ value) =>
  Array.isArray(value) ? Array.from({ length: value.length }, (_, index) => value[index]) : value;

/**
 * The properties of an object as an array in which names and values alternate. `read` returns each value.
 * @param {any} object
 * @param {Keys} keys
 * @param {(value: unknown, name: string) => unknown} read
 */
const readEntries = (object, keys, read) =>
  Object.keys(object).flatMap((name) => {
    keys.push(name);
    const value = read(object[name], name);
    keys.pop();
    return [name, value];
  });

/**
 * Reads an object of the user with `read(keys)`, which maintains in `keys` the path of the value that it reads. Errors
 * do not show the secret key of `settings`.
 * @param {unknown} value
 * @param {"params" | "options"} name
 * @param {{ secretKey: unknown }} settings
 * @param {string} expected
 * @param {(keys: Keys) => unknown[]} read
 */
function readObject(value, name, settings, expected, read) {
  if (value === undefined || (value === null && name === "params")) return undefined;
  /** @type {Keys} */
  const keys = [];
  try {
    if (!isPlainObject(value)) throw new Rejection(expected);
    return read(keys);
  } catch (thrown) {
    throw inputError(
      thrown,
      name === "options" ? "invalid_option" : "invalid_params",
      keys.length === 0 ? [name] : keys,
      settings.secretKey,
    );
  }
}

/**
 * The error for what was thrown while the value at `keys` was read: a rejection, or an error of user code.
 * @param {unknown} thrown
 * @param {string} defaultCode
 * @param {Keys} keys
 * @param {unknown} [secretKey]
 */
function inputError(thrown, defaultCode, keys, secretKey) {
  const path = pathOf(keys);
  const isRejection = isInstance(thrown, Rejection);
  const { code = defaultCode, reason } = isRejection
    ? thrown
    : { reason: "reading the value threw an error, which is the cause of this error." };
  return errorFrom([code, `${path}: ${reason}`, path], { secretKey, cause: isRejection ? undefined : thrown });
}

/** @param {Keys} keys */
export const pathOf = (keys) =>
  keys.reduce(
    (/** @type {string} */ path, /** @type {any} */ key) =>
      path + (IDENTIFIER.test(key) ? (path && ".") + key : `[${JSON.stringify(key)}]`),
    "",
  );
