// What the wasm rejects with (a plain object: see src/wasm/error.rs), as real errors.
// Guards look at fields, not at classes: two copies of this package may be loaded.

/** The Backend API refused the call. */
export class ClerkAPIResponseError extends Error {
  static name = "ClerkAPIResponseError";
  /** By this the guard of Clerk's own packages knows it. */
  static kind = "ClerkAPIResponseError";

  constructor(message, { status, errors = [], clerkTraceId, retryAfter }) {
    super(message);
    this.clerkError = true;
    this.code = "api_response_error";
    this.status = status;
    this.errors = errors;
    this.clerkTraceId = clerkTraceId;
    this.retryAfter = retryAfter;
  }

  /** All that a log needs, in the form of Clerk's own packages. */
  toString() {
    const lines = [
      `[${this.name}]`,
      `Message:${this.message}`,
      `Status:${this.status}`,
      `Serialized errors: ${this.errors.map((item) => JSON.stringify(item))}`,
    ];
    if (this.clerkTraceId) lines.push(`Clerk Trace ID: ${this.clerkTraceId}`);
    return lines.join("\n");
  }
}

/** The input of the call cannot be sent: nothing was. */
export class ClerkInputError extends Error {
  static name = "ClerkInputError";

  constructor(message, { code, path, cause }) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.path = path;
  }
}

/** No usable answer came. */
export class ClerkConnectionError extends Error {
  static name = "ClerkConnectionError";

  constructor(message, { code, status, clerkTraceId, cause }) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.status = status;
    this.clerkTraceId = clerkTraceId;
  }
}

// On the prototypes, as for built-in errors; written out because minified class names are no names.
for (const Class of [ClerkAPIResponseError, ClerkInputError, ClerkConnectionError]) Class.prototype.name = Class.name;

const isNamed = (error, name) => error?.name === name;

/** Also one of Clerk's own packages, where minified code has taken its name. */
export const isClerkAPIResponseError = (error) => error?.clerkError === true && error.code === "api_response_error";
export const isClerkInputError = (error) => isNamed(error, "ClerkInputError");
export const isClerkConnectionError = (error) => isNamed(error, "ClerkConnectionError");

/** The error of what the wasm rejected with; anything that is no such object passes as it is. */
export function errorFrom(thrown) {
  const { code, message } = thrown ?? {};
  if (typeof code !== "string" || thrown instanceof Error) return thrown;
  if (code === "api_response_error") return new ClerkAPIResponseError(message, thrown);
  if (code === "connection_failed" || code === "unexpected_response") return new ClerkConnectionError(message, thrown);
  return new ClerkInputError(message, thrown);
}
