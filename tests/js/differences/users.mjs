// Differences in users. index.mjs describes a row of the table.
import { ABSENT, isMissing, isSameData, typeOf } from "../support/find-differences.mjs";
import {
  classOf,
  isMistakenForAnother,
  isPlain,
  isResultClass,
  lastKey,
  member,
  parsedResponse,
} from "../support/difference-helpers.mjs";

const getUserCase = (fields) => ({
  operation: "getUser",
  args: ["user_1"],
  response: { body: JSON.stringify({ object: "user", id: "user_1", ...fields }) },
});
const isValueDifference = ({ category }) => category === "value";

/** The fields that have an empty value, which also replaces null. */
const EMPTY_VALUES = {
  User: {
    passwordEnabled: false,
    totpEnabled: false,
    backupCodeEnabled: false,
    twoFactorEnabled: false,
    banned: false,
    locked: false,
    imageUrl: "",
    hasImage: false,
    publicMetadata: {},
    privateMetadata: {},
    unsafeMetadata: {},
    createOrganizationEnabled: false,
    deleteSelfEnabled: false,
    deprovisioned: false,
  },
  Organization: { imageUrl: "", hasImage: false, publicMetadata: {}, privateMetadata: {}, adminDeleteEnabled: false },
  OrganizationMembership: { permissions: [], publicMetadata: {}, privateMetadata: {} },
  OrganizationMembershipPublicUserData: { imageUrl: "", hasImage: false },
  PhoneNumber: { reservedForSecondFactor: false, defaultSecondFactor: false },
  ExternalAccount: { approvedScopes: "", imageUrl: "", publicMetadata: {} },
  EnterpriseAccount: { active: false, publicMetadata: {} },
  EnterpriseAccountConnection: {
    active: false,
    allowIdpInitiated: false,
    allowSubdomains: false,
    disableAdditionalIdentifications: false,
    syncUserAttributes: false,
  },
};
const GETTERS = new Map([
  ["primaryEmailAddress", ["primary_email_address_id", "email_addresses"]],
  ["primaryPhoneNumber", ["primary_phone_number_id", "phone_numbers"]],
  ["primaryWeb3Wallet", ["primary_web3_wallet_id", "web3_wallets"]],
]);
/** The fields that are declared as optional, which are undefined if they are missing. */
const OPTIONAL = ["externalAccountId", "membersCount", "createdBy"];
const isFieldDifference = (difference) =>
  isValueDifference(difference) &&
  difference.className !== undefined &&
  typeof lastKey(difference) === "string" &&
  lastKey(difference) !== "_raw" &&
  !GETTERS.has(lastKey(difference));
const emptyValue = (difference) => EMPTY_VALUES[difference.className]?.[lastKey(difference)];
const isEmptyValue = (difference) =>
  emptyValue(difference) !== undefined && isSameData(difference.ours, emptyValue(difference));

const LISTS = ["email_addresses", "phone_numbers", "web3_wallets", "external_accounts", "enterprise_accounts"];

/** The first value on which the official client fails in a user that ours reads. Checks in the same order. */
function firstFailure(user) {
  for (const name of LISTS) {
    const list = member(user, name);
    if (list === ABSENT || !list) continue;
    if (!Array.isArray(list)) return "list";
    for (const item of list) {
      if (item === null) return "item";
      if (hasInvalidUrl(member(item, "verification"))) return "url";
      if (!["email_addresses", "phone_numbers"].includes(name)) continue;
      const links = member(item, "linked_to");
      if (!Array.isArray(links)) return isPlain(item) ? "links" : "item";
      if (links.includes(null)) return "item";
    }
  }
  return undefined;
}

function hasInvalidUrl(verification) {
  const url = member(verification, "external_verification_redirect_url");
  return url !== ABSENT && Boolean(url) && !URL.canParse(String(url));
}

