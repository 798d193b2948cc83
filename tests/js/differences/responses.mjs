// Differences in how a whole response is read. index.mjs describes a row of the table.
import { ABSENT, parsedBody, errorResponseOf, typeOf } from "../support/find-differences.mjs";
import { isExactlyJson, isResultClass, member, unusableResponse } from "../support/difference-helpers.mjs";

const USER = '{"object":"user","id":"user_1","first_name":"Ada"}';
const getUserCase = (response) => ({ operation: "getUser", args: ["user_1"], response });
const getCountCase = (body) => ({ operation: "getCount", args: [], response: { body } });
const outcomeOf = ({ kind, value, error }) => {
  if (kind === "resolved") return value;
  return error.name === "ClerkConnectionError"
    ? [error.code, error.status]
    : [error.message, error.status, error.errors.map(({ code }) => code)];
};
const UNEXPECTED = ["", undefined, ["unexpected_error"]];

const isRedirect = (response) =>
  [301, 302, 303, 307, 308].includes(response.status) && response.headers?.location !== undefined;
const isUnexpected = ({ category, ours }) =>
  category === "outcome" && ours.kind === "connection" && ours.error.code === "unexpected_response";

export const responses = [
  {
    name: "A success whose content type is not exactly `application/json`: with a charset, in another case, or missing",
    official: "resolves to the body as a string",
    ours: "parses the body as JSON",
    reason: "Proxies send the header in all of these forms.",
    isOfficialBug: true,
    explains({ category, path, official, ours, run }) {
      const { operation, response, countResponse } = run.case;
      const dottedPath = path.join();
      const responseAtPath =
        operation === "getUserList"
          ? { data: response, totalCount: countResponse }[dottedPath]
          : { "": response }[dottedPath];
      return (
        category === "value" &&
        responseAtPath !== undefined &&
        !isExactlyJson(responseAtPath) &&
        official === decodeBody(responseAtPath.body) &&
        (isResultClass(typeOf(ours)) || ["Array", "number"].includes(typeOf(ours)))
      );
    },
    example: {
      case: getUserCase({ headers: { "content-type": "application/json; charset=utf-8" }, body: USER }),
      extract: ({ value }) => (typeof value === "string" ? value : value.firstName),
      official: USER,
      ours: "Ada",
    },
  },
  {
    name: "A success whose body is not JSON, such as a proxy's HTML page",
    official: "resolves to a string, or rejects with an error without a message and status",
    ours: "rejects with a `ClerkConnectionError`: `unexpected_response`, the status",
    reason: "The response contains no user.",
    isOfficialBug: true,
    explains(difference) {
      const [response, reason] = unusableResponse(difference) ?? [];
      return (
        reason === "not JSON" &&
        response.status !== 204 &&
        (difference.official.kind === "unexpected" || difference.official.kind === "resolved")
      );
    },
    example: {
      case: getUserCase({ headers: { "content-type": "text/html" }, body: "<title>Sign in</title>" }),
      extract: outcomeOf,
      official: "<title>Sign in</title>",
      ours: ["unexpected_response", 200],
    },
  },
  {
    name: "A success with an unexpected body: another object, errors, a list instead of a user, no count",
    official: "resolves to the body, typed as the expected result",
    ours: "rejects with a `ClerkConnectionError`: `unexpected_response`, the status",
    reason: "A program must not continue with a value that is not a user.",
    isOfficialBug: true,
    explains(difference) {
      const [, reason] = unusableResponse(difference) ?? [];
      return (
        reason !== undefined && reason !== "not JSON" && ["resolved", "unexpected"].includes(difference.official.kind)
      );
    },
    example: {
      case: getUserCase({ body: '{"errors":[{"code":"x"}]}' }),
      extract: outcomeOf,
      official: { errors: [{ code: "x" }] },
      ours: ["unexpected_response", 200],
    },
  },
  {
    name: "A success that contains far more data than 500 users, such as a user with 100,000 accounts",
    official: "resolves to the result",
    ours: "rejects with a `ClerkConnectionError`: `unexpected_response`, the status",
    reason: "A small compressed response must not exhaust the memory.",
    explains: (difference) =>
      isUnexpected(difference) && difference.ours.error.message.includes("contains more values than 500 users have"),
    example: {
      case: getUserCase({ body: `{"object":"user","id":"user_1","external_accounts":[${Array(100_000).fill("{}")}]}` }),
      extract: (outcome) => outcome.value?.externalAccounts.length ?? outcomeOf(outcome),
      official: 100_000,
      ours: ["unexpected_response", 200],
    },
  },
  {
    name: "`204 No Content`",
    official: "resolves to `undefined`",
    ours: "rejects with a `ClerkConnectionError`: `unexpected_response`, the status",
    reason: "The response contains no user.",
    isOfficialBug: true,
    explains: (difference) =>
      isUnexpected(difference) &&
      difference.run.case.response.status === 204 &&
      difference.ours.error.status === 204 &&
      difference.official.kind === "resolved" &&
      difference.official.value === undefined,
    example: {
      case: getUserCase({ status: 204 }),
      extract: outcomeOf,
      official: undefined,
      ours: ["unexpected_response", 204],
    },
  },
  {
    name: "A count without its `object`",
    official: "resolves to the parsed body",
    ours: "resolves to its `total_count`",
    reason: "`getCount` returns a number.",
    explains: ({ category, path, official, ours, responseValue, run }) =>
      category === "value" &&
      path.join() === (run.case.operation === "getCount" ? "" : "totalCount") &&
      member(responseValue, "object") === ABSENT &&
      member(responseValue, "total_count") === ours &&
      official?.total_count === ours,
    example: { case: getCountCase('{"total_count":3}'), extract: outcomeOf, official: { total_count: 3 }, ours: 3 },
  },
  {
    name: "A redirect",
    official: "follows it to any URL, with the body, and within the same origin with the key",
    ours: "rejects with a `ClerkConnectionError`: `unexpected_response`, the status",
    reason: "Metadata and the key are sent to one origin only. The Backend API does not redirect.",
    isOfficialBug: true,
    explains: (difference) =>
      isUnexpected(difference) &&
      isRedirect(difference.run.case.response) &&
      difference.ours.error.status === difference.run.case.response.status &&
      difference.ours.requests.length === 1 &&
      difference.official.requests.length === 2 &&
      difference.official.requests[1].url === difference.run.case.response.headers.location,
    example: {
      case: {
        operation: "updateUserMetadata",
        args: ["user_1", { privateMetadata: { a: 1 } }],
        response: { status: 307, headers: { location: "/elsewhere" }, redirectTarget: { body: USER } },
      },
      extract: (run) => [
        run.kind === "resolved" ? run.value.firstName : outcomeOf(run),
        ...run.requests.map(({ url, body }) => `${url} ${body}`),
      ],
      official: [
        "Ada",
        '/v1/users/user_1/metadata {"private_metadata":{"a":1}}',
        '/elsewhere {"private_metadata":{"a":1}}',
      ],
      ours: [["unexpected_response", 307], '/v1/users/user_1/metadata {"private_metadata":{"a":1}}'],
    },
  },
  {
    name: "A 3xx status that is not a redirect, such as 304",
    official: "a `ClerkAPIResponseError`",
    ours: "a `ClerkConnectionError`: `unexpected_response`, the status",
    reason: "The response is not an error of the Backend API.",
    explains: (difference) =>
      isUnexpected(difference) &&
      Math.trunc(difference.run.case.response.status / 100) === 3 &&
      !isRedirect(difference.run.case.response) &&
      difference.ours.error.status === difference.run.case.response.status &&
      (difference.official.kind === "unexpected"
        ? isExactlyJson(difference.run.case.response)
        : difference.official.kind === "apiError" &&
          difference.official.error.status === difference.run.case.response.status),
    example: {
      case: getUserCase({ status: 304 }),
      extract: ({ error }) => [error.name, error.status],
      official: ["ClerkAPIResponseError", undefined],
      ours: ["ClerkConnectionError", 304],
    },
  },
  {
    name: "No response: no network, a broken connection, a proxy that requires authentication (407)",
    official:
      "a `ClerkAPIResponseError` without a message, status and `cause`, with the code `unexpected_error` in `errors`",
    ours: "a `ClerkConnectionError`: `connection_failed`, with a message and the `cause`",
    reason:
      "A program must be able to distinguish an API error from a connection failure, and a log must show the cause.",
    isOfficialBug: true,
    explains: ({ category, official, ours, run }) =>
      category === "outcome" &&
      (run.case.response.connectionBreaks === "before the response" || errorResponseOf(run.case).status === 407) &&
      official.kind === "unexpected" &&
      official.error.message === "" &&
      official.error.cause === undefined &&
      ours.kind === "connection" &&
      ours.error.code === "connection_failed" &&
      ours.error.status === undefined &&
      ours.error.cause instanceof TypeError,
    example: {
      case: getUserCase({ connectionBreaks: "before the response" }),
      extract: (run) => [...outcomeOf(run), run.error.cause instanceof Error],
      official: [...UNEXPECTED, false],
      ours: ["connection_failed", undefined, true],
    },
  },
  {
    name: "A connection that breaks during the body",
    official: "a `ClerkAPIResponseError` without a message, status and `cause`",
    ours: "a `ClerkConnectionError`: `connection_failed`, with the status and the `cause`",
    reason: "The change may have taken effect, so a program must know that a response had started.",
    isOfficialBug: true,
    explains: ({ category, official, ours, run }) =>
      category === "outcome" &&
      run.case.response.connectionBreaks === "in the body" &&
      official.kind === "unexpected" &&
      official.error.message === "" &&
      official.error.cause === undefined &&
      ours.kind === "connection" &&
      ours.error.code === "connection_failed" &&
      ours.error.status === run.case.response.status &&
      ours.error.cause instanceof Error,
    example: {
      case: getUserCase({ connectionBreaks: "in the body", status: 200, body: USER.slice(0, 9) }),
      extract: outcomeOf,
      official: UNEXPECTED,
      ours: ["connection_failed", 200],
    },
  },
  {
    name: "An error response whose body is not JSON but whose content type is",
    official: "an error without a message and status",
    ours: "a `ClerkAPIResponseError` with the status, a message and empty `errors`",
    reason: "The status is the most useful information, and it determines whether a retry makes sense.",
    isOfficialBug: true,
    explains({ category, official, ours, run }) {
      const response = errorResponseOf(run.case);
      return (
        category === "outcome" &&
        official.kind === "unexpected" &&
        ours.kind === "apiError" &&
        isExactlyJson(response) &&
        parsedBody(response) === ABSENT &&
        ours.error.status === response.status &&
        ours.error.errors.length === 0
      );
    },
    example: {
      case: getUserCase({ status: 502, body: "upstream connect error" }),
      extract: outcomeOf,
      official: UNEXPECTED,
      ours: ["The Backend API responded with status 502 and no error details. (GET /v1/users/user_1)", 502, []],
    },
  },
];

/** A body as `fetch` decodes it. */
const decodeBody = (body) => new TextDecoder().decode(Buffer.from(body));
