import type { RequestEvent, ResponseEvent, RetryEvent } from "./hooks.js";
import type { createClerkClient } from "./index.js";

declare global {
  /** The host's, where it has one. */
  interface AbortSignal {}
}

/** The options of a single call, its last argument; each comes before that of the client. */
export interface CallOptions {
  /**
   * How often the call is made again after a failure that may pass: no connection or a broken one,
   * a timeout, 408, 409 `resource_locked`, 429, 500, 502, 503, 504, 520 to 524, 530. Default: 2. 0 for
   * never.
   *
   * The wait before a retry is the longer one of the response's `Retry-After` and the backoff. If
   * `Retry-After` exceeds 60 seconds, the call rejects without waiting. The backoff is 0.25 to 0.5 seconds,
   * and doubles each time, up to 4 to 8 seconds.
   */
  maxRetries?: number | undefined;
  /**
   * How long an attempt may take, its body included, in milliseconds: 30000 unless told, at most
   * 2147483647, `Infinity` for no end.
   */
  timeout?: number | undefined;
  /** Ends the call at once, also while it waits to be made again. It then rejects with the signal's `reason`. */
  signal?: AbortSignal | undefined;
}

/** The options of {@link createClerkClient}. A name that is none of these is refused at the first call. */
export interface ClerkClientOptions extends CallOptions, IgnoredClerkOptions {
  /** The secret key, `sk_live_…` or `sk_test_…`. No error and no log holds it. */
  secretKey?: string | undefined;
  /**
   * Where the Backend API is: `"https://api.clerk.com"` unless told. `http:` is for loopback and for
   * {@link allowInsecureHosts}.
   */
  apiUrl?: string | undefined;
  /** The version in the path: `"v1"` unless told. */
  apiVersion?: string | undefined;
  /** Leaves `apiVersion` out of the path, for a proxy of the Backend API whose paths have none. Default: `false`. */
  skipApiVersionInUrl?: boolean | undefined;
  /** The `User-Agent` header: this package and its version unless told. Browsers send their own. */
  userAgent?: string | undefined;
  /** The SDK that calls this package: added to the `User-Agent` header where `userAgent` is not given. */
  sdkMetadata?:
    | {
        /** Its name, such as that of its npm package. */
        name: string;
        /** Its version, such as `"1.2.3"`. */
        version: string;
        /** Has no effect here. */
        environment?: string | undefined;
      }
    | undefined;
  /**
   * What makes the requests: the global `fetch`, looked up at each call, unless told. It is called
   * as a function, bound to nothing.
   */
  fetch?: FetchLike | undefined;
  /**
   * Hosts beside the loopback that `apiUrl` may name with `http:`, such as `["backend"]` in a network of containers.
   * The key goes there in clear text.
   */
  allowInsecureHosts?: readonly string[] | undefined;
  /**
   * Allows calls in the page of a browser, where everyone can read the secret key. For keys that
   * are no secret, such as that of a local Backend API. Workers and edge runtimes are no pages.
   */
  dangerouslyAllowBrowser?: boolean | undefined;
  /**
   * Called before each attempt. What a hook throws changes nothing.
   *
   * @param event The request; its headers do not show the key.
   */
  onRequest?: ((event: RequestEvent) => unknown) | undefined;
  /**
   * Called after each attempt that was answered, whatever the status.
   *
   * @param event The response.
   */
  onResponse?: ((event: ResponseEvent) => unknown) | undefined;
  /**
   * Called before each wait for another attempt.
   *
   * @param event Why, and how long.
   */
  onRetry?: ((event: RetryEvent) => unknown) | undefined;
}

/** The name of {@link ClerkClientOptions} in `@clerk/backend`. */
export type ClerkOptions = ClerkClientOptions;

/**
 * The options of the official client that have nothing to do with these calls. They are accepted,
 * so that one object of options serves both, and have no effect here.
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
  /** A call without a secret key is refused, also where this is `false`. */
  requireSecretKey?: unknown;
  /** This package sends none. */
  telemetry?: unknown;
  /** For machine-to-machine tokens: these calls always use the secret key. */
  useMachineSecretKey?: unknown;
}

/**
 * What this package asks of a `fetch`. That of every runtime will do.
 *
 * @param url The whole of it, as text.
 * @param init All the rest.
 */
export type FetchLike = (url: string, init: FetchInit) => PromiseLike<FetchResponse>;

/** What this package gives to `fetch` beside the URL. */
export interface FetchInit {
  /** `"GET"`, `"PATCH"` or `"PUT"`. */
  method: string;
  /** One of them holds the secret key. */
  headers: Record<string, string>;
  /** The secret key goes to one origin only, so a redirect is never followed. */
  redirect: "manual";
  /**
   * Aborts when the attempt times out, or the call is aborted. Calls that begin at nearly the same time may share it.
   * It is `undefined` where the host's `fetch` rejects the global `AbortSignal`, as under jsdom.
   */
  signal: AbortSignal;
  /** JSON text. */
  body?: string;
}

/**
 * What this package reads of a response: a `Response`, that of node-fetch, or a stub in a test. One of `body`, `text()`
 * and `json()` must be there and not read yet; the first of them that is there is read.
 */
export interface FetchResponse {
  /** The HTTP status. */
  readonly status: number;
  /** `Headers`, or a plain object. */
  readonly headers?: FetchHeaders | Readonly<Record<string, string | readonly string[] | undefined>> | undefined;
  /** A web stream, or an async iterable of bytes or strings: read up to 10 MB. Anything else is ignored. */
  readonly body?: unknown;
  /** The whole body as text. */
  text?(): PromiseLike<string>;
  /** The body as parsed JSON. */
  json?(): unknown;
}

/** What this package reads of `Headers`. */
export interface FetchHeaders {
  /**
   * @param name The name of a header, in any case.
   * @returns Its value, `null` where there is none.
   */
  get(name: string): string | null;
}
