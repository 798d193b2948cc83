// The options that select users: the filters of GET /users.

/** @import { Option } from "../types.js" */
/** @typedef {unknown[]} ListParams Names and values, in turn, as the client's core takes them. */

/** @type {(description: string) => Option} */
const one = (description) => ({ type: "string", description });
/** @type {(description: string) => Option} */
const several = (description) => ({ type: "string", multiple: true, description });
/** @type {(description: string) => Option} */
const time = (description) => ({ type: "time", description });

/** Each option, and the parameter of the client. @satisfies {Record<string, [param: string, option: Option]>} */
const FILTERS = {
  query: ["query", one("Part of an email address, phone number, username, Web3 wallet, ID or name.")],
  "user-id": ["userId", several("ID of a user.")],
  "external-id": ["externalId", several("External ID of a user.")],
  "email-address": ["emailAddress", several("Email address.")],
  "email-address-query": ["emailAddressQuery", one("Part of an email address.")],
  "phone-number": ["phoneNumber", several("Phone number, such as +12025550123.")],
  "phone-number-query": ["phoneNumberQuery", one("Part of a phone number.")],
  username: ["username", several("Username.")],
  "username-query": ["usernameQuery", one("Part of a username.")],
  "name-query": ["nameQuery", one("Part of a first or last name.")],
  "web3-wallet": ["web3Wallet", several("Address of a Web3 wallet.")],
  "organization-id": ["organizationId", several("ID of an organization: its members.")],
  provider: ["provider", one("OAuth provider, such as oauth_google. Requires --provider-user-id.")],
  "provider-user-id": ["providerUserId", several("ID at the provider. Requires --provider.")],
  banned: ["banned", { type: "choice", choices: ["true", "false"], description: "Whether the user is banned." }],
  "created-after": ["createdAtAfter", time("Created after this time.")],
  "created-before": ["createdAtBefore", time("Created before this time.")],
  "active-after": ["lastActiveAtAfter", time("Last active after this time.")],
  "active-before": ["lastActiveAtBefore", time("Last active before this time.")],
  "signed-in-after": ["lastSignInAtAfter", time("Last signed in after this time.")],
  "signed-in-before": ["lastSignInAtBefore", time("Last signed in before this time.")],
};

/** @type {Record<string, Option>} */
export const FILTER_OPTIONS = Object.fromEntries(Object.entries(FILTERS).map(([name, [, option]]) => [name, option]));

/**
 * The parameters of the filters that are set.
 * @param {Record<string, any>} values
 * @returns {ListParams}
 */
export function filterParams(values) {
  return Object.entries(FILTERS).flatMap(([name, [param, { type }]]) => {
    const value = values[name];
    if (value === undefined || value.length === 0) return [];
    return [param, type === "choice" ? value === "true" : value];
  });
}
