// Differences in users. index.mjs describes a row of the table.
import { ABSENT, same, typeOf } from "../support/compare.mjs";
import { isPlain, isUser, last, own, wireOf } from "../support/explain.mjs";

const answered = (fields) => ({
  operation: "getUser",
  args: ["user_1"],
  answer: { body: JSON.stringify({ object: "user", id: "user_1", ...fields }) },
});
const isValue = ({ where }) => where === "value";

/** The fields that have an empty value, which also replaces null. */
const NOT_NULL = {
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
const OPTIONAL = ["externalAccountId"];
const isField = (difference) =>
  isValue(difference) &&
  difference.of !== undefined &&
  typeof last(difference) === "string" &&
  last(difference) !== "_raw" &&
  !GETTERS.has(last(difference));
const emptyValue = (difference) => NOT_NULL[difference.of]?.[last(difference)];
const isEmpty = (difference) => emptyValue(difference) !== undefined && same(difference.ours, emptyValue(difference));

const isNothing = (value) => value === ABSENT || value === null;
const LISTS = ["email_addresses", "phone_numbers", "web3_wallets", "external_accounts", "enterprise_accounts"];

/** The first value on which the official client fails in a user that ours reads. Checks in the same order. */
function stumble(user) {
  for (const name of LISTS) {
    const list = own(user, name);
    if (list === ABSENT || !list) continue;
    if (!Array.isArray(list)) return "list";
    for (const item of list) {
      if (item === null) return "item";
      if (badUrl(own(item, "verification"))) return "url";
      if (!["email_addresses", "phone_numbers"].includes(name)) continue;
      const links = own(item, "linked_to");
      if (!Array.isArray(links)) return isPlain(item) ? "links" : "item";
      if (links.includes(null)) return "item";
    }
  }
  return undefined;
}

function badUrl(verification) {
  const url = own(verification, "external_verification_redirect_url");
  return url !== ABSENT && Boolean(url) && !URL.canParse(String(url));
}

/** Whether the official client fails on the value while ours returns the users, each with its complete response. */
function stumblesOver({ where, official, ours, run }, what) {
  if (where !== "outcome" || official.kind !== "unexpected" || ours.kind !== "resolved") return false;
  const wire = wireOf(run);
  const [wires, users] = Array.isArray(wire) ? [wire, ours.value.data] : [[wire], [ours.value]];
  return (
    wires.map(stumble).find(Boolean) === what &&
    wires.length === users.length &&
    users.every((user, index) => user.id === wires[index].id && same(user.raw, wires[index]))
  );
}

const failure = ({ kind, error, value }, show) => (kind === "unexpected" ? [error.message, error.errors] : show(value));
const fails = (message) => ["", [{ code: "unexpected_error", message }]];

/** Types that a user must not be mistaken for. */
const takenForAnother = (wire) =>
  isUser(wire) &&
  (["data", "m2m_tokens"].some((name) => Array.isArray(own(wire, name))) || own(wire, "deleted") !== ABSENT);

export const users = [
  {
    name: "The answer as it came",
    official: "an own property `_raw`, and the getter `raw`",
    ours: "the getter `raw`",
    reason: "`JSON.stringify(user)`, a spread and a log do not hold the user twice, its private metadata included.",
    explains: (difference) =>
      isValue(difference) &&
      difference.of === "User" &&
      last(difference) === "_raw" &&
      difference.ours === ABSENT &&
      isUser(difference.official),
    example: {
      case: answered({ first_name: "Ada" }),
      shows: ({ value }) => [Object.keys(value).includes("_raw"), value.raw.first_name],
      official: [true, "Ada"],
      ours: [false, "Ada"],
    },
  },
  {
    name: "The names of the classes",
    official: "`_User`, `_EmailAddress`, …",
    ours: "`User`, `EmailAddress`, …",
    reason: "They are what a log and a debugger show.",
    wrong: true,
    explains: ({ where, official, ours }) => where === "class" && official === `_${ours}`,
    example: {
      case: answered({ web3_wallets: [{ id: "idn_1" }] }),
      shows: ({ value }) => [value.constructor.name, value.web3Wallets[0].constructor.name],
      official: ["_User", "_Web3Wallet"],
      ours: ["User", "Web3Wallet"],
    },
  },
  {
    name: "A field that is missing in the answer: a text, a time, an id",
    official: "`undefined`",
    ours: "`null`",
    reason:
      "One value for what is not there. The declared types say `null`; the one field that is declared as optional, `externalAccountId`, is `undefined` for both.",
    wrong: true,
    explains: (difference) =>
      isField(difference) &&
      difference.wire === ABSENT &&
      difference.official === undefined &&
      difference.ours === null &&
      emptyValue(difference) === undefined &&
      !OPTIONAL.includes(last(difference)),
    example: {
      case: answered({ web3_wallets: [{}] }),
      shows: ({ value }) => [value.firstName, value.lastSignInAt, value.web3Wallets[0].verification],
      official: [undefined, undefined, undefined],
      ours: [null, null, null],
    },
  },
  {
    name: "A field that is missing in the answer: a flag, metadata, an image, the scopes",
    official: "`undefined`",
    ours: 'the empty value of its type: `false`, `""`, `{}`',
    reason: "The declared type is never `null` or `undefined`.",
    wrong: true,
    explains: (difference) =>
      isField(difference) && difference.wire === ABSENT && difference.official === undefined && isEmpty(difference),
    example: {
      case: answered({ enterprise_accounts: [{}] }),
      shows: ({ value }) => [value.banned, value.imageUrl, value.enterpriseAccounts[0].publicMetadata],
      official: [undefined, undefined, undefined],
      ours: [false, "", {}],
    },
  },
  {
    name: "Such a field that is `null` in the answer: `private_metadata: null`",
    official: "`null`",
    ours: 'the empty value of its type: `false`, `""`, `{}`',
    reason: "The declared type has no `null`: `user.privateMetadata.x` must not throw.",
    wrong: true,
    explains: (difference) =>
      isField(difference) && difference.wire === null && difference.official === null && isEmpty(difference),
    example: {
      case: answered({ private_metadata: null, locked: null }),
      shows: ({ value }) => [value.privateMetadata, value.locked],
      official: [null, null],
      ours: [{}, false],
    },
  },
  {
    name: "`Verification.message`",
    official: "always `null`",
    ours: "that of the answer",
    reason: "It is the text to sign with a wallet; the official client forgets to read it.",
    wrong: true,
    explains: (difference) =>
      isField(difference) &&
      difference.of === "Verification" &&
      last(difference) === "message" &&
      difference.official === null &&
      difference.wire !== ABSENT &&
      same(difference.ours, difference.wire),
    example: {
      case: answered({ web3_wallets: [{ id: "idn_1", web3_wallet: "0x1", verification: { message: "Sign this" } }] }),
      shows: ({ value }) => value.web3Wallets[0].verification.message,
      official: null,
      ours: "Sign this",
    },
  },
  {
    name: "A redirect address of a verification that is no URL",
    official: "rejects the whole answer",
    ours: "`null`; the text is in `raw`",
    reason: "A change that was made must not look as if it had failed for one bad field.",
    wrong: true,
    explains: (difference) => stumblesOver(difference, "url"),
    example: {
      case: answered({ external_accounts: [{ verification: { external_verification_redirect_url: "no address" } }] }),
      shows: (run) => failure(run, (user) => user.externalAccounts[0].verification.externalVerificationRedirectURL),
      official: fails("Invalid URL"),
      ours: null,
    },
  },
  {
    name: "`linked_to` of an email address or phone number that is missing, `null` or no list",
    official: "rejects the whole answer",
    ours: "`[]`",
    reason: "A change that was made must not look as if it had failed for one bad field.",
    wrong: true,
    explains: (difference) => stumblesOver(difference, "links"),
    example: {
      case: answered({ email_addresses: [{ id: "idn_1", linked_to: null }] }),
      shows: (run) => failure(run, (user) => user.emailAddresses[0].linkedTo),
      official: fails("Cannot read properties of null (reading 'map')"),
      ours: [],
    },
  },
  {
    name: "A list of the user that is no list",
    official: "rejects the whole answer",
    ours: "`[]`; what came is in `raw`",
    reason: "A change that was made must not look as if it had failed for one bad field.",
    wrong: true,
    explains: (difference) => stumblesOver(difference, "list"),
    example: {
      case: answered({ phone_numbers: { id: "idn_1" } }),
      shows: (run) => failure(run, (user) => user.phoneNumbers),
      official: fails("(data.phone_numbers || []).map is not a function"),
      ours: [],
    },
  },
  {
    name: "`null`, or anything else but an object, in a list of email addresses, phone numbers or links; `null` in any list",
    official: "rejects the whole answer",
    ours: "leaves it out",
    reason: "A change that was made must not look as if it had failed for one bad field.",
    wrong: true,
    explains: (difference) => stumblesOver(difference, "item"),
    example: {
      case: answered({ web3_wallets: [null, { id: "idn_1" }] }),
      shows: (run) => failure(run, (user) => user.web3Wallets.map(({ id }) => id)),
      official: fails("Cannot read properties of null (reading 'id')"),
      ours: ["idn_1"],
    },
  },
  {
    name: "Anything else but an object in another list",
    official: "makes a resource of it, with `undefined` in each field",
    ours: "leaves it out",
    reason: "It is none.",
    wrong: true,
    explains: ({ where, of, official, ours, wire }) =>
      where === "value" &&
      of !== undefined &&
      Array.isArray(wire) &&
      typeOf(official) === "Array" &&
      official.length === wire.length &&
      typeOf(ours) === "Array" &&
      ours.length === wire.filter(isPlain).length,
    example: {
      case: answered({ web3_wallets: ["idn_1", { id: "idn_2" }] }),
      shows: ({ value }) => value.web3Wallets.map(({ id }) => id),
      official: [undefined, "idn_2"],
      ours: ["idn_2"],
    },
  },
  {
    name: "A verification or an enterprise connection that is no object",
    official: "gives it as it is, or a resource with `undefined` in each field",
    ours: "`null`; what came is in `raw`",
    reason: "The declared type is a resource or `null`.",
    wrong: true,
    explains(difference) {
      const { wire, official, ours } = difference;
      return (
        isField(difference) &&
        ["verification", "enterpriseConnection"].includes(last(difference)) &&
        !isNothing(wire) &&
        !isPlain(wire) &&
        ours === null &&
        (Boolean(wire) === isResource(official) || Object.is(official, wire))
      );
    },
    example: {
      case: answered({ web3_wallets: [{ verification: "verified" }, { verification: "" }] }),
      shows: ({ value }) => value.web3Wallets.map(({ verification }) => verification && { ...verification }.status),
      official: [undefined, ""],
      ours: [null, null],
    },
  },
  {
    name: "The getters of what is primary, where ids are missing",
    official: "a missing id is `undefined`, which is no `null`",
    ours: "a missing id is `null`, as one that is `null`",
    reason: "It follows from the above; the Backend API leaves no id out.",
    explains({ where, of, path, official, ours, wire }) {
      const [primary, list] = GETTERS.get(path.at(-1)) ?? [];
      if (where !== "value" || of !== "User" || primary === undefined || !isNothing(own(wire, primary))) return false;
      const place = (items, isIt) => {
        const found = items.findIndex((item) => isIt(own(item, "id")));
        return found < 0 ? null : found;
      };
      const items = own(wire, list);
      return (
        official === place(items, (id) => id === own(wire, primary)) && ours === place(items.filter(isPlain), isNothing)
      );
    },
    example: {
      case: answered({ primary_web3_wallet_id: null, web3_wallets: [{ web3_wallet: "0x1" }] }),
      shows: ({ value }) => value.primaryWeb3Wallet?.web3Wallet,
      official: undefined,
      ours: "0x1",
    },
  },
  {
    name: "A user with a field `deleted`, or a list `data` or `m2m_tokens`",
    official: "takes it for a deleted object, or a page of a list",
    ours: "a `User`",
    reason: "It says that it is a user; Clerk may add a field of any name.",
    wrong: true,
    explains({ where, path, official, ours, run, wire }) {
      if (where === "outcome")
        return (
          official.kind === "unexpected" &&
          ours.kind === "resolved" &&
          stumble(wireOf(run)) === undefined &&
          takenForAnother(wireOf(run)) &&
          isUser(ours.value.raw)
        );
      return (
        where === "value" &&
        (path.length === 0 || (path.length === 2 && path[0] === "data")) &&
        takenForAnother(wire) &&
        typeOf(ours) === "User" &&
        typeOf(official) !== "User" &&
        typeof official !== "string"
      );
    },
    example: {
      case: answered({ deleted: false }),
      shows: ({ value }) => [value.constructor.name, value.publicMetadata],
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
