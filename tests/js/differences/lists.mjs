// List parameters that our client rejects or accepts. index.mjs describes a row of the table.
import { typeOf } from "../support/find-differences.mjs";
import { errorPathOrRequests, rejectsInput } from "../support/difference-helpers.mjs";
import { NUMBERS, STRING_LISTS, STRINGS } from "../support/list-params.mjs";

const getCountCase = (params) => ({
  operation: "getCount",
  args: [params],
  response: { body: '{"object":"total_count","total_count":0}' },
});
const getUserListCase = (params) => ({
  operation: "getUserList",
  args: [params],
  response: { body: "[]" },
  countResponse: { body: '{"object":"total_count","total_count":0}' },
});
const FLAGS = ["banned"];

/** The rejected parameter, `[name, value]`, or an empty array if no parameter is rejected. */
function rejectedParameter(difference) {
  if (
    !["getUserList", "getCount"].includes(difference.run.case.operation) ||
    !rejectsInput(difference, "invalid_params", ["resolved", "unexpected", "apiError"])
  )
    return [];
  const [params] = difference.run.case.args;
  const [, name, index] = /^(\w+)(?:\[(\d+)\])?$/.exec(difference.ours.error.path) ?? [];
  if (typeOf(params) !== "Object" || name === undefined || !Object.hasOwn(params, name)) return [];
  return [name, params[name], index];
}

const isPresent = (value) =>
  value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
/** Whether the difference is this query parameter. `official` and `ours` are empty if it is missing. */
const isParameterDifference = ({ category, path }, name) =>
  category === "request" && path[0] === "query" && path[1] === name;
const isCountRequest = ({ request }) => new URL(request.url, "http://server").pathname.endsWith("/count");
const paramsOf = ({ run }) => run.case.args[0] ?? {};

