/** Additional details of a Backend API error. The names are in camelCase and depend on the error. */
export interface ClerkAPIErrorMeta {
  /** The rejected parameter, by its name in the request body, such as `"public_metadata"`. */
  readonly paramName?: string | undefined;
  readonly [name: string]: unknown;
}

/** An error of the Backend API. */
export interface ClerkAPIError {
  /** A stable code, such as `"resource_not_found"` or `"form_param_exceeds_allowed_size"`. */
  readonly code: string;
  /** A short text in English. */
  readonly message: string;
  /** A longer text, if the Backend API sends one. */
  readonly longMessage: string | undefined;
  /** Additional details; `{}` if the response has none. */
  readonly meta: ClerkAPIErrorMeta;
}

/** An error of the Backend API, as in the response body. */
export interface ClerkAPIErrorJSON {
  /** A stable code, such as `"resource_not_found"` or `"form_param_exceeds_allowed_size"`. */
  code: string;
  /** A short text in English. */
  message: string;
  /** A longer text. */
  long_message?: string | undefined;
  /** Additional details, with snake_case names such as `param_name`. */
  meta?: object | undefined;
}

/** The request of a call that failed. It never contains the body or the query string. */
export interface ErrorRequest {
  /** `"GET"`, `"PATCH"` or `"PUT"`. */
  readonly method: string;
  /** The path of the URL, such as `"/v1/users/user_2abc/metadata"`. */
  readonly path: string;
}

/**
 * The Backend API rejected the call. With a status below 500, nothing was changed. With a status of 500 or above, the
 * change may have taken effect.
 *
 * | `status` | `errors[0].code` | reason |
 * |---|---|---|
 * | 401 | `clerk_key_invalid` | The secret key is invalid. |
 * | 404 | `resource_not_found` | The user does not exist. |
 * | 409 | `resource_locked` | Another write is in progress. Retry later. |
 * | 422 | `form_param_exceeds_allowed_size` | A field would be larger than 8 KB after the merge. |
 * | 429 | `too_many_requests` | Too many requests. Retry after `retryAfter` seconds. |
 *
 * @example
 * try {
 *   await clerk.users.updateUserMetadata(userId, { publicMetadata: { plan: "pro" } });
 * } catch (error) {
 *   if (!isClerkAPIResponseError(error)) throw error;
 *   console.error(error.message, error.status, error.errors[0]?.code, error.clerkTraceId);
 * }
 */
export declare class ClerkAPIResponseError extends Error {
  /**
   * For tests of your own error handling. It also accepts the arguments of the class in Clerk's own packages.
   *
   * @param message The message.
   * @param details The fields of the error.
   */
  constructor(
    message: string,
    details: {
      /** The HTTP status, 400 and above. */
      status: number;
      /** The errors. Default: those of `data`. */
      errors?: readonly ClerkAPIError[] | undefined;
      /** The errors as in the response body. Default: none. */
      data?: readonly ClerkAPIErrorJSON[] | undefined;
      /** Clerk's ID of the request. */
      clerkTraceId?: string | undefined;
      /** The value of `Retry-After`, in seconds. */
      retryAfter?: number | undefined;
      /** The number of attempts. Default: 1. */
      attempts?: number | undefined;
      /** The request. Default: none. */
      request?: ErrorRequest | undefined;
      /** The cause of the error. */
      cause?: unknown;
    },
  );
  /** A constant, which minification does not change. */
  readonly name: "ClerkAPIResponseError";
  /** A constant. The codes of the Backend API are in `errors`. */
  readonly code: "api_response_error";
  /** A constant, as in the errors of Clerk's own packages. */
  readonly clerkError: true;
  /**
   * The longest text of the first of the `errors`, followed by the method and the path of the request, such as
   * `"No user was found with id user_2abc (GET /v1/users/user_2abc)"`. The text may change: compare `code`s instead.
   */
  message: string;
  /** The HTTP status, 400 or above. */
  readonly status: number;
  /** The errors in the order of the response; empty if it has none. */
  readonly errors: ClerkAPIError[];
  /** Clerk's ID of the request, for Clerk's support; `undefined` if the response has none. */
  readonly clerkTraceId: string | undefined;
  /** The value of the header `Retry-After`, in seconds; `undefined` if the response has none. */
  readonly retryAfter: number | undefined;
  /** The number of attempts. */
  readonly attempts: number;
  /** The request; `undefined` if you created the error yourself. */
  readonly request: ErrorRequest | undefined;
  /** Several lines: the name, the message, the status, `errors` as JSON and the trace ID. */
  toString(): string;
  /** The fields that `JSON.stringify(error)` writes: the name, the message and all others except the cause. */
  toJSON(): object;
}

