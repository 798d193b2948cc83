import type { createClerkClient } from "./index.js";

/** The options of {@link createClerkClient}. A name that is none of these is refused at the first call. */
export interface ClerkClientOptions extends IgnoredClerkOptions {
  /** The secret key, `sk_live_…` or `sk_test_…`. No error and no log holds it. */
  secretKey?: string | undefined;
  /** Where the Backend API is: `"https://api.clerk.com"` unless told. `http:` is for loopback only. */
  apiUrl?: string | undefined;
  /** The version in the path: `"v1"` unless told. */
  apiVersion?: string | undefined;
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
}

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
  /** JSON text. */
  body?: string;
}

/** What this package reads of an answer of `fetch`. */
export interface FetchResponse {
  /** The HTTP status. */
  readonly status: number;
  /** Of the headers only single ones are asked for. */
  readonly headers: {
    /**
     * @param name The name of a header, in any case.
     * @returns Its value, `null` where there is none.
     */
    get(name: string): string | null;
  };
  /** The whole body. */
  text(): PromiseLike<string>;
}
