// Creates the errors of a call. Those of the wasm come as an array (see src/wasm/error.rs).
// The guards check fields, not classes: two copies of this package may be loaded.
import { nameClass } from "./name-class.js";
import { isKey, redact, redactJson, redactThrown } from "./redact.js";

/** @import * as types from "../types/errors.js" */
/**
 * The parts of an error, in the order of src/wasm/error.rs. `errors` is JSON.
 * @typedef {[
 *   code: string,
 *   message: string,
 *   path?: string,
 *   status?: number,
 *   errors?: string,
 *   clerkTraceId?: string,
 *   retryAfter?: number,
 * ]} ErrorParts
 */

/**
 * Names an error class and its prototype, as in built-in errors. Works even if Error.prototype is frozen.
 * @template {Function} T
 * @param {string} name
 * @param {T} Class
 */
const nameErrorClass = (name, Class) => {
  Object.defineProperty(Class.prototype, "name", { value: name, configurable: true, writable: true });
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
      { status, data, errors = data?.map(parseApiError) ?? [], clerkTraceId, retryAfter, attempts = 1, cause },
    ) {
      super(message, cause === undefined ? undefined : { cause });
      this.clerkError = true;
      this.code = "api_response_error";
      this.status = status;
      this.errors = errors;
      this.clerkTraceId = clerkTraceId;
      this.retryAfter = retryAfter;
      this.attempts = attempts;
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
    constructor(message, { code, status, clerkTraceId, attempts = 1, cause }) {
      super(message, cause === undefined ? undefined : { cause });
      this.code = code;
      this.status = status;
      this.clerkTraceId = clerkTraceId;
      this.attempts = attempts;
    }
  },
);

/**
 * Converts a key of `meta` like json/src/camel_case.rs: an underscore at the start is kept, only ASCII letters change.
 * @param {[name: string, value: unknown]} entry
 */
const camelCaseEntry = ([name, value]) => [
  name.replace(/(?!^)_+([a-z]?)/g, (_, letter) => letter.toUpperCase()),
  value,
];

/**
 * @param {types.ClerkAPIErrorJSON} error
 * @returns {types.ClerkAPIError}
 */
const parseApiError = ({ code, message, long_message: longMessage, meta }) => ({
  code,
  message,
  longMessage,
  meta: Object.fromEntries(Object.entries(meta ?? {}).map(camelCaseEntry)),
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

const CONNECTION_CODES = ["connection_failed", "timeout", "unexpected_response"];

/**
 * Creates an error from its parts, with its cause and the number of attempts. None of them shows the secret key.
 * @param {ErrorParts} parts
 * @param {unknown} secretKey
 * @param {unknown} [cause]
 * @param {number} [attempts]
 */
export function errorFrom([code, message, path, status, errors, clerkTraceId, retryAfter], secretKey, cause, attempts) {
  if (isKey(secretKey)) {
    message = redact(message, secretKey);
    path = path && redact(path, secretKey);
    clerkTraceId = clerkTraceId && redact(clerkTraceId, secretKey);
    errors = errors && redactJson(errors, secretKey);
    cause = redactThrown(cause, secretKey);
  }
  if (code === "api_response_error") {
    /** @type {types.ClerkAPIError[]} */
    const parsedErrors = JSON.parse(/** @type {string} */ (errors));
    const copies = parsedErrors.map(({ code, message, longMessage, meta }) => ({ code, message, longMessage, meta }));
    return new ClerkAPIResponseError(message, {
      status: /** @type {number} */ (status),
      errors: copies,
      clerkTraceId,
      retryAfter,
      attempts,
    });
  }
  if (CONNECTION_CODES.includes(code)) {
    const connectionCode = /** @type {types.ClerkConnectionErrorCode} */ (code);
    return new ClerkConnectionError(message, { code: connectionCode, status, clerkTraceId, attempts, cause });
  }
  return new ClerkInputError(message, { code: /** @type {types.ClerkInputErrorCode} */ (code), path, cause });
}

/**
 * The error of a call during which the wasm trapped.
 * @param {unknown} cause
 * @param {number} [attempts]
 */
export const internalError = (cause, attempts) =>
  new ClerkConnectionError(
    "clerk-metadata itself failed; whether the change was made is not known. Please report this error with its cause. The next call starts afresh.",
    { code: "internal_error", attempts, cause },
  );
