import type { ReplaceUserMetadata, UpdateUserMetadata } from "./calls.js";
import type { createClerkClient } from "./index.js";
import type { CallOptions } from "./options.js";
import type { ClerkPromise } from "./promise.js";
import type { User } from "./resources.js";
import type { UserList, UserListParams } from "./user-list.js";

/** What {@link createClerkClient} gives. */
export interface ClerkClient {
  /** The calls on users. */
  readonly users: {
    /**
     * Merges metadata into what is stored; `null` removes a key. See {@link UpdateUserMetadata}.
     *
     * @example
     * await clerk.users.updateUserMetadata("user_2abc", { publicMetadata: { plan: "pro", trial: null } });
     */
    readonly updateUserMetadata: UpdateUserMetadata;
    /**
     * Puts metadata in the place of what is stored; `{}` clears a field. See {@link ReplaceUserMetadata}.
     *
     * @example
     * await clerk.users.replaceUserMetadata("user_2abc", { unsafeMetadata: {} });
     */
    readonly replaceUserMetadata: ReplaceUserMetadata;
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
    readonly getUser: (userId: string, options?: CallOptions) => ClerkPromise<User>;
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
    readonly getUserList: (params?: UserListParams, options?: CallOptions) => ClerkPromise<UserList>;
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
    readonly getCount: (params?: UserListParams, options?: CallOptions) => ClerkPromise<number>;
  };
}
