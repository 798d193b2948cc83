// Creates the errors of a call. Those of the wasm come as an array (see src/wasm/error.rs).
// The guards check fields, not classes: two copies of this package may be loaded.
import { errorToJSON } from "./error-json.js";
import { nameClass } from "./name-class.js";
import { isKey, redact, redactJson, redactThrown } from "./redact.js";

/** @import * as types from "../types/errors.js" */
/**
 * The parts of an error, in the order of src/wasm/error.rs. `errors` has four values for each error of a response.
 * @typedef {[
 *   code: string,
 *   message: string,
 *   path?: string,
 *   status?: number,
 *   errors?: string[],
 *   clerkTraceId?: string,
 *   retryAfter?: number,
 * ]} ErrorParts
 */

/**
 * The request that an error is about. The public path has no query string, whose values may be personal data.
 * @typedef {{ method: string, url: string }} SentRequest
 */
/**
 * What an error contains besides its parts.
 * @typedef {{ secretKey: unknown, cause?: unknown, attempts?: number, request?: SentRequest }} ErrorContext
 */

/**
 * Names an error class and its prototype, as in built-in errors. Works even if Error.prototype is frozen.
 * @template {Function} T
 * @param {string} name
 * @param {T} Class
 */
const nameErrorClass = (name, Class) => {
  for (const [key, value] of Object.entries({ name, toJSON: errorToJSON }))
    Object.defineProperty(Class.prototype, key, { value, configurable: true, writable: true });
  return nameClass(name, Class);
};

/** The Backend API rejected the call. */
export const ClerkAPIResponseError = /* @__PURE__ */ nameErrorClass(
  "ClerkAPIResponseError",
  class extends Error {
    /** The guard of Clerk's own packages checks this. */
    static kind = "ClerkAPIResponseError";

    /**
     * `data` holds the errors as in the response, which the class of Clerk's own packages accepts.
     * @param {string} message
     * @param {ConstructorParameters<typeof types.ClerkAPIResponseError>[1]} details
     */
    constructor(
      message,
      { status, data, errors = data?.map(parseApiError) ?? [], clerkTraceId, retryAfter, attempts = 1, request, cause },
    ) {
      super(message, cause === undefined ? undefined : { cause });
      this.clerkError = true;
      this.code = "api_response_error";
      this.status = status;
      this.errors = errors;
      this.clerkTraceId = clerkTraceId;
      this.retryAfter = retryAfter;
      this.attempts = attempts;
      this.request = request;
    }

    /** The details for a log, in the format of Clerk's own packages. */
    toString() {
      const lines = [
        `[${this.name}]`,
        `Message:${this.message}`,
        `Status:${this.status}`,
        `Serialized errors: ${this.errors.map(serializeApiError)}`,
      ];
      if (this.clerkTraceId) lines.push(`Clerk Trace ID: ${this.clerkTraceId}`);
      return lines.join("\n");
    }
  },
);

/** The input of the call is invalid. Nothing was sent. */
export const ClerkInputError = /* @__PURE__ */ nameErrorClass(
  "ClerkInputError",
  class extends Error {
    /**
     * @param {string} message
     * @param {ConstructorParameters<typeof types.ClerkInputError>[1]} details
     */
    constructor(message, { code, path, cause }) {
      super(message, cause === undefined ? undefined : { cause });
      this.code = code;
      this.path = path;
    }
  },
);

/** The call has no usable response. */
export const ClerkConnectionError = /* @__PURE__ */ nameErrorClass(
  "ClerkConnectionError",
  class extends Error {
    /**
     * @param {string} message
     * @param {ConstructorParameters<typeof types.ClerkConnectionError>[1]} details
     */
    constructor(message, { code, status, clerkTraceId, attempts = 1, request, cause }) {
      super(message, cause === undefined ? undefined : { cause });
      this.code = code;
      this.status = status;
      this.clerkTraceId = clerkTraceId;
      this.attempts = attempts;
      this.request = request;
    }
  },
);

/**
 * `meta` with keys in camelCase like json/src/camel_case.rs: an underscore at the start is kept, only ASCII letters
 * change.
 * @param {object | undefined} meta
 * @param {(name: string) => string} [redactName]
 */
