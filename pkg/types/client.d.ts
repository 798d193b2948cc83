import type { MetadataCalls } from "./calls.js";
import type { createClerkClient } from "./index.js";
import type { CallOptions } from "./options.js";
import type { CallResult } from "./promise.js";
import type { User } from "./resources.js";
import type { UserList, UserListParams } from "./user-list.js";

/** The calls on users. */
export interface ClerkUsers extends MetadataCalls {
  /**
   * Gives a user.
   *
   * @param userId The id of the user, such as `"user_2abc"`.
   * @param options Retries, timeout, signal.
   * @throws {ClerkInputError} Nothing was sent: the id or an option is wrong.
   * @throws {ClerkAPIResponseError} The Backend API refused: 404 where there is no such user.
   * @throws {ClerkConnectionError} No usable answer came.
   *
   * @example
   * const { publicMetadata } = await clerk.users.getUser("user_2abc");
   */
  getUser<Call = "call">(userId: string, options?: CallOptions): CallResult<User, Call>;
  /**
   * Lists users, ten unless `limit` says otherwise, the newest first unless `orderBy` does. It
   * makes two requests side by side: one for the list, one for the total.
   *
   * @param params Which users, in which order. Filters of different names must all hold; of the
   *   values of one filter one must.
   * @param options Retries, timeout, signal; they hold for each of the two.
   * @returns The users of the page, and how many there are on all pages.
   * @throws {ClerkInputError} Nothing was sent: a parameter is wrong at `path`.
   * @throws {ClerkAPIResponseError} The Backend API refused: see `status` and `errors`.
   * @throws {ClerkConnectionError} No usable answer came.
   *
   * @example
   * const { data, totalCount } = await clerk.users.getUserList({ emailAddress: ["ada@example.com"], limit: 100 });
   */
  getUserList<Call = "call">(params?: UserListParams, options?: CallOptions): CallResult<UserList, Call>;
  /**
   * Counts users.
   *
   * @param params Which users: the filters of {@link UserListParams}. Those of a page (`limit`,
   *   `offset`, `orderBy`) are accepted and do nothing.
   * @param options Retries, timeout, signal.
   * @throws {ClerkInputError} Nothing was sent: a parameter is wrong at `path`.
   * @throws {ClerkAPIResponseError} The Backend API refused: see `status` and `errors`.
   * @throws {ClerkConnectionError} No usable answer came.
   *
   * @example
   * const total = await clerk.users.getCount({ query: "example.com" });
   */
  getCount<Call = "call">(params?: UserListParams, options?: CallOptions): CallResult<number, Call>;
}

/** What {@link createClerkClient} gives. */
export interface ClerkClient {
  /** The calls on users: one object for the life of the client. */
  users: ClerkUsers;
}