/**
 * The code of a {@link ClerkInputError}:
 *
 * - `missing_secret_key`: neither `secretKey` nor `CLERK_SECRET_KEY` is set
 * - `invalid_option`: an option of `createClerkClient`, `withMetadata` or the call is invalid
 * - `invalid_user_id`: the user ID is not a string, is empty or too long, or would reach another endpoint
 * - `invalid_organization_id`: the same for the ID or the slug of an organization
 * - `invalid_params`: the parameters are empty, or contain an unknown field or a value that JSON cannot represent
 * - `too_deep`: a metadata field is nested more than 100 levels deep
 */
export type ClerkInputErrorCode =
  | "missing_secret_key"
  | "invalid_option"
  | "invalid_user_id"
  | "invalid_organization_id"
  | "invalid_params"
  | "too_deep";

/**
 * The input of the call is invalid. Nothing was sent.
 *
 * The message contains the path, the reason and the fix. It never contains the secret key or a metadata value.
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
   * For tests of your own error handling.
   *
   * @param message The message.
   * @param details The fields of the error.
   */
  constructor(
    message: string,
    details: {
      /** The code. */
      code: ClerkInputErrorCode;
      /** The path of the invalid value. */
      path?: string | undefined;
      /** The error that your code threw. */
      cause?: unknown;
    },
  );
  /** A constant, which minification does not change. */
  readonly name: "ClerkInputError";
  /** The kind of invalid input. */
  readonly code: ClerkInputErrorCode;
  /** The name of an option, `"userId"`, `"params"`, or the path of a value such as `"publicMetadata.plan.seats"`. */
  readonly path: string | undefined;
  /** The error that your code threw while a value was read, such as in a getter or a `toJSON()`. */
  readonly cause?: unknown;
  /** The fields that `JSON.stringify(error)` writes: the name, the message and all others except the cause. */
  toJSON(): object;
}

/**
 * The code of a {@link ClerkConnectionError}:
 *
 * - `connection_failed`: `fetch` failed, or the connection broke
 * - `timeout`: an attempt took longer than `timeout`
 * - `unexpected_response`: the response is not one of the Backend API: a redirect, not JSON, larger than 10 MB, or with
 *   more values than 500 users have
 * - `internal_error`: a bug in this package; please report it
 */
export type ClerkConnectionErrorCode = "connection_failed" | "timeout" | "unexpected_response" | "internal_error";

/**
 * There is no usable response. The change may still have taken effect; `getUser` returns the current state.
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
   * For tests of your own error handling.
   *
   * @param message The message.
   * @param details The fields of the error.
   */
  constructor(
    message: string,
    details: {
      /** The code. */
      code: ClerkConnectionErrorCode;
      /** The HTTP status, if a response was received. */
      status?: number | undefined;
      /** Clerk's ID of the request. */
      clerkTraceId?: string | undefined;
      /** The number of attempts. Default: 1. */
      attempts?: number | undefined;
      /** The request. Default: none. */
      request?: ErrorRequest | undefined;
      /** The error that `fetch` threw. */
      cause?: unknown;
    },
  );
  /** A constant, which minification does not change. */
  readonly name: "ClerkConnectionError";
  /** The kind of failure. */
  readonly code: ClerkConnectionErrorCode;
  /** The HTTP status, if a response was received; 0 for a redirect that a browser hides. */
  readonly status: number | undefined;
  /** Clerk's ID of the request, if a response has one. */
  readonly clerkTraceId: string | undefined;
  /** The number of attempts. */
  readonly attempts: number;
  /** The request; `undefined` if you created the error yourself. */
  readonly request: ErrorRequest | undefined;
  /** The error that `fetch` threw. */
  readonly cause?: unknown;
  /** The fields that `JSON.stringify(error)` writes: the name, the message and all others except the cause. */
  toJSON(): object;
}

/**
 * Whether a value is a {@link ClerkAPIResponseError} of this package, of another copy of it, or of Clerk's own
 * packages, whose guard also accepts the errors of this package.
 *
 * @param error The thrown value.
 *
 * @example
 * if (isClerkAPIResponseError(error) && error.status === 404) return null;
 */
export declare function isClerkAPIResponseError(error: unknown): error is ClerkAPIResponseError;

/**
 * Whether a value is a {@link ClerkInputError} of this package or of another copy of it.
 *
 * @param error The thrown value.
 *
 * @example
 * if (isClerkInputError(error)) console.error(error.code, error.path);
 */
export declare function isClerkInputError(error: unknown): error is ClerkInputError;

/**
 * Whether a value is a {@link ClerkConnectionError} of this package or of another copy of it.
 *
 * @param error The thrown value.
 *
 * @example
 * if (isClerkConnectionError(error)) console.error(error.code, error.cause);
 */
export declare function isClerkConnectionError(error: unknown): error is ClerkConnectionError;