const camelCaseKeys = (meta, redactName = (name) => name) =>
  Object.fromEntries(
    Object.entries(meta ?? {}).map(([name, value]) => [
      redactName(name.replace(/(?!^)_+([a-z]?)/g, (_, letter) => letter.toUpperCase())),
      value,
    ]),
  );

/**
 * @param {types.ClerkAPIErrorJSON} error
 * @returns {types.ClerkAPIError}
 */
const parseApiError = ({ code, message, long_message: longMessage, meta }) => ({
  code,
  message,
  longMessage,
  meta: camelCaseKeys(meta),
});

/** @param {types.ClerkAPIError} error */
function serializeApiError(error) {
  try {
    return JSON.stringify(error);
  } catch {
    return JSON.stringify({ ...error, meta: undefined }); // `meta` is nested too deeply
  }
}

/**
 * @param {any} error
 * @param {string} name
 */
const hasName = (error, name) => error?.name === name;

/**
 * True also for an error of Clerk's own packages, even if minification has changed its name.
 * @param {any} error
 */
export const isClerkAPIResponseError = (error) => error?.clerkError === true && error.code === "api_response_error";
/** @param {unknown} error */
export const isClerkInputError = (error) => hasName(error, "ClerkInputError");
/** @param {unknown} error */
export const isClerkConnectionError = (error) => hasName(error, "ClerkConnectionError");

const CONNECTION_CODES = ["connection_failed", "timeout", "unexpected_response", "internal_error"];

/**
 * The errors that `errorFrom` created. Unlike a check of its class, `has` reads nothing from a value.
 * @type {WeakSet<Error>}
 */
export const createdErrors = new WeakSet();

/**
 * Creates an error from its parts. Its message ends with the method and the path of the request. Nothing in it shows
 * the secret key.
 * @param {ErrorParts} parts
 * @param {ErrorContext} context
 */
export function errorFrom(parts, context) {
  const error = createError(parts, context);
  createdErrors.add(error);
  return error;
}

/**
 * @param {ErrorParts} parts
 * @param {ErrorContext} context
 */
function createError(
  [code, message, path, status, errors, clerkTraceId, retryAfter],
  { secretKey, cause, attempts, request: sentRequest },
) {
  const request = sentRequest && { method: sentRequest.method, path: pathOf(sentRequest.url) };
  const key = isKey(secretKey) ? secretKey : undefined;
  const redactText = key === undefined ? undefined : (/** @type {string} */ text) => redact(text, key);
  if (request) message += ` (${request.method} ${request.path})`;
  if (key !== undefined && redactText) {
    message = redactText(message);
    path = path && redactText(path);
    if (request) request.path = redactText(request.path);
    clerkTraceId = clerkTraceId && redactText(clerkTraceId);
    errors = errors?.map((text, index) => text && (index % 4 === 3 ? redactJson(text, key) : redactText(text)));
    cause = redactThrown(cause, key);
  }
  if (code === "api_response_error") {
    return new ClerkAPIResponseError(message, {
      status: /** @type {number} */ (status),
      errors: readApiErrors(/** @type {string[]} */ (errors), redactText),
      clerkTraceId,
      retryAfter,
      attempts,
      request,
    });
  }
  if (CONNECTION_CODES.includes(code)) {
    const connectionCode = /** @type {types.ClerkConnectionErrorCode} */ (code);
    return new ClerkConnectionError(message, { code: connectionCode, status, clerkTraceId, attempts, request, cause });
  }
  return new ClerkInputError(message, { code: /** @type {types.ClerkInputErrorCode} */ (code), path, cause });
}

/**
 * @param {string[]} values Code, message, long message and `meta` of each error.
 * @param {((text: string) => string) | undefined} redactText
 */
function readApiErrors(values, redactText) {
  /** @type {types.ClerkAPIError[]} */
  const list = [];
  for (let index = 0; index < values.length; index += 4) {
    const [code, message, longMessage, meta] = values.slice(index, index + 4);
    list.push({ code, message, longMessage, meta: camelCaseKeys(JSON.parse(meta), redactText) });
  }
  return list;
}

/**
 * The path of a URL, without its query string.
 * @param {string} url
 */
const pathOf = (url) => url.replace(/^\w+:\/\/[^/]*|\?.*/g, "");
