import type { User } from "./resources.js";

/** By what users can be ordered; with `-` the last comes first, with `+` or without a sign the first. */
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
 * Which users, in which order. A value that is `undefined`, `null`, empty or 0 is not sent.
 *
 * Times are milliseconds since 1970 UTC. Clerk takes up to 100 values of a filter. The parameters of a
 * page (`limit`, `offset`, `orderBy`, `startingAfter`) do not change a count.
 *
 * @example
 * // All users, page by page, whatever their number.
 * let startingAfter: string | undefined;
 * for (;;) {
 *   const { data } = await clerk.users.getUserList({ limit: 500, startingAfter });
 *   for (const user of data) console.log(user.id);
 *   if (data.length < 500) break;
 *   startingAfter = data.at(-1)?.id;
 * }
 */
export interface UserListParams {
  /** How many at most, 1 to 500. Default: 10. */
  limit?: number | undefined;
  /** How many to skip before the first. With many users use `startingAfter`: a large offset is slow. */
  offset?: number | undefined;
  /** Default: `"-created_at"`. */
  orderBy?: UserOrder | `+${UserOrder}` | `-${UserOrder}` | undefined;
  /**
   * The id of the last user of the previous page: the page begins after that user. It needs the order of
   * `created_at`, and cannot be combined with an `offset`. Keep all other parameters the same; a page that is
   * shorter than `limit` is the last.
   */
  startingAfter?: string | undefined;
  /** Part of an email address, phone number, username, Web3 wallet, id or name, in any case. */
  query?: string | undefined;
  /** Ids, such as `"user_2abc"`; `"+user_2abc"` is the same, and `"-user_2abc"` excludes the user. */
  userId?: readonly string[] | string | undefined;
  /** Ids in your own system; `"-"` before an id excludes its user. */
  externalId?: readonly string[] | string | undefined;
  /** Email addresses. */
  emailAddress?: readonly string[] | string | undefined;
  /** Part of an email address, in any case. */
  emailAddressQuery?: string | undefined;
  /** Phone numbers in E.164 form, such as `"+12025550123"`. */
  phoneNumber?: readonly string[] | string | undefined;
  /** Part of a phone number, such as `"555"`. */
  phoneNumberQuery?: string | undefined;
  /** Usernames. */
  username?: readonly string[] | string | undefined;
  /** Part of a username, in any case. */
  usernameQuery?: string | undefined;
  /** Part of a first or last name, in any case. */
  nameQuery?: string | undefined;
  /** Addresses of Web3 wallets. */
  web3Wallet?: readonly string[] | string | undefined;
  /** Ids of organizations of which they are members; `"-"` before an id excludes its members. */
  organizationId?: readonly string[] | string | undefined;
  /** An OAuth provider, such as `"oauth_google"`, together with `providerUserId`. */
  provider?: string | undefined;
  /** Ids of users at the `provider`, which must be given too. */
  providerUserId?: readonly string[] | string | undefined;
  /** Only users who are banned, or with `false` only those who are not. */
  banned?: boolean | undefined;
  /** Last active before this time. */
  lastActiveAtBefore?: number | undefined;
  /** Last active after this time. */
  lastActiveAtAfter?: number | undefined;
  /**
   * Active since this time.
   *
   * @deprecated Clerk says to use `lastActiveAtAfter`.
   */
  last_active_at_since?: number | undefined;
  /** Last signed in before this time. */
  lastSignInAtBefore?: number | undefined;
  /** Last signed in after this time. */
  lastSignInAtAfter?: number | undefined;
  /** Created before this time. */
  createdAtBefore?: number | undefined;
  /** Created after this time. */
  createdAtAfter?: number | undefined;
}

/** A page of users. */
export interface UserList {
  /** The users of the page, in their order. */
  data: User[];
  /** How many users there are on all pages. */
  totalCount: number;
}
