import type { CallErrorEvent, CallSuccessEvent, RequestEvent, ResponseEvent, RetryEvent } from "./hooks.js";
import type { createClerkClient } from "./index.js";
import type { RateLimiter } from "./rate-limiter.js";

declare global {
  /** The type of the runtime, if it has one. */
  interface AbortSignal {}
}

/** The options of a single call, which are its last argument. They override the options of the client. */
export interface CallOptions {
  /**
   * Decides when each attempt is sent, such as `createRateLimiter()` of `clerk-metadata/bulk`. The wait is not part of
   * the `timeout`, and `signal` aborts it. Default: each attempt is sent immediately.
   */
  limiter?: RateLimiter | undefined;
  /**
   * Maximum number of retries. Default: 2. `0` disables retries.
   *
   * Retried: connection failures, timeouts, 408, 409 `resource_locked`, 429, 500, 502, 503, 504, 520 to 524, 530.
   *
   * The wait before a retry is the longer one of the response's `Retry-After` and the backoff. If
   * `Retry-After` exceeds 60 seconds, the call rejects without waiting. The backoff is 0.25 to 0.5 seconds,
   * and doubles each time, up to 4 to 8 seconds.
   */
  maxRetries?: number | undefined;
  /**
   * Timeout of each attempt, in milliseconds, including the response body. Default: 30000. Maximum: 2147483647.
   * `Infinity` disables the timeout.
   */
  timeout?: number | undefined;
  /** Aborts the call immediately, also while it waits for a retry. The call rejects with the `reason` of the signal. */
  signal?: AbortSignal | undefined;
}

/** The options of {@link createClerkClient}. An unknown option is rejected by the first call. */
export interface ClerkClientOptions extends CallOptions, IgnoredClerkOptions {
  /** The secret key, `sk_live_…` or `sk_test_…`. Errors, hooks and logs never contain it. */
  secretKey?: string | undefined;
  /**
   * The URL of the Backend API. Default: `"https://api.clerk.com"`. `http:` is allowed for loopback and for
   * {@link allowInsecureHosts}.
   */
  apiUrl?: string | undefined;
  /** The version in the path. Default: `"v1"`. */
  apiVersion?: string | undefined;
  /** Omits `apiVersion` from the path, for a proxy whose paths have no version. Default: `false`. */
  skipApiVersionInUrl?: boolean | undefined;
  /** The `User-Agent` header. Default: the name and version of this package. Browsers send their own. */
  userAgent?: string | undefined;
  /** The SDK that uses this package. It is added to the `User-Agent` header unless `userAgent` is set. */
  sdkMetadata?:
    | {
        /** The name of the SDK, such as its npm package. */
        name: string;
        /** The version of the SDK, such as `"1.2.3"`. */
        version: string;
        /** Ignored. */
        environment?: string | undefined;
      }
    | undefined;
  /**
   * The function that sends the requests. Default: the global `fetch`, which is looked up for each request. It is
   * called without `this`.
   */
  fetch?: FetchLike | undefined;
  /**
   * Joins updates of one user's metadata that follow each other quickly, so that at most 9 changes of a user are sent
   * in 10 seconds. The Backend API rejects the 11th. Default: `false`.
   *
   * The first update is sent immediately. Those that follow wait for it, and then, if there are many, for a moment.
   * They are joined if one patch gives exactly their result; all others are sent in the order of the calls. Each call
   * resolves to the user in the response to the request that carried its change. `replaceUserMetadata` is never joined.
   *
   * Clients with the same options share it, but not processes.
   */
  coalesce?: boolean | undefined;
  /**
   * Hosts other than loopback that `apiUrl` may use with `http:`, such as `["backend"]` in a container network. The
   * key is sent to them unencrypted. Default: none.
   */
  allowInsecureHosts?: readonly string[] | undefined;
  /**
   * Allows calls from a browser page, where everyone can read the secret key. Use it only for keys that are not
   * secret, such as that of a local Backend API. Workers and edge runtimes do not need it. Default: `false`.
   */
  dangerouslyAllowBrowser?: boolean | undefined;
  /**
   * Called before each attempt. If a hook throws or rejects, the call is not affected.
   *
   * @param event The request. Its headers do not contain the key.
   */
  onRequest?: ((event: RequestEvent) => unknown) | undefined;
  /**
   * Called after each complete response, with any status. See {@link onRequest} for errors in a hook.
   *
   * @param event The response.
   */
  onResponse?: ((event: ResponseEvent) => unknown) | undefined;
  /**
   * Called before the wait for another attempt.
   *
   * @param event The failed attempt, and the length of the wait.
   */
  onRetry?: ((event: RetryEvent) => unknown) | undefined;
  /**
   * Called once when a call succeeds.
   *
   * @param event The last response.
   */
  onSuccess?: ((event: CallSuccessEvent) => unknown) | undefined;
  /**
   * Called once when a call rejects: after the last attempt, when its signal aborts, or for invalid input, for which no
   * request was sent.
   *
   * @param event The error.
   */
  onError?: ((event: CallErrorEvent) => unknown) | undefined;
  /**
   * Receives one line per event. The lines never contain the key, metadata or values of a query string. Default:
   * `console`.
   */
  logger?: Logger | undefined;
  /**
   * The least severe events that are logged: `"error"` (calls that failed), `"warn"` (and retries), `"info"` (and calls
   * that succeeded or were aborted) or `"debug"` (and each request and response). `"off"` disables logging. Default:
   * the environment variable `CLERK_METADATA_LOG`; if it is not set, `"warn"` with a `logger` and `"off"` without one.
   */
  logLevel?: LogLevel | undefined;
}

