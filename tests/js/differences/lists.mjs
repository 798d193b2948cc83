// List parameters that our client rejects or accepts. index.mjs describes a row of the table.
import { typeOf } from "../support/compare.mjs";
import { refusesInput } from "../support/explain.mjs";

const counting = (params) => ({
  operation: "getCount",
  args: [params],
  answer: { body: '{"object":"total_count","total_count":0}' },
});
const listing = (params) => ({
  operation: "getUserList",
  args: [params],
  answer: { body: "[]" },
  count: { body: '{"object":"total_count","total_count":0}' },
});
const asked = ({ kind, error, requests }) => {
  if (kind === "input") return [error.code, error.path];
  return kind === "resolved" ? requests.map(({ url }) => url) : [error.name, error.message || error.errors[0].message];
};

const NUMBERS = [
  "limit",
  "offset",
  "last_active_at_since",
  "lastActiveAtBefore",
  "lastActiveAtAfter",
  "createdAtBefore",
  "createdAtAfter",
  "lastSignInAtBefore",
  "lastSignInAtAfter",
];
const TEXT = [
  "query",
  "orderBy",
  "startingAfter",
  "emailAddressQuery",
  "phoneNumberQuery",
  "usernameQuery",
  "nameQuery",
  "provider",
];
const TEXTS = [
  "userId",
  "externalId",
  "emailAddress",
  "phoneNumber",
  "username",
  "web3Wallet",
  "organizationId",
  "providerUserId",
];
const FLAGS = ["banned"];

/** The rejected parameter, `[name, value]`, or an empty array if no parameter is rejected. */
function refused(difference) {
  if (
    !["getUserList", "getCount"].includes(difference.run.case.operation) ||
    !refusesInput(difference, "invalid_params", ["resolved", "unexpected", "refused"])
  )
    return [];
  const [params] = difference.run.case.args;
  const [, name, index] = /^(\w+)(?:\[(\d+)\])?$/.exec(difference.ours.error.path) ?? [];
  if (typeOf(params) !== "Object" || name === undefined || !Object.hasOwn(params, name)) return [];
  return [name, params[name], index];
}

const isGiven = (value) =>
  value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
/** A parameter in the query of a request: `[official, ours]` as written, empty if it is missing. */
const isParameter = ({ where, path }, name) => where === "request" && path[0] === "query" && path[1] === name;
const isCount = ({ request }) => new URL(request.url, "http://server").pathname.endsWith("/count");
const paramsOf = ({ run }) => run.case.args[0] ?? {};

