// Differences in error responses. index.mjs describes a row of the table.
import { STATUS_CODES } from "node:http";
import { ABSENT, parsedBody, errorResponseOf, isSameData } from "../support/find-differences.mjs";
import { errorCase, isErrorField, isExactlyJson, isPlain, lastKey, member } from "../support/difference-helpers.mjs";

const isItemField = ({ category, path }, ...names) =>
  category === "error" && path[0] === "errors" && path.length === 3 && names.includes(path[2]);
const isMetaField = ({ category, path }) => category === "error" && path[0] === "errors" && path[2] === "meta";

const isString = (value) => typeof value === "string";
const wellFormed = (text) =>
  text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
const stringOrEmpty = (value) => (isString(value) ? wellFormed(value) : "");

/** The requests of our client, as its errors contain them. */
const requestsOf = ({ ours }) =>
  ours.requests.map(({ method, url }) => ({ method, path: url.replace(/^\w+:\/\/[^/]*|\?.*/g, "") }));

/** The longest text of an error of the response. */
function textOf(item) {
  const [message, longMessage, code] = ["message", "long_message", "code"].map((name) =>
    stringOrEmpty(member(item, name)),
  );
  const isLonger = Buffer.byteLength(longMessage) > Buffer.byteLength(message);
  return (isLonger ? longMessage : message) || code;
}

/** Whether a message is the expected one: the first text of the errors, then a request of the call. */
function isExpectedMessage(message, { response, body, run }) {
  const list = member(body, "errors");
  const texts = (Array.isArray(list) ? list : []).filter(isPlain).map(textOf);
  const text =
    texts.find((text) => text !== "") ??
    `The Backend API responded with status ${response.status} and no error details.`;
  return requestsOf(run).some(({ method, path }) => message === `${text} (${method} ${path})`);
}
const reasonPhrase = ({ reason, status }) => reason ?? STATUS_CODES[status] ?? "unknown";

const META = [
  "paramName",
  "sessionId",
  "emailAddresses",
  "identifiers",
  "zxcvbn",
  "plan",
  "isPlanUpgradePossible",
  "seatsQuantityToAdd",
  "seatsQuantity",
  "traceId",
  "kind",
  "title",
  "description",
  "linkUrl",
  "linkText",
  "data",
];
const camelCase = (name) =>
  name.replace(/(?<=.)_+(.?)/gsu, (_, letter) =>
    letter.replace(/[a-z]/, (lowerCaseLetter) => lowerCaseLetter.toUpperCase()),
  );
const snakeCase = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const officialClientFails = (response, body) => {
  if (!isExactlyJson(response)) return false;
  const errors = member(body, "errors");
  if (errors === ABSENT) return false;
  return errors === null || (Array.isArray(errors) ? errors.includes(null) : errors.length > 0);
};

