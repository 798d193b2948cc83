// @compileOnLoad: every call runs these functions (build/functions.mjs).
// The resources of the Backend API. The wasm returns their fields (user.rs and organization.rs in src/core/response);
// this file adds the classes.
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
const GET_RAW = Symbol();

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

/** @typedef {[field: string, Resource: Function][]} NestedFields */

// The fields of each resource that hold other resources.
/** @type {NestedFields} */
const VERIFICATION = [["verification", Verification]];
/** @type {NestedFields} */
const VERIFICATION_AND_LINKS = [...VERIFICATION, ["linkedTo", IdentificationLink]];
/** @type {Map<Function, NestedFields>} */
const NESTED_FIELDS = new Map([
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
  [EmailAddress, VERIFICATION_AND_LINKS],
  [PhoneNumber, VERIFICATION_AND_LINKS],
  [Web3Wallet, VERIFICATION],
  [ExternalAccount, VERIFICATION],
  [EnterpriseAccount, [...VERIFICATION, ["enterpriseConnection", EnterpriseAccountConnection]]],
  [
    OrganizationMembership,
    [
      ["organization", Organization],
      ["publicUserData", OrganizationMembershipPublicUserData],
    ],
  ],
]);

/**
 * Creates a resource, and its nested resources, from the fields that `JSON.parse` returned. It is a new object:
 * changing the prototype of a parsed one increases memory use.
 * @param {Function} Resource
 * @param {any} fields
 * @returns {any}
 */
function createResource(Resource, fields) {
  if (fields === null) return null;
  if (Array.isArray(fields)) return fields.map((item) => createResource(Resource, item));
  const resource = { __proto__: Resource.prototype, ...fields };
  // Fields that are declared as optional are defined even if they are missing, as in the official classes.
  if (Resource === ExternalAccount) resource.externalAccountId = fields.externalAccountId;
  if (Resource === Organization) {
    delete resource.createdBy; // it follows membersCount, which may be missing
    resource.membersCount = fields.membersCount;
    resource.createdBy = fields.createdBy;
  }
  if (Resource === Verification) resource[REDIRECT_URL] = parseUrl(resource[REDIRECT_URL]);
  for (const [name, Nested] of NESTED_FIELDS.get(Resource) ?? [])
    resource[name] = createResource(Nested, resource[name]);
  return resource;
}

const REDIRECT_URL = "externalVerificationRedirectURL";

/**
 * Returns `null` for an invalid URL, so that it does not fail the whole response.
 * @param {string | null} text
 */
function parseUrl(text) {
  try {
    return text ? new URL(text) : null;
  } catch {
    return null;
  }
}

/**
 * Parses a text when its value is first needed.
 * @param {string} text
 */
function parseLazily(text) {
  /** @type {any} */
  let value;
  return () => (value ??= JSON.parse(text));
}

/**
 * Creates a resource with its `raw`, and that of the organization of a membership.
 * @param {Function} Resource
 * @param {unknown} fields
 * @param {() => any} getRaw
 */
function createResourceWithRaw(Resource, fields, getRaw) {
  const resource = Object.defineProperty(createResource(Resource, fields), GET_RAW, { value: getRaw });
  if (resource.organization)
    Object.defineProperty(resource.organization, GET_RAW, { value: () => getRaw().organization });
  return resource;
}

/**
 * Creates the result of a call: a resource, an array of resources, or a number. `value` is what the wasm returned: the
 * fields of resources, or the number. `text` is the body of the response.
 * @param {Function | undefined} Resource
 * @param {unknown} value
 * @param {string} text
 */
export function createResult(Resource = User, value, text) {
  if (typeof value === "number") return value;
  const getRaw = parseLazily(text);
  if (!Array.isArray(value)) return createResourceWithRaw(Resource, value, getRaw);
  return value.map((fields, index) => createResourceWithRaw(Resource, fields, () => getRaw()[index]));
}
