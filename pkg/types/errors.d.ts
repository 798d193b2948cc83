/** What a reason of a refusal says more. The names are in camelCase; which there are depends on the reason. */
export interface ClerkAPIErrorMeta {
  /** The parameter that was refused, by its name on the wire, such as `"public_metadata"`. */
  readonly paramName?: string | undefined;
  readonly [name: string]: unknown;
}

/** One reason of a refusal, as the Backend API gives it. */
export interface ClerkAPIError {
  /** A stable code, such as `"resource_not_found"` or `"form_param_exceeds_allowed_size"`. */
  readonly code: string;
  /** A short text in English. */
  readonly message: string;
  /** A longer text. */
  readonly longMessage: string | undefined;
  /** More about it; `{}` where the answer says no more. */
  readonly meta: ClerkAPIErrorMeta;
}

/** One reason of a refusal, as on the wire. */
export interface ClerkAPIErrorJSON {
  /** A stable code, such as `"resource_not_found"` or `"form_param_exceeds_allowed_size"`. */
  code: string;
  /** A short text in English. */
  message: string;
  /** A longer text. */
  long_message?: string | undefined;
  /** More about it, with snake_case names, such as `param_name`. */
  meta?: object | undefined;
}

/**
 * The Backend API refused the call. Below status 500 nothing was changed; from 500 on it is not known.
 *
 * | `status` | `errors[0].code` | why |
 * |---|---|---|
 * | 401 | `clerk_key_invalid` | the secret key is wrong |
 * | 404 | `resource_not_found` | there is no such user |
 * | 409 | `resource_locked` | another write was under way; try again |
 * | 422 | `form_param_exceeds_allowed_size` | a field would be larger than 8 KB after the merge |
 * | 429 | `too_many_requests` | too many requests; try again after `retryAfter` seconds |
 *
 * @example
 * try {
 *   await clerk.users.updateUserMetadata(userId, { publicMetadata: { plan: "pro" } });
 * } catch (error) {
 *   if (!isClerkAPIResponseError(error)) throw error;
 *   console.error(error.status, error.errors[0]?.code, error.clerkTraceId);
 * }
 */
export declare class ClerkAPIResponseError extends Error {
  /**
   * For tests of your own error paths. It takes what the class of Clerk's own packages takes, too.
   *
   * @param message That of the first reason.
   * @param details The fields of the error.
   */
  constructor(
    message: string,
    details: {
      /** The HTTP status, 400 and above. */
      status: number;
      /** The reasons. Default: those of `data`. */
      errors?: readonly ClerkAPIError[] | undefined;
      /** The reasons as on the wire. Default: none. */
      data?: readonly ClerkAPIErrorJSON[] | undefined;
      /** Clerk's id of the request. */
      clerkTraceId?: string | undefined;
      /** In seconds. */
      retryAfter?: number | undefined;
      /** 1 unless told. */
      attempts?: number | undefined;
      /** What led to the error. */
      cause?: unknown;
    },
  );
  /** Always this text, also in minified code. */
  readonly name: "ClerkAPIResponseError";
  /** Always this text; the reasons have codes of their own in `errors`. */
  readonly code: "api_response_error";
  /** Always `true`, as in Clerk's own errors. */
  readonly clerkError: true;
  /** The HTTP status, 400 and above. */
  readonly status: number;
  /** The reasons, in the order of the answer; empty where it gave none. */
  readonly errors: ClerkAPIError[];
  /** Clerk's id of the request, to give to its support. */
  readonly clerkTraceId: string | undefined;
  /** After how many seconds the call may be tried again, where the answer says so. */
  readonly retryAfter: number | undefined;
  /** How many attempts were made. */
  readonly attempts: number;
  /** Several lines: name, message, status, `errors` as JSON, trace id. */
  toString(): string;
}

/**
 * What is wrong with the input:
 *
 * - `missing_secret_key`: neither `secretKey` nor `CLERK_SECRET_KEY` is set
 * - `invalid_option`: an option of `createClerkClient` cannot be used
 * - `invalid_user_id`: the id is empty, too long, no string, or would lead to another path
 * - `invalid_params`: the parameters hold what JSON cannot carry, an unknown field, or nothing
 * - `too_deep`: a metadata field nests deeper than 100 levels
 */