export const errors = [
  {
    name: "`error.message`",
    official: "the reason phrase of the status (`Unprocessable Entity`); empty over HTTP/2",
    ours: "the longest text of the first of the `errors`, or a sentence with the status; then the method and the path",
    reason: "Logs show the message. For the same reason, `JSON.stringify(error)` contains it.",
    isOfficialBug: true,
    explains: (difference) =>
      isErrorField(difference, "message") &&
      difference.official === reasonPhrase(difference.response) &&
      isExpectedMessage(difference.ours, difference),
    example: {
      case: errorCase(
        {
          errors: [
            {
              code: "resource_not_found",
              message: "not found",
              long_message: "No user was found with id user_1",
            },
          ],
        },
        { status: 404, reason: "" },
      ),
      extract: ({ error }) => error.message,
      official: "",
      ours: "No user was found with id user_1 (GET /v1/users/user_1)",
    },
  },
  {
    name: "The entries of `errors`",
    official: "instances of `ClerkAPIError`, which is not exported",
    ours: "plain objects with the same fields",
    reason: "They contain only data.",
    explains: ({ category, path, official, ours }) =>
      category === "class" && path[0] === "errors" && official === "ClerkAPIError" && ours === "Object",
    example: {
      case: errorCase({ errors: [{ code: "a", message: "b" }] }),
      extract: ({
        error: {
          errors: [item],
        },
      }) => [item.constructor.name, item.code, item.message],
      official: ["ClerkAPIError", "a", "b"],
      ours: ["Object", "a", "b"],
    },
  },
  {
    name: "`attempts` of an error",
    official: "missing",
    ours: "the number of attempts",
    reason: "The official client makes only one attempt.",
    explains: (difference) =>
      isErrorField(difference, "attempts") && difference.official === ABSENT && difference.ours === 1,
    example: { case: errorCase({ errors: [] }), extract: ({ error }) => error.attempts, official: undefined, ours: 1 },
  },
  {
    name: "`request` of an error",
    official: "missing",
    ours: "the method and the path of the request, without the query string",
    reason: "A log shows which call failed. The body and the query string may contain personal data.",
    explains: (difference) =>
      isErrorField(difference, "request") &&
      difference.official === ABSENT &&
      requestsOf(difference.run).some((request) => isSameData(request, difference.ours)),
    example: {
      case: errorCase({ errors: [] }),
      extract: ({ error }) => error.request,
      official: undefined,
      ours: { method: "GET", path: "/v1/users/user_1" },
    },
  },
  {
    name: "`longMessage`, `docsUrl` and `cause` of an error itself",
    official: "properties that are always `undefined`",
    ours: "missing",
    reason: "A log should not show empty properties. Reading one returns `undefined` in both clients.",
    explains: (difference) =>
      ["longMessage", "docsUrl", "cause"].some((name) => isErrorField(difference, name)) &&
      difference.official === undefined &&
      difference.ours === ABSENT,
    example: {
      case: errorCase({ errors: [] }),
      extract: ({ error }) => [Object.hasOwn(error, "docsUrl"), error.docsUrl],
      official: [true, undefined],
      ours: [false, undefined],
    },
  },
  {
    name: "The `errors` of an error response whose content type is not exactly `application/json`",
    official: "`errors: []`",
    ours: "the errors",
    reason: "The body is JSON if it parses as JSON.",
    isOfficialBug: true,
    explains: (difference) =>
      isErrorField(difference, "errors") &&
      !isExactlyJson(difference.response) &&
      difference.official.length === 0 &&
      Array.isArray(difference.responseValue) &&
      difference.ours.length === difference.responseValue.filter(isPlain).length,
    example: {
      case: errorCase(
        { errors: [{ code: "a", message: "b" }] },
        { headers: { "content-type": "application/json; charset=utf-8" } },
      ),
      extract: ({ error }) => error.errors,
      official: [],
      ours: [{ code: "a", message: "b", longMessage: undefined, meta: {} }],
    },
  },
  {
    name: "The `clerk_trace_id` of an error response whose content type is not exactly `application/json`",
    official: "ignores it",
    ours: "`clerkTraceId`",
    reason: "The body is JSON if it parses as JSON.",
    isOfficialBug: true,
    explains: (difference) =>
      isErrorField(difference, "clerkTraceId") &&
      !isExactlyJson(difference.response) &&
      difference.official === (difference.response.headers?.["cf-ray"] ?? "") &&
      isString(member(difference.body, "clerk_trace_id")) &&
      difference.ours === wellFormed(difference.body.clerk_trace_id),
    example: {
      case: errorCase({ errors: [], clerk_trace_id: "trace" }, { headers: { "content-type": "Application/JSON" } }),
      extract: ({ error }) => error.clerkTraceId,
      official: "",
      ours: "trace",
    },
  },
  {
    name: "`clerkTraceId` if the response has no trace ID",
    official: '`""`',
    ours: "`undefined`",
    reason: "The declared type says that it may be missing.",
    explains: (difference) =>
      isErrorField(difference, "clerkTraceId") &&
      difference.official === "" &&
      difference.ours === undefined &&
      !isString(member(difference.body, "clerk_trace_id")) &&
      difference.response.headers?.["cf-ray"] === undefined,
    example: {
      case: errorCase({ errors: [] }),
      extract: ({ error }) => error.clerkTraceId,
      official: "",
      ours: undefined,
    },
  },
  {
    name: "Keys of `meta` that the response does not have",
    official: "`undefined` for each of the sixteen known keys",
    ours: "missing",
    reason:
      "`Object.keys(error.errors[0].meta)` lists the received keys. Reading another key returns `undefined` in both clients.",
    explains: (difference) =>
      isMetaField(difference) &&
      difference.official === undefined &&
      difference.ours === ABSENT &&
      META.includes(lastKey(difference)) &&
      member(difference.responseValue, snakeCase(lastKey(difference))) === ABSENT,
    example: {
      case: errorCase({ errors: [{ code: "a", message: "b" }] }),
      extract: ({ error }) => ["paramName" in error.errors[0].meta, error.errors[0].meta.paramName],
      official: [true, undefined],
      ours: [false, undefined],
    },
  },
  {
    name: "Keys of `meta` that the official client does not know",
    official: "drops them",
    ours: "keeps them, in camelCase",
    reason: "The Backend API sends them for the program to read.",
    isOfficialBug: true,
    explains(difference) {
      if (!isMetaField(difference) || difference.official !== ABSENT || !isPlain(difference.responseValue))
        return false;
      const keysOfMeta = Object.keys(difference.responseValue).filter(
        (name) => !META.includes(camelCase(name)) && camelCase(name) === lastKey(difference),
      );
      return keysOfMeta.some((name) => isSameData(difference.ours, difference.responseValue[name]));
    },
    example: {
      case: errorCase({ errors: [{ code: "a", message: "b", meta: { retry_after_ms: 5 } }] }),
      extract: ({ error }) => error.errors[0].meta.retryAfterMs,
      official: undefined,
      ours: 5,
    },
  },
  {
    name: "A `code` or `message` of an error that is missing or not a string",
    official: "returns it unchanged",
    ours: '`""`',
    reason: "The declared type is a string.",
    isOfficialBug: true,
    explains: (difference) =>
      isItemField(difference, "code", "message") &&
      !isString(difference.responseValue) &&
      isSameData(difference.official, difference.responseValue === ABSENT ? undefined : difference.responseValue) &&
      difference.ours === "",
    example: {
      case: errorCase({ errors: [{ code: 7 }] }),
      extract: ({
        error: {
          errors: [{ code, message }],
        },
      }) => [code, message],
      official: [7, undefined],
      ours: ["", ""],
    },
  },
  {
    name: "A `long_message` of an error that is not a string",
    official: "returns it unchanged",
    ours: "`undefined`",
    reason: "The declared type is a string or `undefined`.",
    isOfficialBug: true,
    explains: (difference) =>
      isItemField(difference, "longMessage") &&
      difference.responseValue !== ABSENT &&
      !isString(difference.responseValue) &&
      isSameData(difference.official, difference.responseValue) &&
      difference.ours === undefined,
    example: {
      case: errorCase({ errors: [{ code: "a", message: "b", long_message: null }] }),
      extract: ({ error }) => error.errors[0].longMessage,
      official: null,
      ours: undefined,
    },
  },
  {
    name: "A lone surrogate in a string of an error",
    official: "keeps it",
    ours: "replaces it with U+FFFD",
    reason: "The core stores strings as UTF-8, which cannot represent it. In metadata it is kept.",
    explains: (difference) =>
      (isItemField(difference, "code", "message", "longMessage") ||
        (isErrorField(difference, "clerkTraceId") && isExactlyJson(difference.response))) &&
      isString(difference.official) &&
      difference.official !== wellFormed(difference.official) &&
      difference.ours === wellFormed(difference.official),
    example: {
      case: errorCase({ errors: [{ code: "a", message: "b\ud83d" }] }),
      extract: ({ error }) => error.errors[0].message,
      official: "b\ud83d",
      ours: "b\ufffd",
    },
  },
  {
    name: "A string, number or array in `errors`",
    official: "an error with `undefined` in each field",
    ours: "omits it",
    reason: "The value is not an error.",
    isOfficialBug: true,
    explains: (difference) =>
      isErrorField(difference, "errors") &&
      isExactlyJson(difference.response) &&
      Array.isArray(difference.responseValue) &&
      difference.official.length === difference.responseValue.length &&
      difference.ours.length === difference.responseValue.filter(isPlain).length,
    example: {
      case: errorCase({ errors: ["x", { code: "a", message: "b" }] }),
      extract: ({ error }) => error.errors.map(({ code }) => code),
      official: [undefined, "a"],
      ours: ["a"],
    },
  },
  {
    name: "More than 100 errors, or more than 640 KB of them",
    official: "all of them",
    ours: "the first 100, up to 640 KB",
    reason: "A small compressed response must not exhaust the memory.",
    explains: (difference) =>
      isErrorField(difference, "errors") &&
      isExactlyJson(difference.response) &&
      Array.isArray(difference.responseValue) &&
      difference.responseValue.filter(isPlain).length > 100 &&
      difference.official.length === difference.responseValue.length &&
      difference.ours.length === 100,
    example: {
      case: errorCase({ errors: Array(101).fill({ code: "a", message: "b" }) }),
      extract: ({ error }) => error.errors.length,
      official: 101,
      ours: 100,
    },
  },
  {
    name: "`errors` that is `null` or a string, or contains `null`",
    official: "an error without a message and status",
    ours: "a `ClerkAPIResponseError` with the status and the valid errors",
    reason: "The status is the most useful information, and it determines whether a retry makes sense.",
    isOfficialBug: true,
    explains({ category, official, ours, run }) {
      const errorResponse = errorResponseOf(run.case);
      return (
        category === "outcome" &&
        official.kind === "unexpected" &&
        ours.kind === "apiError" &&
        officialClientFails(errorResponse, parsedBody(errorResponse)) &&
        ours.error.status === errorResponse.status &&
        isExpectedMessage(ours.error.message, { response: errorResponse, body: parsedBody(errorResponse), run })
      );
    },
    example: {
      case: errorCase({ errors: [null, { code: "a", message: "b" }] }),
      extract: ({ error }) => [error.message, error.status, error.errors.map(({ code }) => code)],
      official: ["", undefined, ["unexpected_error"]],
      ours: ["b (GET /v1/users/user_1)", 422, ["a"]],
    },
  },
];
