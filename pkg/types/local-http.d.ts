// The requests and responses of any runtime, as the local Backend API takes and returns them.

/** A URL as a string, a `URL`, or a `Request`, of any runtime. */
export type LocalRequestInput = string | LocalURL | LocalRequest;

/** The part of a `URL` that is read. */
export interface LocalURL {
  /** The complete URL. */
  readonly href: string;
}

/** The properties that distinguish a `Request` from a `URL`. */
export interface LocalRequest {
  /** The complete URL. */
  readonly url: string;
  /** Such as `"PATCH"`. */
  readonly method: string;
}

/** The `RequestInit` of any runtime. */
export interface LocalRequestInit {
  /** Default: `"GET"`. */
  method?: string | undefined;
  /** Any argument of `new Headers()`. */
  headers?: any;
  /** Any body of `new Request()`. */
  body?: any;
  /** An `AbortSignal`. */
  signal?: any;
}

/** The members that every `Response` has. */
export interface LocalResponse {
  /** Whether the status is 200 to 299. */
  readonly ok: boolean;
  /** The HTTP status. */
  readonly status: number;
  /** The response headers. */
  readonly headers: {
    /**
     * @param name The name of a header, in any case.
     * @returns Its value; `null` if there is none.
     */
    get(name: string): string | null;
  };
  /** The body as text. */
  text(): Promise<string>;
  /** The body as parsed JSON. */
  json(): Promise<any>;
}

// Empty, so that the name exists in every runtime. The runtime's own declaration merges with it.
declare global {
  interface Response {}
}

/** The `Response` of the runtime, or {@link LocalResponse} if the compiler does not know it. */
export type HostResponse = Response extends Pick<LocalResponse, "status"> ? Response : LocalResponse;
