// @compileOnLoad: every call runs these functions (build/functions.mjs).
// The resources of the Backend API. The wasm names and fills the fields (src/core/response/user.rs); here
// they get their classes.
import { named } from "./named.js";

export const IdentificationLink = /* @__PURE__ */ named("IdentificationLink", class {});
export const Verification = /* @__PURE__ */ named("Verification", class {});
export const EmailAddress = /* @__PURE__ */ named("EmailAddress", class {});
export const PhoneNumber = /* @__PURE__ */ named("PhoneNumber", class {});
export const Web3Wallet = /* @__PURE__ */ named("Web3Wallet", class {});
export const ExternalAccount = /* @__PURE__ */ named("ExternalAccount", class {});
export const EnterpriseAccountConnection = /* @__PURE__ */ named("EnterpriseAccountConnection", class {});
export const EnterpriseAccount = /* @__PURE__ */ named("EnterpriseAccount", class {});

/** What gives the answer of a user; not seen in a copy, nor when it is shown. */
const RAW = Symbol();

export const User = /* @__PURE__ */ named(
  "User",
  class {
    /** The answer as the Backend API gave it. */
    get raw() {
      return this[RAW]?.() ?? null;
    }

    /** @this {any} */
    get primaryEmailAddress() {
      return this.emailAddresses.find(({ id }) => id === this.primaryEmailAddressId) ?? null;
    }

    /** @this {any} */
    get primaryPhoneNumber() {
      return this.phoneNumbers.find(({ id }) => id === this.primaryPhoneNumberId) ?? null;
    }

    /** @this {any} */
    get primaryWeb3Wallet() {
      return this.web3Wallets.find(({ id }) => id === this.primaryWeb3WalletId) ?? null;
    }

    /** @this {any} */
    get fullName() {
      return [this.firstName, this.lastName].join(" ").trim() || null;
    }
  },
);

// The fields of a resource that hold other resources.
const VERIFIED = [["verification", Verification]];
const LINKED = [...VERIFIED, ["linkedTo", IdentificationLink]];
const NESTED = new Map([
  [
    User,
    [
      ["emailAddresses", EmailAddress],
      ["phoneNumbers", PhoneNumber],
      ["web3Wallets", Web3Wallet],
      ["externalAccounts", ExternalAccount],
      ["enterpriseAccounts", EnterpriseAccount],
    ],
  ],
  [EmailAddress, LINKED],
  [PhoneNumber, LINKED],
  [Web3Wallet, VERIFIED],
  [ExternalAccount, VERIFIED],
  [EnterpriseAccount, [...VERIFIED, ["enterpriseConnection", EnterpriseAccountConnection]]],
]);

/**
 * Gives an object, fresh from `JSON.parse`, its class, and its parts theirs. Its own prototype stays: to set it makes a
 * process hold more.
 */
function adopt(Class, fields) {
  if (fields === null) return null;
  if (Array.isArray(fields)) return fields.map((item) => adopt(Class, item));
  const resource = { __proto__: Class.prototype, ...fields };
  // Undefined where it is missing, as in the official class: its only field that is declared as optional.
  if (Class === ExternalAccount) resource.externalAccountId = fields.externalAccountId;
  if (Class === Verification) resource[REDIRECT] = urlOf(resource[REDIRECT]);
  for (const [name, Part] of NESTED.get(Class) ?? []) resource[name] = adopt(Part, resource[name]);
  return resource;
}

const REDIRECT = "externalVerificationRedirectURL";

/** The URL of a text; `null` where it is none, so that it alone does not cost the whole answer. */
function urlOf(text) {
  try {
    return text ? new URL(text) : null;
  } catch {
    return null;
  }
}

/** Parses a text when it is first asked for. */
function lazily(text) {
  let value;
  return () => (value ??= JSON.parse(text));
}

function userFrom(fields, raw) {
  return Object.defineProperty(adopt(User, fields), RAW, { value: raw });
}

/** What an answer holds, a user, users or a number; of users their fields, with the answer's text. */
export function resultFrom(found, text) {
  if (typeof found === "number") return found;
  const raw = lazily(text);
  if (!Array.isArray(found)) return userFrom(found, raw);
  return found.map((fields, index) => userFrom(fields, () => raw()[index]));
}
