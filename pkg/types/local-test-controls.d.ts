import type { ClerkAPIErrorJSON } from "./errors.js";

/** A request that a local Backend API has received. It never contains the secret key. */
export interface LocalRecordedRequest {
  /** The HTTP method, such as `"PATCH"`. */
  readonly method: string;
  /** The path without the query string, as it was sent: `"/v1/users/user_1/metadata"`. */
  readonly path: string;
  /** The query string without the `?`: `"limit=10"`. An empty string if there is none. */
  readonly query: string;
  /** The ID of the user in the path; `undefined` if the path has none, as in `"/v1/users/count"`. */
  readonly userId: string | undefined;
  /** The ID or slug of the organization in the path; `undefined` if the path has none. */
  readonly organizationId: string | undefined;
  /** The body: parsed JSON, the text if it is not JSON, `undefined` if it is empty. */
  readonly body: any;
  /** When the request arrived, in milliseconds since 1970 UTC, by the backend's `clock`. */
  readonly time: number;
  /**
   * The status of the response. `undefined` while there is no response, also after a network failure or a timeout of
   * `failNext`.
   */
  readonly status: number | undefined;
}

/**
 * The requests that a local Backend API has received, oldest first: an array with one more method. It keeps at least
 * the last 10,000 requests, but fewer if their bodies exceed 16 MB.
 */
export interface LocalRequests extends ReadonlyArray<LocalRecordedRequest> {
  /** Removes all requests from the array. */
  clear(): void;
}

/** Selects requests. A request must fit every field that is given. */
export interface LocalRequestMatch {
  /** The HTTP method. */
  method?: "GET" | "POST" | "PATCH" | "PUT" | "DELETE" | undefined;
  /** The whole path without the query string, such as `"/v1/users/count"`, or an expression that it must match. */
  path?: `/${string}` | RegExp | undefined;
  /** The ID of the user in the path. */
  userId?: string | undefined;
  /** The ID or slug of the organization in the path. */
  organizationId?: string | undefined;
}

/**
 * Selects requests.
 *
 * @param request The request, which has no status yet.
 * @returns Whether the request is selected.
 */
export type LocalRequestFilter = (request: LocalRecordedRequest) => boolean;

/** Which requests a failure applies to. */
export interface LocalFailureScope {
  /** How many requests fail: a whole number, or `Infinity`. Default: 1. */
  times?: number | undefined;
  /** Selects the requests that fail, by their fields or with a function. Default: all requests. */
  match?: LocalRequestMatch | LocalRequestFilter | undefined;
}

/** The statuses of {@link LocalStatusFailure}. */
export type LocalFailureStatus =
  | 400
  | 401
  | 403
  | 404
  | 409
  | 413
  | 415
  | 422
  | 429
  | 500
  | 502
  | 503
  | 504
  | 520
  | 521
  | 522
  | 523
  | 524
  | 530;

/** A request that gets an error response. */
export interface LocalStatusFailure extends LocalFailureScope {
  /**
   * The status of the response. Its body is the one that the Backend API sends with this status, such as
   * `too_many_requests` with 429. With 502, 520 to 524 and 530, which come from the network in front of the Backend
   * API, `errors` is empty.
   */
  status: LocalFailureStatus;
  /** The `Retry-After` header, in seconds. Default: no header. */
  retryAfter?: number | undefined;
  /** Replaces the errors in the body, for example to get another `code`. */
  errors?: readonly ClerkAPIErrorJSON[] | undefined;
  /** Not with `status`. */
  error?: undefined;
  /** Not with `status`. */
  timeout?: undefined;
}

/** The code of a network failure in Node.js. */
export type LocalNetworkErrorCode = "ECONNREFUSED" | "ECONNRESET" | "ENOTFOUND" | "ETIMEDOUT" | "UND_ERR_SOCKET";

/** A request that fails without a response. */
export interface LocalNetworkFailure extends LocalFailureScope {
  /**
   * `fetch` rejects with `TypeError: fetch failed`, whose `cause` has this `code`; `true` means `"ECONNRESET"`. Over
   * HTTP, the connection breaks, whichever code is given.
   */
  error: true | LocalNetworkErrorCode;
  /** Not with `error`. */
  status?: undefined;
  /** Not with `error`. */
  retryAfter?: undefined;
  /** Not with `error`. */
  errors?: undefined;
  /** Not with `error`. */
  timeout?: undefined;
}

/** A request that gets no response until it is aborted, for example by the timeout of the client. */
export interface LocalTimeoutFailure extends LocalFailureScope {
  /** Always `true`. */
  timeout: true;
  /** Not with `timeout`. */
  status?: undefined;
  /** Not with `timeout`. */
  retryAfter?: undefined;
  /** Not with `timeout`. */
  errors?: undefined;
  /** Not with `timeout`. */
  error?: undefined;
}

/** A failure for `failNext`: one of `status`, `error` and `timeout`, and the requests that it applies to. */
export type LocalFailure = LocalStatusFailure | LocalNetworkFailure | LocalTimeoutFailure;

/**
 * The users and organizations of a local Backend API at one moment. It can be stored as JSON, and restored in another
 * backend. The format of `lines` may change between versions of this package.
 */
export interface LocalSnapshot {
  /** The users and organizations. */
  readonly lines: string;
}

/** The clock of a local Backend API. It determines the ends of rate limits, and the times of users and requests. */
export interface LocalClock {
  /** The current time in milliseconds since 1970 UTC: `Date.now()`, plus the time by which it was advanced. */
  now(): number;
  /**
   * Moves the clock forward. It does not fire timers: use the fake timers of the test runner for the waits of a client.
   *
   * @param ms Milliseconds, 0 or more.
   * @throws {RangeError} If `ms` is not such a number.
   */
  advance(ms: number): void;
}

/** What a local Backend API offers to tests. */
export interface LocalTestControls {
  /**
   * Makes the next request fail, or the next `times` requests that fit `match`. Such a request changes nothing. If
   * several failures fit a request, the one that was added first applies.
   *
   * @param failure One of `status`, `error` and `timeout`, and the requests that it applies to.
   * @throws {TypeError | RangeError} If an option is unknown or invalid.
   *
   * @example
   * backend.failNext({ status: 429, retryAfter: 30 });
   * backend.failNext({ error: "ECONNREFUSED", times: 3 });
   * backend.failNext({ timeout: true, match: { method: "PATCH", userId: "user_1" } });
   */
  failNext(failure: LocalFailure): void;
  /** The requests since the backend was created, `reset()` or `requests.clear()`. */
  readonly requests: LocalRequests;
  /** The clock of the rate limits. */
  readonly clock: LocalClock;
  /** Returns the users and organizations as they are now. */
  snapshot(): LocalSnapshot;
  /**
   * Replaces all users and organizations with those of a snapshot. Requests, failures, rate limits and the clock stay
   * as they are.
   *
   * @param snapshot The result of `snapshot()`.
   * @throws {TypeError} If it is not a snapshot.
   * @throws {Error} If the backend has a data file or a journal.
   */
  restore(snapshot: LocalSnapshot): void;
  /**
   * Returns to the state after creation: its users and organizations, no requests, no failures, unused rate limits,
   * and a clock that was not advanced.
   *
   * @throws {Error} If the backend has a data file or a journal.
   */
  reset(): void;
}
