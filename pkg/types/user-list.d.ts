import type { User } from "./resources.js";

/** The fields by which users can be ordered. The prefix `-` means descending; `+` or no prefix means ascending. */
export type UserOrder =
  | "created_at"
  | "updated_at"
  | "email_address"
  | "web3wallet"
  | "first_name"
  | "last_name"
  | "phone_number"
  | "username"
  | "last_active_at"
  | "last_sign_in_at";

/**
 * The filters, the order and the page of a list of users. A value that is `undefined`, `null`, empty or 0 is not sent.
 *
 * Times are milliseconds since 1970 UTC. Clerk accepts up to 100 values for a filter. The parameters of a page
 * (`limit`, `offset`, `orderBy`, `startingAfter`) have no effect on a count.
 *
 * @example
 * // All users, page by page.
 * let startingAfter: string | undefined;
 * for (;;) {
 *   const { data } = await clerk.users.getUserList({ limit: 500, startingAfter });
 *   for (const user of data) console.log(user.id);
 *   if (data.length < 500) break;
 *   startingAfter = data.at(-1)?.id;
 * }
 */
export interface UserListParams {
  /** The maximum number of users, 1 to 500. Default: 10. */
  limit?: number | undefined;
  /** The number of users to skip. Default: 0. For many users, use `startingAfter`, because a large offset is slow. */
  offset?: number | undefined;
  /** The order of the users. Default: `"-created_at"`, the newest first. */
  orderBy?: UserOrder | `+${UserOrder}` | `-${UserOrder}` | undefined;
  /**
   * The ID of the last user of the previous page. The page starts after that user. It requires an order by
   * `created_at`, and cannot be combined with `offset`. Keep all other parameters the same. A page that is shorter
   * than `limit` is the last one.
   */
  startingAfter?: string | undefined;
  /** Part of an email address, phone number, username, Web3 wallet, ID or name. Not case-sensitive. */
  query?: string | undefined;
  /** User IDs, such as `"user_2abc"`. `"-user_2abc"` excludes the user; `"+user_2abc"` is the same as `"user_2abc"`. */
  userId?: readonly string[] | string | undefined;
  /** IDs of the users in your own system. The prefix `-` excludes a user. */
  externalId?: readonly string[] | string | undefined;
  /** Full email addresses. */
  emailAddress?: readonly string[] | string | undefined;
  /** Part of an email address. Not case-sensitive. */
  emailAddressQuery?: string | undefined;
  /** Phone numbers in E.164 format, such as `"+12025550123"`. */
  phoneNumber?: readonly string[] | string | undefined;
  /** Part of a phone number, such as `"555"`. */
  phoneNumberQuery?: string | undefined;
  /** Full usernames. */
  username?: readonly string[] | string | undefined;
  /** Part of a username. Not case-sensitive. */
  usernameQuery?: string | undefined;
  /** Part of a first or last name. Not case-sensitive. */
  nameQuery?: string | undefined;
  /** Addresses of Web3 wallets. */
  web3Wallet?: readonly string[] | string | undefined;
  /** IDs of organizations: only their members. The prefix `-` excludes the members of an organization. */
  organizationId?: readonly string[] | string | undefined;
  /** An OAuth provider, such as `"oauth_google"`. It requires `providerUserId`. */
  provider?: string | undefined;
  /** IDs of the users at the provider. It requires `provider`. */
  providerUserId?: readonly string[] | string | undefined;
  /** `true`: only banned users. `false`: only users who are not banned. */
  banned?: boolean | undefined;
  /** Only users who were last active before this time. */
  lastActiveAtBefore?: number | undefined;
  /** Only users who were last active after this time. */
  lastActiveAtAfter?: number | undefined;
  /**
   * Only users who were active since this time.
   *
   * @deprecated Clerk recommends `lastActiveAtAfter`.
   */
  last_active_at_since?: number | undefined;
  /** Only users who last signed in before this time. */
  lastSignInAtBefore?: number | undefined;
  /** Only users who last signed in after this time. */
  lastSignInAtAfter?: number | undefined;
  /** Only users who were created before this time. */
  createdAtBefore?: number | undefined;
  /** Only users who were created after this time. */
  createdAtAfter?: number | undefined;
}

/** A page of users. */
export interface UserList {
  /** The users of the page, in their order. */
  data: User[];
  /** The number of users on all pages. */
  totalCount: number;
}
