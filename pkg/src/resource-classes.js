// The classes of the resources of the Backend API. Their fields are in resource-fields.js.
import { nameClass } from "./name-class.js";

/** @import { UserFields } from "../types/resources.js" */

export const IdentificationLink = /* @__PURE__ */ nameClass("IdentificationLink", class {});
export const Verification = /* @__PURE__ */ nameClass("Verification", class {});
export const EmailAddress = /* @__PURE__ */ nameClass("EmailAddress", class {});
export const PhoneNumber = /* @__PURE__ */ nameClass("PhoneNumber", class {});
export const Web3Wallet = /* @__PURE__ */ nameClass("Web3Wallet", class {});
export const ExternalAccount = /* @__PURE__ */ nameClass("ExternalAccount", class {});
export const EnterpriseAccountConnection = /* @__PURE__ */ nameClass("EnterpriseAccountConnection", class {});
export const EnterpriseAccount = /* @__PURE__ */ nameClass("EnterpriseAccount", class {});

export const OrganizationMembershipPublicUserData = /* @__PURE__ */ nameClass(
  "OrganizationMembershipPublicUserData",
  class {},
);

/** The property with a function that returns the JSON of a resource. Not enumerable, so copies and logs omit it. */
export const GET_RAW = Symbol();

/**
 * Names a class and adds a getter with the JSON of the resource, as in the response.
 * @template {Function} T
 * @param {string} name
 * @param {T} Class
 */
const nameClassWithRaw = (name, Class) => {
  Object.defineProperty(Class.prototype, "raw", {
    /** @this {{ [GET_RAW]?: () => unknown }} */
    get() {
      return this[GET_RAW]?.() ?? null;
    },
    configurable: true,
  });
  return nameClass(name, Class);
};

export const Organization = /* @__PURE__ */ nameClassWithRaw("Organization", class {});
export const OrganizationMembership = /* @__PURE__ */ nameClassWithRaw("OrganizationMembership", class {});

export const User = /* @__PURE__ */ nameClassWithRaw(
  "User",
  class {
    /** @this {UserFields} */
    get primaryEmailAddress() {
      return this.emailAddresses.find(({ id }) => id === this.primaryEmailAddressId) ?? null;
    }

    /** @this {UserFields} */
    get primaryPhoneNumber() {
      return this.phoneNumbers.find(({ id }) => id === this.primaryPhoneNumberId) ?? null;
    }

    /** @this {UserFields} */
    get primaryWeb3Wallet() {
      return this.web3Wallets.find(({ id }) => id === this.primaryWeb3WalletId) ?? null;
    }

    /** @this {UserFields} */
    get fullName() {
      return [this.firstName, this.lastName].join(" ").trim() || null;
    }
  },
);
