import type { ClerkAPIResponseError, ClerkConnectionError } from "./errors.js";

/** An attempt that is about to be made. */
export interface RequestEvent {
  /** Which attempt of the call, from 1. */
  readonly attempt: number;
  /** `"GET"`, `"PATCH"` or `"PUT"`. */
  readonly method: string;
  /** The whole URL. */
  readonly url: string;
  /** Names in lower case. `authorization` is `"[redacted]"`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** An attempt that was answered. */
export interface ResponseEvent {
  /** Which attempt of the call, from 1. */
  readonly attempt: number;
  /** `"GET"`, `"PATCH"` or `"PUT"`. */
  readonly method: string;
  /** The whole URL. */
  readonly url: string;
  /** The HTTP status. */
  readonly status: number;
  /** Names in lower case, without `set-cookie`. */
  readonly headers: Readonly<Record<string, string>>;
  /** How long it took, its body included, in milliseconds. */
  readonly duration: number;
}

/** An attempt that failed and is made again. */
export interface RetryEvent {
  /** The attempt that failed, from 1. */
  readonly attempt: number;
  /** Why: what the call would have rejected with. */
  readonly reason: ClerkAPIResponseError | ClerkConnectionError;
  /** How long it waits, in milliseconds. */
  readonly delay: number;
}
