// The names of the parameters of `getUserList` and `getCount`, by the type of their values.

export const TIMES = [
  "last_active_at_since",
  "lastActiveAtBefore",
  "lastActiveAtAfter",
  "createdAtBefore",
  "createdAtAfter",
  "lastSignInAtBefore",
  "lastSignInAtAfter",
];
export const NUMBERS = ["limit", "offset", ...TIMES];
export const STRINGS = [
  "query",
  "emailAddressQuery",
  "phoneNumberQuery",
  "usernameQuery",
  "nameQuery",
  "startingAfter",
  "provider",
];
export const STRING_LISTS = [
  "userId",
  "externalId",
  "emailAddress",
  "phoneNumber",
  "username",
  "web3Wallet",
  "organizationId",
  "providerUserId",
];
