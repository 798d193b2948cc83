// The rejections of the wasm (an array: see src/wasm/error.rs), as real errors.
// Guards look at fields, not at classes: two copies of this package may be loaded.
import { named } from "./named.js";
import { isKey, redact, redactJson, redactThrown } from "./redact.js";

/** Names an error class, on its prototype too, as built-in errors have it; where Error.prototype is frozen as well. */
const namedError = (name, Class) => {
  Object.defineProperty(Class.prototype, "name", { value: name, configurable: true, writable: true });
  return named(name, Class);
};

/** The Backend API rejected the call. */
export const ClerkAPIResponseError = /* @__PURE__ */ namedError(
  "ClerkAPIResponseError",
  class extends Error {
    /** By this the guard of Clerk's own packages knows it. */
    static kind = "ClerkAPIResponseError";

    /** `data`: the reasons as on the wire, which the class of Clerk's own packages takes. */
    constructor(
      message,
      { status, data, errors = data?.map(parsed) ?? [], clerkTraceId, retryAfter, attempts = 1, cause },
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

    /** All that a log needs, in the form of Clerk's own packages. */
    toString() {
      const lines = [
        `[${this.name}]`,
        `Message:${this.message}`,
        `Status:${this.status}`,
        `Serialized errors: ${this.errors.map(serialized)}`,
      ];
      if (this.clerkTraceId) lines.push(`Clerk Trace ID: ${this.clerkTraceId}`);
      return lines.join("\n");
    }
  },
);

/** The input of the call cannot be sent: nothing was. */
export const ClerkInputError = /* @__PURE__ */ namedError(
  "ClerkInputError",
  class extends Error {
    constructor(message, { code, path, cause }) {
      super(message, cause === undefined ? undefined : { cause });
      this.code = code;
      this.path = path;
    }
  },
);

/** No usable answer came. */
export const ClerkConnectionError = /* @__PURE__ */ namedError(
  "ClerkConnectionError",
  class extends Error {
    constructor(message, { code, status, clerkTraceId, attempts = 1, cause }) {
      super(message, cause === undefined ? undefined : { cause });
      this.code = code;
      this.status = status;
      this.clerkTraceId = clerkTraceId;
      this.attempts = attempts;
    }
  },
);

const camelCase = ([name, value]) => [name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase()), value];

const parsed = ({ code, message, long_message: longMessage, meta }) => ({
  code,
  message,
  longMessage,
  meta: Object.fromEntries(Object.entries(meta ?? {}).map(camelCase)),
});

function serialized(item) {
  try {
    return JSON.stringify(item);
  } catch {
    return JSON.stringify({ ...item, meta: undefined }); // which nests too deep
  }
}

const isNamed = (error, name) => error?.name === name;

/** Also one of Clerk's own packages, where minified code has taken its name. */
export const isClerkAPIResponseError = (error) => error?.clerkError === true && error.code === "api_response_error";
export const isClerkInputError = (error) => isNamed(error, "ClerkInputError");
export const isClerkConnectionError = (error) => isNamed(error, "ClerkConnectionError");

const CONNECTION_CODES = ["connection_failed", "timeout", "unexpected_response"];

/**
 * The error of the parts that the wasm gives, with its cause and how many attempts were made, all without the key.
 * @param {any[]} parts
 * @param {string} secretKey
 * @param {unknown} [cause]
 * @param {number} [attempts]
 */
export function errorFrom([code, message, path, status, errors, clerkTraceId, retryAfter], secretKey, cause, attempts) {
  if (isKey(secretKey)) {
    [message, path, clerkTraceId] = [message, path, clerkTraceId].map((text) => text && redact(text, secretKey));
    errors = errors && redactJson(errors, secretKey);
    cause = redactThrown(cause, secretKey);
  }
  if (code === "api_response_error") {
    const items = JSON.parse(errors).map(({ code, message, longMessage, meta }) => ({
      code,
      message,
      longMessage,
      meta,
    }));
    return new ClerkAPIResponseError(message, { status, errors: items, clerkTraceId, retryAfter, attempts });
  }
  if (CONNECTION_CODES.includes(code))
    return new ClerkConnectionError(message, { code, status, clerkTraceId, attempts, cause });
  return new ClerkInputError(message, { code, path, cause });
}

/** The error of a call that a trap has ended. */
export const internalError = (cause, attempts) =>
  new ClerkConnectionError(
    "clerk-metadata itself failed; whether the change was made is not known. Please report this error with its cause. The next call starts afresh.",
    { code: "internal_error", attempts, cause },
  );