export const lists = [
  {
    name: "`banned: false`",
    official: "omits it: lists banned users too",
    ours: "sends `banned=false`",
    reason: "It selects the users who are not banned.",
    isOfficialBug: true,
    explains: (difference) =>
      isParameterDifference(difference, "banned") &&
      paramsOf(difference).banned === false &&
      difference.official === "" &&
      difference.ours === "banned=false",
    example: {
      case: getUserListCase({ banned: false }),
      extract: errorPathOrRequests,
      official: ["/v1/users", "/v1/users/count"],
      ours: ["/v1/users?banned=false", "/v1/users/count?banned=false"],
    },
  },
  {
    name: "`startingAfter`, which selects a page, in the count request",
    official: "sends it to `/users/count` too, which has no such parameter",
    ours: "sends it to `/users` only",
    reason: "The count does not depend on the page.",
    isOfficialBug: true,
    explains: (difference) =>
      isParameterDifference(difference, "starting_after") &&
      isCountRequest(difference) &&
      difference.official === `${new URLSearchParams({ starting_after: paramsOf(difference).startingAfter })}` &&
      difference.ours === "",
    example: {
      case: getUserListCase({ limit: 2, startingAfter: "user_1" }),
      extract: errorPathOrRequests,
      official: ["/v1/users?limit=2&starting_after=user_1", "/v1/users/count?starting_after=user_1"],
      ours: ["/v1/users?limit=2&starting_after=user_1", "/v1/users/count"],
    },
  },
  {
    name: "`startingAfter` with an `offset`, or with an order other than `created_at`",
    official: "sends it: the Backend API responds with 422",
    ours: "`ClerkInputError`",
    reason: "Clerk documents that it is rejected. The message says what to remove.",
    explains(difference) {
      const [name, value] = rejectedParameter(difference);
      const { offset, orderBy } = paramsOf(difference);
      return (
        name === "startingAfter" &&
        typeof value === "string" &&
        ((isPresent(offset) && Number(offset) !== 0) || (isPresent(orderBy) && !/^[+-]?created_at$/.test(orderBy)))
      );
    },
    example: {
      case: getUserListCase({ startingAfter: "user_1", offset: 10 }),
      extract: errorPathOrRequests,
      official: ["/v1/users?starting_after=user_1&offset=10", "/v1/users/count?starting_after=user_1"],
      ours: ["invalid_params", "startingAfter"],
    },
  },
  {
    name: "`provider` without `providerUserId`, or `providerUserId` without `provider`",
    official: "sends it",
    ours: "`ClerkInputError`",
    reason: "Clerk documents that the two must be combined.",
    explains(difference) {
      const [name, value] = rejectedParameter(difference);
      const { provider, providerUserId } = paramsOf(difference);
      if (name === "provider") return typeof value === "string" && !isPresent(providerUserId);
      return (
        name === "providerUserId" &&
        (typeof value === "string" || (Array.isArray(value) && value.every((id) => typeof id === "string"))) &&
        !isPresent(provider)
      );
    },
    example: {
      case: getCountCase({ provider: "oauth_google" }),
      extract: errorPathOrRequests,
      official: ["/v1/users/count?provider=oauth_google"],
      ours: ["invalid_params", "provider"],
    },
  },
  {
    name: "`banned` that is neither true nor false",
    official: "sends it as a string; omits `0`",
    ours: "`ClerkInputError` with the parameter",
    reason: "`banned=1` is not documented, and without the filter the list contains all users.",
    isOfficialBug: true,
    explains(difference) {
      const [name, value] = rejectedParameter(difference);
      return (
        FLAGS.includes(name) && typeof value !== "boolean" && !["true", "false", "", undefined, null].includes(value)
      );
    },
    example: {
      case: getCountCase({ banned: "yes" }),
      extract: errorPathOrRequests,
      official: ["/v1/users/count?banned=yes"],
      ours: ["invalid_params", "banned"],
    },
  },
  {
    name: "A numeric list parameter that is not a number, or is negative, a fraction or larger than 2^53",
    official: "sends it as a string; omits `NaN` and `false`",
    ours: "`ClerkInputError` with the parameter",
    reason: "`limit: NaN` would return an unintended page.",
    isOfficialBug: true,
    explains(difference) {
      const [name, value] = rejectedParameter(difference);
      const isNumber = typeof value === "string" ? /^\d*$/.test(value) : Number.isSafeInteger(value) && value >= 0;
      return NUMBERS.includes(name) && !isNumber && value !== undefined && value !== null;
    },
    example: {
      case: getCountCase({ createdAtAfter: NaN }),
      extract: errorPathOrRequests,
      official: ["/v1/users/count"],
      ours: ["invalid_params", "createdAtAfter"],
    },
  },
  {
    name: "A string list parameter that is not a string",
    official: "sends it as a string; omits `0` and `false`",
    ours: "`ClerkInputError` with the parameter",
    reason: "`[object Object]` is not a query.",
    isOfficialBug: true,
    explains(difference) {
      const [name, value] = rejectedParameter(difference);
      return (
        [...STRINGS, "orderBy"].includes(name) && typeof value !== "string" && value !== undefined && value !== null
      );
    },
    example: {
      case: getUserListCase({ orderBy: ["created_at", "username"] }),
      extract: errorPathOrRequests,
      official: ["/v1/users?order_by=created_at&order_by=username", "/v1/users/count"],
      ours: ["invalid_params", "orderBy"],
    },
  },
  {
    name: "A filter that is neither a string nor an array of strings",
    official: "sends it as a string (also `undefined` and `null`); omits `0` and `false`",
    ours: "`ClerkInputError` with the path",
    reason: "Without the filter the list contains all users.",
    isOfficialBug: true,
    explains(difference) {
      const [name, value, index] = rejectedParameter(difference);
      return (
        STRING_LISTS.includes(name) &&
        (index === undefined
          ? typeof value !== "string" && !Array.isArray(value) && value !== undefined && value !== null
          : Array.isArray(value) && typeof value[index] !== "string")
      );
    },
    example: {
      case: getCountCase({ userId: ["user_1", undefined] }),
      extract: errorPathOrRequests,
      official: ["/v1/users/count?user_id=user_1&user_id=undefined"],
      ours: ["invalid_params", "userId[1]"],
    },
  },
  {
    name: "An unknown list parameter: `emailAdress`, `order_by`",
    official: "sends it",
    ours: "`ClerkInputError` with the nearest name",
    reason: "It is a mistake, which is reported before a request is sent.",
    isOfficialBug: true,
    explains(difference) {
      const [name] = rejectedParameter(difference);
      return name !== undefined && ![...NUMBERS, ...STRINGS, "orderBy", ...STRING_LISTS, ...FLAGS].includes(name);
    },
    example: {
      case: getCountCase({ emailAdress: ["a@example.com"] }),
      extract: errorPathOrRequests,
      official: ["/v1/users/count?email_adress=a%40example.com"],
      ours: ["invalid_params", "emailAdress"],
    },
  },
  {
    name: "List parameters that are not a plain object",
    official: "sends their enumerable properties",
    ours: "`ClerkInputError`",
    reason: "A `Map` has none, so the list contains all users.",
    isOfficialBug: true,
    explains(difference) {
      const [params] = difference.run.case.args;
      return (
        ["getUserList", "getCount"].includes(difference.run.case.operation) &&
        rejectsInput(difference, "invalid_params", ["resolved", "unexpected"]) &&
        difference.ours.error.path === "params" &&
        !["Object", "none", "null", "undefined"].includes(typeOf(params))
      );
    },
    example: {
      case: getCountCase(new Map([["username", "ada"]])),
      extract: errorPathOrRequests,
      official: ["/v1/users/count"],
      ours: ["invalid_params", "params"],
    },
  },
  {
    name: "`getUserList(null)`",
    official: "an internal `TypeError`",
    ours: "is the same as `getUserList()`",
    reason: "In both clients, `getCount(null)` is the same as `getCount()`.",
    isOfficialBug: true,
    explains: ({ category, official, ours, run }) =>
      category === "outcome" &&
      run.case.operation === "getUserList" &&
      run.case.args[0] === null &&
      official.kind === "thrown" &&
      official.error instanceof TypeError &&
      ours.kind === "resolved" &&
      ours.requests.length === 2,
    example: {
      case: getUserListCase(null),
      extract: (run) => (run.kind === "thrown" ? run.error.name : errorPathOrRequests(run)),
      official: "TypeError",
      ours: ["/v1/users", "/v1/users/count"],
    },
  },
];