/** The levels of {@link ClerkClientOptions.logLevel}, from none to all events. */
export type LogLevel = "off" | "error" | "warn" | "info" | "debug";

/** A logger, such as `console` or that of pino or winston. If a function throws or rejects, the call continues. */
export interface Logger {
  /**
   * Receives calls that failed.
   *
   * @param line The line.
   */
  error(line: string): unknown;
  /**
   * Receives attempts that are retried.
   *
   * @param line The line.
   */
  warn(line: string): unknown;
  /**
   * Receives calls that succeeded or were aborted.
   *
   * @param line The line.
   */
  info(line: string): unknown;
  /**
   * Receives requests and responses.
   *
   * @param line The line.
   */
  debug(line: string): unknown;
}

/** The name of {@link ClerkClientOptions} in `@clerk/backend`. */
export type ClerkOptions = ClerkClientOptions;

/**
 * Options of the official client that do not concern these calls. They are accepted and ignored, so that both clients
 * can share one object.
 */
export interface IgnoredClerkOptions {
  /** For verifying tokens. */
  audience?: unknown;
  /** For multi-domain apps. */
  domain?: unknown;
  /** For multi-domain apps. */
  isSatellite?: unknown;
  /** For verifying tokens. */
  jwtKey?: unknown;
  /** For machine-to-machine tokens. */
  machineSecretKey?: unknown;
  /** For the Frontend API behind a proxy. */
  proxyUrl?: unknown;
  /** For the Frontend API. */
  publishableKey?: unknown;
  /** A call without a secret key is rejected, even if this is `false`. */
  requireSecretKey?: unknown;
  /** This package sends no telemetry. */
  telemetry?: unknown;
  /** For machine-to-machine tokens. These calls always use the secret key. */
  useMachineSecretKey?: unknown;
}

/**
 * The part of `fetch` that this package uses. The `fetch` of every runtime is accepted.
 *
 * @param url The complete URL.
 * @param init The rest of the request.
 */
export type FetchLike = (url: string, init: FetchInit) => PromiseLike<FetchResponse>;

/** The second argument of `fetch`. */
export interface FetchInit {
  /** `"GET"`, `"PATCH"` or `"PUT"`. */
  method: string;
  /** The request headers. `authorization` contains the secret key. */
  headers: Record<string, string>;
  /** Redirects are never followed, because the secret key is sent to one origin only. */
  redirect: "manual";
  /**
   * Aborts when the attempt times out or the call is aborted. Calls that start at nearly the same time may share it.
   * It is `undefined` if the runtime's `fetch` rejects the global `AbortSignal`, as under jsdom.
   */
  signal: AbortSignal;
  /** The body as JSON text. */
  body?: string;
}

/**
 * The part of a response that this package uses: of a `Response`, of a response of node-fetch, or of a test stub. At
 * least one of `body`, `text()` and `json()` must be present and unread. The first one that is present is read.
 */
export interface FetchResponse {
  /** The HTTP status. */
  readonly status: number;
  /** `Headers`, or a plain object. */
  readonly headers?: FetchHeaders | Readonly<Record<string, string | readonly string[] | undefined>> | undefined;
  /** A web stream, or an async iterable of bytes or strings, of up to 10 MB. Any other value is ignored. */
  readonly body?: unknown;
  /** The complete body as text. */
  text?(): PromiseLike<string>;
  /** The body as parsed JSON. */
  json?(): unknown;
}

/** The part of `Headers` that this package uses. */
export interface FetchHeaders {
  /**
   * @param name The name of a header, in any case.
   * @returns The value of the header; `null` if it is missing.
   */
  get(name: string): string | null;
}