export const lists = [
  {
    name: "`banned: false`",
    official: "is left out: lists banned users too",
    ours: "sends `banned=false`",
    reason: "It asks for those who are not banned.",
    wrong: true,
    explains: (difference) =>
      isParameter(difference, "banned") &&
      paramsOf(difference).banned === false &&
      difference.official === "" &&
      difference.ours === "banned=false",
    example: {
      case: listing({ banned: false }),
      shows: asked,
      official: ["/v1/users", "/v1/users/count"],
      ours: ["/v1/users?banned=false", "/v1/users/count?banned=false"],
    },
  },
  {
    name: "`startingAfter`, which is about a page, in the count",
    official: "sends it to `/users/count` too, which has no such parameter",
    ours: "sends it to `/users` only",
    reason: "A page does not change the count.",
    wrong: true,
    explains: (difference) =>
      isParameter(difference, "starting_after") &&
      isCount(difference) &&
      difference.official === `${new URLSearchParams({ starting_after: paramsOf(difference).startingAfter })}` &&
      difference.ours === "",
    example: {
      case: listing({ limit: 2, startingAfter: "user_1" }),
      shows: asked,
      official: ["/v1/users?limit=2&starting_after=user_1", "/v1/users/count?starting_after=user_1"],
      ours: ["/v1/users?limit=2&starting_after=user_1", "/v1/users/count"],
    },
  },
  {
    name: "`startingAfter` with an `offset`, or in another order than that of `created_at`",
    official: "sends it: the Backend API answers 422",
    ours: "`ClerkInputError`",
    reason: "Clerk documents that it is rejected. The message says what to leave out.",
    explains(difference) {
      const [name, value] = refused(difference);
      const { offset, orderBy } = paramsOf(difference);
      return (
        name === "startingAfter" &&
        typeof value === "string" &&
        ((isGiven(offset) && Number(offset) !== 0) || (isGiven(orderBy) && !/^[+-]?created_at$/.test(orderBy)))
      );
    },
    example: {
      case: listing({ startingAfter: "user_1", offset: 10 }),
      shows: asked,
      official: ["/v1/users?starting_after=user_1&offset=10", "/v1/users/count?starting_after=user_1"],
      ours: ["invalid_params", "startingAfter"],
    },
  },
  {
    name: "`provider` without `providerUserId`, or the other way round",
    official: "sends it",
    ours: "`ClerkInputError`",
    reason: "Clerk documents that the two must be combined.",
    explains(difference) {
      const [name, value] = refused(difference);
      const { provider, providerUserId } = paramsOf(difference);
      if (name === "provider") return typeof value === "string" && !isGiven(providerUserId);
      return (
        name === "providerUserId" &&
        (typeof value === "string" || (Array.isArray(value) && value.every((id) => typeof id === "string"))) &&
        !isGiven(provider)
      );
    },
    example: {
      case: counting({ provider: "oauth_google" }),
      shows: asked,
      official: ["/v1/users/count?provider=oauth_google"],
      ours: ["invalid_params", "provider"],
    },
  },
  {
    name: "`banned` that is neither true nor false",
    official: "sends it as text; leaves `0` out",
    ours: "`ClerkInputError` with the parameter",
    reason: "`banned=1` is not documented; a filter that is left out lists everyone.",
    wrong: true,
    explains(difference) {
      const [name, value] = refused(difference);
      return (
        FLAGS.includes(name) && typeof value !== "boolean" && !["true", "false", "", undefined, null].includes(value)
      );
    },
    example: {
      case: counting({ banned: "yes" }),
      shows: asked,
      official: ["/v1/users/count?banned=yes"],
      ours: ["invalid_params", "banned"],
    },
  },
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
    example: {
      case: counting({ createdAtAfter: NaN }),
      shows: asked,
      official: ["/v1/users/count"],
      ours: ["invalid_params", "createdAtAfter"],
    },
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
    example: {
      case: listing({ orderBy: ["created_at", "username"] }),
      shows: asked,
      official: ["/v1/users?order_by=created_at&order_by=username", "/v1/users/count"],
      ours: ["invalid_params", "orderBy"],
    },
  },
  {
    name: "A filter of a list that is no string and no array of strings",
    official: "sends it as text (`undefined`, `null` too); leaves `0` and `false` out",
    ours: "`ClerkInputError` with the place",
    reason: "A filter that is left out lists everyone.",
    wrong: true,
    explains(difference) {
      const [name, value, index] = refused(difference);
      return (
        TEXTS.includes(name) &&
        (index === undefined
          ? typeof value !== "string" && !Array.isArray(value) && value !== undefined && value !== null
          : Array.isArray(value) && typeof value[index] !== "string")
      );
    },
    example: {
      case: counting({ userId: ["user_1", undefined] }),
      shows: asked,
      official: ["/v1/users/count?user_id=user_1&user_id=undefined"],
      ours: ["invalid_params", "userId[1]"],
    },
  },
  {
    name: "A parameter that no list has: `emailAdress`, `order_by`",
    official: "sends it",
    ours: "`ClerkInputError` with the nearest name",
    reason: "It is a mistake; found before anything is sent, and named.",
    wrong: true,
    explains(difference) {
      const [name] = refused(difference);
      return name !== undefined && ![...NUMBERS, ...TEXT, ...TEXTS, ...FLAGS].includes(name);
    },
    example: {
      case: counting({ emailAdress: ["a@example.com"] }),
      shows: asked,
      official: ["/v1/users/count?email_adress=a%40example.com"],
      ours: ["invalid_params", "emailAdress"],
    },
  },
  {
    name: "Parameters of a list that are no plain object",
    official: "sends what it makes of them",
    ours: "`ClerkInputError`",
    reason: "Of a `Map` it makes nothing, which lists everyone.",
    wrong: true,
    explains(difference) {
      const [params] = difference.run.case.args;
      return (
        ["getUserList", "getCount"].includes(difference.run.case.operation) &&
        refusesInput(difference, "invalid_params", ["resolved", "unexpected"]) &&
        difference.ours.error.path === "params" &&
        !["Object", "none", "null", "undefined"].includes(typeOf(params))
      );
    },
    example: {
      case: counting(new Map([["username", "ada"]])),
      shows: asked,
      official: ["/v1/users/count"],
      ours: ["invalid_params", "params"],
    },
  },
  {
    name: "`getUserList(null)`",
    official: "a `TypeError` of its own code",
    ours: "is `getUserList()`",
    reason: "`getCount(null)` is `getCount()` for both.",
    wrong: true,
    explains: ({ where, official, ours, run }) =>
      where === "outcome" &&
      run.case.operation === "getUserList" &&
      run.case.args[0] === null &&
      official.kind === "thrown" &&
      official.error instanceof TypeError &&
      ours.kind === "resolved" &&
      ours.requests.length === 2,
    example: {
      case: listing(null),
      shows: (run) => (run.kind === "thrown" ? run.error.name : asked(run)),
      official: "TypeError",
      ours: ["/v1/users", "/v1/users/count"],
    },
  },
];