export type ClerkInputErrorCode =
  | "missing_secret_key"
  | "invalid_option"
  | "invalid_user_id"
  | "invalid_params"
  | "too_deep";

/**
 * The call cannot be made with this input. Nothing was sent.
 *
 * The message never holds the secret key or a metadata value.
 *
 * @example
 * try {
 *   await clerk.users.updateUserMetadata(userId, { publicMetadata: { seats: NaN } });
 * } catch (error) {
 *   if (isClerkInputError(error)) console.error(error.path); // "publicMetadata.seats"
 * }
 */
export declare class ClerkInputError extends Error {
  /**
   * For tests of your own error paths.
   *
   * @param message What is wrong, and what to do.
   * @param details The fields of the error.
   */
  constructor(
    message: string,
    details: {
      /** What is wrong. */
      code: ClerkInputErrorCode;
      /** Where. */
      path?: string | undefined;
      /** What your own code threw. */
      cause?: unknown;
    },
  );
  /** Always this text, also in minified code. */
  readonly name: "ClerkInputError";
  /** What is wrong. */
  readonly code: ClerkInputErrorCode;
  /** Where: an option's name, `"userId"`, `"params"`, or a place in them such as `"publicMetadata.plan.seats"`. */
  readonly path: string | undefined;
  /** What your own code threw while a value was read, such as a getter or a `toJSON()`. */
  readonly cause?: unknown;
}

/**
 * Why there is no usable answer:
 *
 * - `connection_failed`: `fetch` failed, or the connection broke
 * - `timeout`: an attempt took longer than `timeout`
 * - `unexpected_response`: an answer came, but not from the Backend API: a redirect, no JSON, more than 10 MB,
 *   or more values than 500 users have
 * - `internal_error`: a fault of this package itself; please report it
 */
export type ClerkConnectionErrorCode = "connection_failed" | "timeout" | "unexpected_response" | "internal_error";

/**
 * No usable answer came. Whether the change was made is not known; `getUser` tells.
 *
 * @example
 * try {
 *   await clerk.users.updateUserMetadata(userId, { publicMetadata: { plan: "pro" } });
 * } catch (error) {
 *   if (isClerkConnectionError(error)) console.error(error.code, error.cause);
 * }
 */
export declare class ClerkConnectionError extends Error {
  /**
   * For tests of your own error paths.
   *
   * @param message What happened.
   * @param details The fields of the error.
   */
  constructor(
    message: string,
    details: {
      /** What happened. */
      code: ClerkConnectionErrorCode;
      /** The HTTP status, where an answer came. */
      status?: number | undefined;
      /** Clerk's id of the request. */
      clerkTraceId?: string | undefined;
      /** 1 unless told. */
      attempts?: number | undefined;
      /** What `fetch` threw. */
      cause?: unknown;
    },
  );
  /** Always this text, also in minified code. */
  readonly name: "ClerkConnectionError";
  /** What happened. */
  readonly code: ClerkConnectionErrorCode;
  /** The HTTP status, where an answer came; 0 for a redirect that a browser hides. */
  readonly status: number | undefined;
  /** Clerk's id of the request, where an answer has one. */
  readonly clerkTraceId: string | undefined;
  /** How many attempts were made. */
  readonly attempts: number;
  /** What `fetch` threw. */
  readonly cause?: unknown;
}

/**
 * Whether an error is a {@link ClerkAPIResponseError}, also one of another copy of this package or
 * of Clerk's own packages, whose guard in its turn knows one of this package.
 *
 * @param error Whatever was thrown.
 *
 * @example
 * if (isClerkAPIResponseError(error) && error.status === 404) return null;
 */
export declare function isClerkAPIResponseError(error: unknown): error is ClerkAPIResponseError;

/**
 * Whether an error is a {@link ClerkInputError}, also one of another copy of this package.
 *
 * @param error Whatever was thrown.
 *
 * @example
 * if (isClerkInputError(error)) console.error(error.code, error.path);
 */
export declare function isClerkInputError(error: unknown): error is ClerkInputError;

/**
 * Whether an error is a {@link ClerkConnectionError}, also one of another copy of this package.
 *
 * @param error Whatever was thrown.
 *
 * @example
 * if (isClerkConnectionError(error)) console.error(error.code, error.cause);
 */
export declare function isClerkConnectionError(error: unknown): error is ClerkConnectionError;
