import type { ClerkAPIResponseError, ClerkConnectionError } from "./errors.js";
import type { ResponseInfo } from "./promise.js";

/** The fields of every event. */
export interface CallEvent {
  /**
   * The ID of the call, the same in all of its events, such as `"call_mi2k8p4w1c_1"`. Calls that run at the same time
   * have different IDs. The two requests of `getUserList` have the ID of their call.
   */
  readonly callId: string;
  /** The method of `clerk.users` or `clerk.organizations`, such as `"updateUserMetadata"`. */
  readonly operation: string;
}

/** An attempt is about to be sent. */
export interface RequestEvent extends CallEvent {
  /** The number of the attempt, starting at 1. */
  readonly attempt: number;
  /** `"GET"`, `"PATCH"` or `"PUT"`. */
  readonly method: string;
  /** The complete URL. The query string of a list can contain personal data, such as email addresses. */
  readonly url: string;
  /** The request headers, with lowercase names. `authorization` is `"[redacted]"`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A complete response was received, with any status. */
export interface ResponseEvent extends CallEvent {
  /** The number of the attempt, starting at 1. */
  readonly attempt: number;
  /** `"GET"`, `"PATCH"` or `"PUT"`. */
  readonly method: string;
  /** The complete URL. The query string of a list can contain personal data, such as email addresses. */
  readonly url: string;
  /** The HTTP status. */
  readonly status: number;
  /** The response headers, with lowercase names and without `set-cookie`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The time from the request to the end of the response body, in milliseconds. */
  readonly duration: number;
  /** Clerk's ID of the request, if the response has one. */
  readonly clerkTraceId: string | undefined;
}

/** An attempt failed and will be retried. */
export interface RetryEvent extends CallEvent {
  /** The number of the failed attempt, starting at 1. */
  readonly attempt: number;
  /** The error that the call would reject with if it were not retried. */
  readonly reason: ClerkAPIResponseError | ClerkConnectionError;
  /** The wait before the next attempt, in milliseconds. */
  readonly delay: number;
  /** Clerk's ID of the failed request, if its response has one. */
  readonly clerkTraceId: string | undefined;
}

/** A call succeeded. */
export interface CallSuccessEvent extends CallEvent, Readonly<ResponseInfo> {}

/** A call rejects. */
export interface CallErrorEvent extends CallEvent {
  /**
   * What the call rejects with: an error of this package, the reason of the `signal` that aborted the call, or a value
   * that a framework throws through `fetch`, such as a redirect of Next.js. A reason or value that may contain the
   * secret key is a redacted copy.
   */
  readonly error: unknown;
  /** Clerk's ID of the last request, if its response has one. */
  readonly clerkTraceId: string | undefined;
}
