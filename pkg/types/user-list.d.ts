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
 * Which users, in which order. What is `undefined`, empty or 0 is not asked for.
 *
 * Times are milliseconds since 1970 UTC. Clerk takes up to 100 values of a filter.
 */
export interface UserListParams {
  /** How many at most, 1 to 500; 10 unless told. */
  limit?: number | undefined;
  /** How many to leave out before the first. */
  offset?: number | undefined;
  /** `"-created_at"` unless told. */
  orderBy?: UserOrder | `+${UserOrder}` | `-${UserOrder}` | undefined;
  /** A part of an email address, phone number, username, Web3 wallet, id or name, in any case. */
  query?: string | undefined;
  /** Ids, such as `"user_2abc"`; with a `-` before it, all but this one. */
  userId?: readonly string[] | string | undefined;
  /** Ids in your own system. */
  externalId?: readonly string[] | string | undefined;
  /** Email addresses. */
  emailAddress?: readonly string[] | string | undefined;
  /** Phone numbers in E.164 form, such as `"+12025550123"`. */
  phoneNumber?: readonly string[] | string | undefined;
  /** Usernames. */
  username?: readonly string[] | string | undefined;
  /** Addresses of Web3 wallets. */
  web3Wallet?: readonly string[] | string | undefined;
  /** Ids of organizations of which they are members; with a `-` before it, of which they are not. */
  organizationId?: readonly string[] | string | undefined;
  /** Active for the last time before this day. */
  lastActiveAtBefore?: number | undefined;
  /** Active on this day or after it. */
  lastActiveAtAfter?: number | undefined;
  /**
   * Active since this day.
   *
   * @deprecated Clerk says to use `lastActiveAtAfter`.
   */
  last_active_at_since?: number | undefined;
  /** Signed in for the last time before this time. */
  lastSignInAtBefore?: number | undefined;
  /** Signed in after this time. */
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
