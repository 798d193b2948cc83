import type { MetadataCalls } from "./calls.js";
import type { createClerkClient } from "./index.js";
import type { CallOptions } from "./options.js";
import type { ClerkOrganizations } from "./organizations.js";
import type { CallResult } from "./promise.js";
import type { User } from "./resources.js";
import type { UserList, UserListParams } from "./user-list.js";

/** The calls for users. */
export interface ClerkUsers extends MetadataCalls {
  /**
   * Returns a user.
   *
   * @param userId The ID of the user, such as `"user_2abc"`.
   * @param options Retries, timeout and abort signal of this call. Default: those of the client.
   * @throws {ClerkInputError} The ID or an option is invalid. Nothing was sent.
   * @throws {ClerkAPIResponseError} The Backend API rejected the request. `status` is 404 if the user does not exist.
   * @throws {ClerkConnectionError} There was no usable response.
   *
   * @example
   * const { publicMetadata } = await clerk.users.getUser("user_2abc");
   */
  getUser<Call = "call">(userId: string, options?: CallOptions): CallResult<User, Call>;
  /**
   * Returns a page of users and the total number of users. It sends two requests at the same time, one for each.
   *
   * @param params Filters, order and page. A user must match every filter. A filter with several values is matched by
   *   any of them. Default: the ten newest users.
   * @param options Retries, timeout and abort signal of each of the two requests. Default: those of the client.
   * @returns The users of the page, and the number of users on all pages.
   * @throws {ClerkInputError} A parameter is invalid; `path` says which. Nothing was sent.
   * @throws {ClerkAPIResponseError} The Backend API rejected a request; see `status` and `errors`.
   * @throws {ClerkConnectionError} There was no usable response.
   *
   * @example
   * const { data, totalCount } = await clerk.users.getUserList({ emailAddress: ["ada@example.com"], limit: 100 });
   */
  getUserList<Call = "call">(params?: UserListParams, options?: CallOptions): CallResult<UserList, Call>;
  /**
   * Returns the number of users.
   *
   * @param params The filters of {@link UserListParams}. Default: all users. The parameters of a page (`limit`,
   *   `offset`, `orderBy`) are accepted and have no effect.
   * @param options Retries, timeout and abort signal of this call. Default: those of the client.
   * @throws {ClerkInputError} A parameter is invalid; `path` says which. Nothing was sent.
   * @throws {ClerkAPIResponseError} The Backend API rejected the request; see `status` and `errors`.
   * @throws {ClerkConnectionError} There was no usable response.
   *
   * @example
   * const total = await clerk.users.getCount({ query: "example.com" });
   */
  getCount<Call = "call">(params?: UserListParams, options?: CallOptions): CallResult<number, Call>;
}

/** A client of the Backend API, which {@link createClerkClient} creates. */
export interface ClerkClient {
  /** The calls for users. It is one object, so a test can replace its functions. */
  users: ClerkUsers;
  /** The calls for organizations and their memberships. It is one object, so a test can replace its functions. */
  organizations: ClerkOrganizations;
}
