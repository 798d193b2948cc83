import type { Known } from "./metadata.js";

/** What a call gives: a promise of its result, which can tell of the response too. */
export interface ClerkPromise<T> extends Promise<T> {
  /**
   * The result with what the last response tells.
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
 * What a call gives: to its caller a {@link ClerkPromise}. Of a function that stands in for the call, such as a fake
 * in a test, only a promise is asked, as with the official client.
 *
 * No caller passes the type argument `Call`, whose default is `"call"`. Elsewhere TypeScript leaves it open, where a
 * function is compared with the call, or puts `unknown` for it, in `ReturnType<…>`: both are a `Promise` here.
 *
 * The condition is only part of the type: an untyped `vi.fn()` of Vitest 4 infers its function from the call, and a
 * result that is a condition as a whole leads that inference astray.
 */
export type CallResult<T, Call> = Promise<T> &
  (Known<Call> extends true ? ([Call] extends ["call"] ? ClerkPromise<T> : unknown) : unknown);

/** A result with what the last response tells; of a list, that of the list, not of its count. */
export interface WithResponse<T> {
  /** The result of the call. */
  data: T;
  /** The last response. */
  response: ResponseInfo;
}

/** What a response tells beside its body. */
export interface ResponseInfo {
  /** The HTTP status, 200 to 299. */
  status: number;
  /** Clerk's id of the request, to give to its support. */
  clerkTraceId: string | undefined;
  /** How many attempts the call took, 1 where none was made again. */
  attempts: number;
}
