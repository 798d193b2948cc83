import type { Known } from "./json-check.js";

/** The result of a call: a promise that can also return information about the response. */
export interface ClerkPromise<T> extends Promise<T> {
  /**
   * Returns the result of the call together with information about the last response.
   *
   * @returns A promise that rejects with the same error as the call.
   *
   * @example
   * const { data, response } = await clerk.users.getUser("user_2abc").withResponse();
   * console.log(data.id, response.clerkTraceId, response.attempts);
   */
  withResponse(): Promise<WithResponse<T>>;
}

/**
 * The result of a call: a {@link ClerkPromise}. A function that replaces the call, such as a fake in a test, may return
 * a plain promise, as with the official client.
 *
 * `Call` is `"call"`, its default, when the function is called. TypeScript leaves it open when it compares the function
 * with another, and replaces it by `unknown` in `ReturnType<…>`. Both cases accept a plain `Promise`.
 */
// Two conditions, because TypeScript misinfers an untyped `vi.fn()` of Vitest 4 if the result is one condition.
export type CallResult<T, Call> = IfCalled<Call, ClerkPromise<T>, Promise<T>> & IfCalled<Call, unknown, Promise<T>>;

/** `Called` if the function is called, and `Other` if it is compared with another function. */
export type IfCalled<Call, Called, Other> =
  Known<Call> extends true ? ([Call] extends ["call"] ? Called : Other) : Other;

/** The result of a call with information about the response. For a list, it is the response of the list request. */
export interface WithResponse<T> {
  /** The result of the call. */
  data: T;
  /** The last response. */
  response: ResponseInfo;
}

/** Information about a response. */
export interface ResponseInfo {
  /** The HTTP status, 200 to 299. */
  status: number;
  /** Clerk's ID of the request. Include it when you contact Clerk's support. */
  clerkTraceId: string | undefined;
  /** How many attempts the call took. 1 if there was no retry. */
  attempts: number;
}
