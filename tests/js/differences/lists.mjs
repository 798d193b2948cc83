// Parameters of lists that ours refuses or accepts. What a row of the table is: see index.mjs.
import { typeOf } from "../support/compare.mjs";
import { refusesInput } from "../support/explain.mjs";

const counting = (params) => ({ operation: "getCount", args: [params], answer: { body: '{"object":"total_count","total_count":0}' } });
const listing = (params) => ({ operation: "getUserList", args: [params], answer: { body: "[]" }, count: { body: '{"object":"total_count","total_count":0}' } });
const asked = ({ kind, error, requests }) => {
  if (kind === "input") return [error.code, error.path];
  return kind === "resolved" ? requests.map(({ url }) => url) : [error.name, error.message || error.errors[0].message];
};

const NUMBERS = ["limit", "offset", "last_active_at_since", "lastActiveAtBefore", "lastActiveAtAfter", "createdAtBefore", "createdAtAfter", "lastSignInAtBefore", "lastSignInAtAfter"];
const TEXT = ["query", "orderBy"];
const TEXTS = ["userId", "externalId", "emailAddress", "phoneNumber", "username", "web3Wallet", "organizationId"];

/** The parameter that is refused, `[name, value]`; nothing where no parameter is. */
function refused(difference) {
  if (!["getUserList", "getCount"].includes(difference.run.case.operation) || !refusesInput(difference, "invalid_params", ["resolved", "unexpected"])) return [];
  const [params] = difference.run.case.args;
  const [, name, index] = /^(\w+)(?:\[(\d+)\])?$/.exec(difference.ours.error.path) ?? [];
  if (typeOf(params) !== "Object" || name === undefined || !Object.hasOwn(params, name)) return [];
  return [name, params[name], index];
}

export const lists = [
  {
    name: "A number of a list that is none, is negative, broken or past 2^53",
    official: "sends it as text; leaves `NaN` and `false` out",
    ours: "`ClerkInputError` with the parameter",
    reason: "`limit: NaN` would list what nobody asked for.",
    wrong: true,
    explains(difference) {
      const [name, value] = refused(difference);
      const isNumber = typeof value === "string" ? /^\d*$/.test(value) : Number.isSafeInteger(value) && value >= 0;
      return NUMBERS.includes(name) && !isNumber && value !== undefined && value !== null;
    },
    example: { case: counting({ createdAtAfter: NaN }), shows: asked, official: ["/v1/users/count"], ours: ["invalid_params", "createdAtAfter"] },
  },
  {
    name: "A text of a list that is none",
    official: "sends it as text; leaves `0` and `false` out",
    ours: "`ClerkInputError` with the parameter",
    reason: "`[object Object]` is no query.",
    wrong: true,
    explains(difference) {
      const [name, value] = refused(difference);
      return TEXT.includes(name) && typeof value !== "string" && value !== undefined && value !== null;
    },
    example: { case: listing({ orderBy: ["created_at", "username"] }), shows: asked, official: ["/v1/users?order_by=created_at&order_by=username", "/v1/users/count"], ours: ["invalid_params", "orderBy"] },
  },
  {
    name: "A filter of a list that is no string and no array of strings",
    official: "sends it as text (`undefined`, `null` too); leaves `0` and `false` out",
    ours: "`ClerkInputError` with the place",
    reason: "A filter that is left out lists everyone.",
    wrong: true,
    explains(difference) {
      const [name, value, index] = refused(difference);
      return TEXTS.includes(name) && (index === undefined ? typeof value !== "string" && !Array.isArray(value) && value !== undefined && value !== null : Array.isArray(value) && typeof value[index] !== "string");
    },
    example: { case: counting({ userId: ["user_1", undefined] }), shows: asked, official: ["/v1/users/count?user_id=user_1&user_id=undefined"], ours: ["invalid_params", "userId[1]"] },
  },
  {
    name: "A parameter that no list has: `emailAdress`, `order_by`",
    official: "sends it",
    ours: "`ClerkInputError` with the nearest name",
    reason: "It is a mistake; found before anything is sent, and named.",
    wrong: true,
    explains(difference) {
      const [name] = refused(difference);
      return name !== undefined && ![...NUMBERS, ...TEXT, ...TEXTS].includes(name);
    },
    example: { case: counting({ emailAdress: ["a@example.com"] }), shows: asked, official: ["/v1/users/count?email_adress=a%40example.com"], ours: ["invalid_params", "emailAdress"] },
  },
  {
    name: "Parameters of a list that are no plain object",
    official: "sends what it makes of them",
    ours: "`ClerkInputError`",
    reason: "Of a `Map` it makes nothing, which lists everyone.",
    wrong: true,
    explains(difference) {
      const [params] = difference.run.case.args;
      return ["getUserList", "getCount"].includes(difference.run.case.operation) && refusesInput(difference, "invalid_params", ["resolved", "unexpected"]) && difference.ours.error.path === "params" && !["Object", "none", "null", "undefined"].includes(typeOf(params));
    },
    example: { case: counting(new Map([["username", "ada"]])), shows: asked, official: ["/v1/users/count"], ours: ["invalid_params", "params"] },
  },
  {
    name: "`getUserList(null)`",
    official: "a `TypeError` of its own code",
    ours: "is `getUserList()`",
    reason: "`getCount(null)` is `getCount()` for both.",
    wrong: true,
    explains: ({ where, official, ours, run }) => where === "outcome" && run.case.operation === "getUserList" && run.case.args[0] === null && official.kind === "thrown" && official.error instanceof TypeError && ours.kind === "resolved" && ours.requests.length === 2,
    example: { case: listing(null), shows: (run) => (run.kind === "thrown" ? run.error.name : asked(run)), official: "TypeError", ours: ["/v1/users", "/v1/users/count"] },
  },
];