/** Whether the official client fails on the value while ours returns the users, each with its complete response. */
function officialFailsOn({ category, official, ours, run }, reason) {
  if (category !== "outcome" || official.kind !== "unexpected" || ours.kind !== "resolved") return false;
  const responseValue = parsedResponse(run);
  const [responseUsers, users] = Array.isArray(responseValue)
    ? [responseValue, ours.value.data]
    : [[responseValue], [ours.value]];
  return (
    responseUsers.map(firstFailure).find(Boolean) === reason &&
    responseUsers.length === users.length &&
    users.every((user, index) => user.id === responseUsers[index].id && isSameData(user.raw, responseUsers[index]))
  );
}

const failureOr = ({ kind, error, value }, extractValue) =>
  kind === "unexpected" ? [error.message, error.errors] : extractValue(value);
const officialError = (message) => ["", [{ code: "unexpected_error", message }]];

export const users = [
  {
    name: "The raw response",
    official: "an own property `_raw`, and the getter `raw`",
    ours: "the getter `raw`",
    reason: "`JSON.stringify(user)`, a spread and a log do not contain the user and its private metadata twice.",
    explains: (difference) =>
      isValueDifference(difference) &&
      isResultClass(difference.className) &&
      lastKey(difference) === "_raw" &&
      difference.ours === ABSENT &&
      isPlain(difference.official),
    example: {
      case: getUserCase({ first_name: "Ada" }),
      extract: ({ value }) => [Object.keys(value).includes("_raw"), value.raw.first_name],
      official: [true, "Ada"],
      ours: [false, "Ada"],
    },
  },
  {
    name: "The names of the classes",
    official: "`_User`, `_EmailAddress`, …",
    ours: "`User`, `EmailAddress`, …",
    reason: "Logs and debuggers show these names.",
    isOfficialBug: true,
    explains: ({ category, official, ours }) => category === "class" && official === `_${ours}`,
    example: {
      case: getUserCase({ web3_wallets: [{ id: "idn_1" }] }),
      extract: ({ value }) => [value.constructor.name, value.web3Wallets[0].constructor.name],
      official: ["_User", "_Web3Wallet"],
      ours: ["User", "Web3Wallet"],
    },
  },
  {
    name: "A string, time or ID field that is missing in the response",
    official: "`undefined`",
    ours: "`null`",
    reason:
      "Missing and null fields have one value. The declared types say `null`; the fields that are declared as optional (`externalAccountId`, `membersCount`, `createdBy`) are `undefined` in both clients.",
    isOfficialBug: true,
    explains: (difference) =>
      isFieldDifference(difference) &&
      difference.responseValue === ABSENT &&
      difference.official === undefined &&
      difference.ours === null &&
      emptyValue(difference) === undefined &&
      !OPTIONAL.includes(lastKey(difference)),
    example: {
      case: getUserCase({ web3_wallets: [{}] }),
      extract: ({ value }) => [value.firstName, value.lastSignInAt, value.web3Wallets[0].verification],
      official: [undefined, undefined, undefined],
      ours: [null, null, null],
    },
  },
  {
    name: "A boolean, metadata, image, scopes or permissions field that is missing in the response",
    official: "`undefined`",
    ours: 'the empty value of its type: `false`, `""`, `{}`, `[]`',
    reason: "The declared type is never `null` or `undefined`.",
    isOfficialBug: true,
    explains: (difference) =>
      isFieldDifference(difference) &&
      difference.responseValue === ABSENT &&
      difference.official === undefined &&
      isEmptyValue(difference),
    example: {
      case: getUserCase({ enterprise_accounts: [{}] }),
      extract: ({ value }) => [value.banned, value.imageUrl, value.enterpriseAccounts[0].publicMetadata],
      official: [undefined, undefined, undefined],
      ours: [false, "", {}],
    },
  },
  {
    name: "Such a field that is `null` in the response: `private_metadata: null`",
    official: "`null`",
    ours: 'the empty value of its type: `false`, `""`, `{}`, `[]`',
    reason: "The declared type has no `null`: `user.privateMetadata.x` must not throw.",
    isOfficialBug: true,
    explains: (difference) =>
      isFieldDifference(difference) &&
      difference.responseValue === null &&
      difference.official === null &&
      isEmptyValue(difference),
    example: {
      case: getUserCase({ private_metadata: null, locked: null }),
      extract: ({ value }) => [value.privateMetadata, value.locked],
      official: [null, null],
      ours: [{}, false],
    },
  },
  {
    name: "`Verification.message`",
    official: "always `null`",
    ours: "the value of the response",
    reason: "It is the text to sign with a wallet, which the official client does not read.",
    isOfficialBug: true,
    explains: (difference) =>
      isFieldDifference(difference) &&
      difference.className === "Verification" &&
      lastKey(difference) === "message" &&
      difference.official === null &&
      difference.responseValue !== ABSENT &&
      isSameData(difference.ours, difference.responseValue),
    example: {
      case: getUserCase({
        web3_wallets: [{ id: "idn_1", web3_wallet: "0x1", verification: { message: "Sign this" } }],
      }),
      extract: ({ value }) => value.web3Wallets[0].verification.message,
      official: null,
      ours: "Sign this",
    },
  },
  {
    name: "A redirect address of a verification that is not a URL",
    official: "rejects the whole response",
    ours: "`null`; `raw` has the string",
    reason: "One invalid field must not make a successful change look like a failure.",
    isOfficialBug: true,
    explains: (difference) => officialFailsOn(difference, "url"),
    example: {
      case: getUserCase({
        external_accounts: [{ verification: { external_verification_redirect_url: "no address" } }],
      }),
      extract: (run) => failureOr(run, (user) => user.externalAccounts[0].verification.externalVerificationRedirectURL),
      official: officialError("Invalid URL"),
      ours: null,
    },
  },
  {
    name: "`linked_to` of an email address or phone number that is missing, `null` or not an array",
    official: "rejects the whole response",
    ours: "`[]`",
    reason: "One invalid field must not make a successful change look like a failure.",
    isOfficialBug: true,
    explains: (difference) => officialFailsOn(difference, "links"),
    example: {
      case: getUserCase({ email_addresses: [{ id: "idn_1", linked_to: null }] }),
      extract: (run) => failureOr(run, (user) => user.emailAddresses[0].linkedTo),
      official: officialError("Cannot read properties of null (reading 'map')"),
      ours: [],
    },
  },
  {
    name: "A list of the user that is not an array",
    official: "rejects the whole response",
    ours: "`[]`; `raw` has the value",
    reason: "One invalid field must not make a successful change look like a failure.",
    isOfficialBug: true,
    explains: (difference) => officialFailsOn(difference, "list"),
    example: {
      case: getUserCase({ phone_numbers: { id: "idn_1" } }),
      extract: (run) => failureOr(run, (user) => user.phoneNumbers),
      official: officialError("(data.phone_numbers || []).map is not a function"),
      ours: [],
    },
  },
  {
    name: "A value other than an object in a list of email addresses, phone numbers or links; `null` in any list",
    official: "rejects the whole response",
    ours: "omits the value",
    reason: "One invalid field must not make a successful change look like a failure.",
    isOfficialBug: true,
    explains: (difference) => officialFailsOn(difference, "item"),
    example: {
      case: getUserCase({ web3_wallets: [null, { id: "idn_1" }] }),
      extract: (run) => failureOr(run, (user) => user.web3Wallets.map(({ id }) => id)),
      official: officialError("Cannot read properties of null (reading 'id')"),
      ours: ["idn_1"],
    },
  },
  {
    name: "A value other than an object or `null` in any other list",
    official: "creates a resource with `undefined` in each field",
    ours: "omits the value",
    reason: "The value is not a resource.",
    isOfficialBug: true,
    explains: ({ category, className, official, ours, responseValue }) =>
      category === "value" &&
      className !== undefined &&
      Array.isArray(responseValue) &&
      typeOf(official) === "Array" &&
      official.length === responseValue.length &&
      typeOf(ours) === "Array" &&
      ours.length === responseValue.filter(isPlain).length,
    example: {
      case: getUserCase({ web3_wallets: ["idn_1", { id: "idn_2" }] }),
      extract: ({ value }) => value.web3Wallets.map(({ id }) => id),
      official: [undefined, "idn_2"],
      ours: ["idn_2"],
    },
  },
  {
    name: "A verification or an enterprise connection that is not an object",
    official: "returns it unchanged, or returns a resource with `undefined` in each field",
    ours: "`null`; `raw` has the value",
    reason: "The declared type is a resource or `null`.",
    isOfficialBug: true,
    explains(difference) {
      const { responseValue, official, ours } = difference;
      return (
        isFieldDifference(difference) &&
        ["verification", "enterpriseConnection"].includes(lastKey(difference)) &&
        !isMissing(responseValue) &&
        !isPlain(responseValue) &&
        ours === null &&
        (Boolean(responseValue) === isResource(official) || Object.is(official, responseValue))
      );
    },
    example: {
      case: getUserCase({ web3_wallets: [{ verification: "verified" }, { verification: "" }] }),
      extract: ({ value }) => value.web3Wallets.map(({ verification }) => verification && { ...verification }.status),
      official: [undefined, ""],
      ours: [null, null],
    },
  },
  {
    name: "The getters of primary items, if IDs are missing",
    official: "a missing ID is `undefined` and does not match `null`",
    ours: "a missing ID is `null` and matches `null`",
    reason: "This follows from the rule for missing fields. The Backend API never omits an ID.",
    explains({ category, className, path, official, ours, responseValue }) {
      const [primary, list] = GETTERS.get(path.at(-1)) ?? [];
      if (
        category !== "value" ||
        className !== "User" ||
        primary === undefined ||
        !isMissing(member(responseValue, primary))
      )
        return false;
      const indexOfFirst = (items, matches) => {
        const index = items.findIndex((item) => matches(member(item, "id")));
        return index < 0 ? null : index;
      };
      const items = member(responseValue, list);
      return (
        official === indexOfFirst(items, (id) => id === member(responseValue, primary)) &&
        ours === indexOfFirst(items.filter(isPlain), isMissing)
      );
    },
    example: {
      case: getUserCase({ primary_web3_wallet_id: null, web3_wallets: [{ web3_wallet: "0x1" }] }),
      extract: ({ value }) => value.primaryWeb3Wallet?.web3Wallet,
      official: undefined,
      ours: "0x1",
    },
  },
  {
    name: "A resource with a field `deleted`, or a list `data` or `m2m_tokens`",
    official: "treats it as a deleted object or as a page of a list",
    ours: "a `User`, an `Organization` or an `OrganizationMembership`",
    reason: "Its `object` says so, and Clerk may add a field with any name.",
    isOfficialBug: true,
    explains({ category, path, official, ours, run, responseValue }) {
      if (category === "outcome")
        return (
          official.kind === "unexpected" &&
          ours.kind === "resolved" &&
          firstFailure(parsedResponse(run)) === undefined &&
          isMistakenForAnother(parsedResponse(run)) &&
          isSameData(ours.value.raw, parsedResponse(run))
        );
      return (
        category === "value" &&
        (path.length === 0 || (path.length === 2 && path[0] === "data")) &&
        isMistakenForAnother(responseValue) &&
        typeOf(ours) === classOf(responseValue) &&
        typeOf(official) !== typeOf(ours) &&
        typeof official !== "string"
      );
    },
    example: {
      case: getUserCase({ deleted: false }),
      extract: ({ value }) => [value.constructor.name, value.publicMetadata],
      official: ["_DeletedObject", undefined],
      ours: ["User", {}],
    },
  },
];

/** An official resource all of whose fields are empty. */
function isResource(value) {
  return (
    ["Verification", "EnterpriseAccountConnection"].includes(typeOf(value)) &&
    Object.values(value).every((field) => field === undefined || field === null)
  );
}
