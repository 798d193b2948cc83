// Differences in error responses. index.mjs describes a row of the table.
import { STATUS_CODES } from "node:http";
import { ABSENT, parsed, refusalOf, same } from "../support/compare.mjs";
import { isExactlyJson, isPlain, last, own } from "../support/explain.mjs";

const refused = (body, answer) => ({
  operation: "getUser",
  args: ["user_1"],
  answer: { status: 422, body: JSON.stringify(body), ...answer },
});
const is = ({ where, path }, ...expected) => where === "error" && path.join() === expected.join();
const isOfItem = ({ where, path }, ...names) =>
  where === "error" && path[0] === "errors" && path.length === 3 && names.includes(path[2]);
const isOfMeta = ({ where, path }) => where === "error" && path[0] === "errors" && path[2] === "meta";

const isText = (value) => typeof value === "string";
const wellFormed = (text) =>
  text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
const textOf = (value) => (isText(value) ? wellFormed(value) : "");

/** The expected message of our error: the first text of the errors. */
function message({ answer, body }) {
  const list = own(body, "errors");
  const texts = (Array.isArray(list) ? list : [])
    .filter(isPlain)
    .flatMap((item) => ["message", "long_message", "code"].map((name) => textOf(own(item, name))));
  return texts.find((text) => text !== "") ?? `The Backend API answered ${answer.status} and gave no reason.`;
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
  name.replace(/(?<=.)_+(.?)/gsu, (_, letter) => letter.replace(/[a-z]/, (small) => small.toUpperCase()));
const onWire = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The three date formats of HTTP. */
const DATES = [
  /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/,
  /^[A-Z][a-z]+day, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d GMT$/,
  /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/,
];
/** The date of a `Retry-After`, in milliseconds, or undefined if it is not a date. */
function dateOf(header = "") {
  return DATES.some((format) => format.test(header)) ? Date.parse(header) : undefined;
}
const retryAfter = (answer) => answer.headers?.["retry-after"];

const officialFails = (answer, body) => {
  if (!isExactlyJson(answer)) return false;
  const errors = own(body, "errors");
  if (errors === ABSENT) return false;
  return errors === null || (Array.isArray(errors) ? errors.includes(null) : errors.length > 0);
};

export const errors = [
  {
    name: "`error.message`",
    official: "the reason phrase of the status (`Unprocessable Entity`); empty over HTTP/2",
    ours: "the first text of the `errors`, else a sentence with the status",
    reason: "It is what a log shows.",
    wrong: true,
    explains: (difference) =>
      is(difference, "message") &&
      difference.official === reasonPhrase(difference.answer) &&
      difference.ours === message(difference),
    example: {
      case: refused({ errors: [{ code: "resource_not_found", message: "not found" }] }, { status: 404, reason: "" }),
      shows: ({ error }) => error.message,
      official: "",
      ours: "not found",
    },
  },
  {
    name: "The entries of `errors`",
    official: "instances of `ClerkAPIError`, a class that it does not export",
    ours: "plain objects of the same fields",
    reason: "They hold data only.",
    explains: ({ where, path, official, ours }) =>
      where === "class" && path[0] === "errors" && official === "ClerkAPIError" && ours === "Object",
    example: {
      case: refused({ errors: [{ code: "a", message: "b" }] }),
      shows: ({
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
    official: "not there",
    ours: "how many attempts were made",
    reason: "The official client makes one.",
    explains: (difference) => is(difference, "attempts") && difference.official === ABSENT && difference.ours === 1,
    example: { case: refused({ errors: [] }), shows: ({ error }) => error.attempts, official: undefined, ours: 1 },
  },
  {
    name: "`longMessage`, `docsUrl` and `cause` of an error itself",
    official: "properties that are always `undefined`",
    ours: "not there",
    reason: "A log does not show what says nothing. Reading one gives `undefined` from both.",
    explains: (difference) =>
      ["longMessage", "docsUrl", "cause"].some((name) => is(difference, name)) &&
      difference.official === undefined &&
      difference.ours === ABSENT,
    example: {
      case: refused({ errors: [] }),
      shows: ({ error }) => [Object.hasOwn(error, "docsUrl"), error.docsUrl],
      official: [true, undefined],
      ours: [false, undefined],
    },
  },
  {
    name: "The errors of a refusal whose content type is not exactly `application/json`",
    official: "`errors: []`",
    ours: "the errors",
    reason: "JSON is what parses.",
    wrong: true,
    explains: (difference) =>
      is(difference, "errors") &&
      !isExactlyJson(difference.answer) &&
      difference.official.length === 0 &&
      Array.isArray(difference.wire) &&
      difference.ours.length === difference.wire.filter(isPlain).length,
    example: {
      case: refused(
        { errors: [{ code: "a", message: "b" }] },
        { headers: { "content-type": "application/json; charset=utf-8" } },
      ),
      shows: ({ error }) => error.errors,
      official: [],
      ours: [{ code: "a", message: "b", longMessage: undefined, meta: {} }],
    },
  },
  {
    name: "The `clerk_trace_id` of a refusal whose content type is not exactly `application/json`",
    official: "is not read",
    ours: "`clerkTraceId`",
    reason: "JSON is what parses.",
    wrong: true,
    explains: (difference) =>
      is(difference, "clerkTraceId") &&
      !isExactlyJson(difference.answer) &&
      difference.official === (difference.answer.headers?.["cf-ray"] ?? "") &&
      isText(own(difference.body, "clerk_trace_id")) &&
      difference.ours === wellFormed(difference.body.clerk_trace_id),
    example: {
      case: refused({ errors: [], clerk_trace_id: "trace" }, { headers: { "content-type": "Application/JSON" } }),
      shows: ({ error }) => error.clerkTraceId,
      official: "",
      ours: "trace",
    },
  },
  {
    name: "`clerkTraceId` where the answer has none",
    official: '`""`',
    ours: "`undefined`",
    reason: "The declared type says that it may be missing.",
    explains: (difference) =>
      is(difference, "clerkTraceId") &&
      difference.official === "" &&
      difference.ours === undefined &&
      !isText(own(difference.body, "clerk_trace_id")) &&
      difference.answer.headers?.["cf-ray"] === undefined,
    example: { case: refused({ errors: [] }), shows: ({ error }) => error.clerkTraceId, official: "", ours: undefined },
  },
  {
    name: "Keys of `meta` that the answer does not have",
    official: "`undefined`, each of the sixteen that it knows",
    ours: "not there",
    reason: "`Object.keys(error.errors[0].meta)` says what came. Reading one gives `undefined` from both.",
    explains: (difference) =>
      isOfMeta(difference) &&
      difference.official === undefined &&
      difference.ours === ABSENT &&
      META.includes(last(difference)) &&
      own(difference.wire, onWire(last(difference))) === ABSENT,
    example: {
      case: refused({ errors: [{ code: "a", message: "b" }] }),
      shows: ({ error }) => ["paramName" in error.errors[0].meta, error.errors[0].meta.paramName],
      official: [true, undefined],
      ours: [false, undefined],
    },
  },
  {
    name: "Keys of `meta` that the official client does not know",
    official: "are dropped",
    ours: "are kept, in camelCase",
    reason: "They were sent to be read.",
    wrong: true,
    explains(difference) {
      if (!isOfMeta(difference) || difference.official !== ABSENT || !isPlain(difference.wire)) return false;
      const sent = Object.keys(difference.wire).filter(
        (name) => !META.includes(camelCase(name)) && camelCase(name) === last(difference),
      );
      return sent.some((name) => same(difference.ours, difference.wire[name]));
    },
    example: {
      case: refused({ errors: [{ code: "a", message: "b", meta: { retry_after_ms: 5 } }] }),
      shows: ({ error }) => error.errors[0].meta.retryAfterMs,
      official: undefined,
      ours: 5,
    },
  },
  {
    name: "`code` or `message` of an error that is missing or no string",
    official: "as it is",
    ours: '`""`',
    reason: "The declared type is a string.",
    wrong: true,
    explains: (difference) =>
      isOfItem(difference, "code", "message") &&
      !isText(difference.wire) &&
      same(difference.official, difference.wire === ABSENT ? undefined : difference.wire) &&
      difference.ours === "",
    example: {
      case: refused({ errors: [{ code: 7 }] }),
      shows: ({
        error: {
          errors: [{ code, message }],
        },
      }) => [code, message],
      official: [7, undefined],
      ours: ["", ""],
    },
  },
  {
    name: "`long_message` of an error that is no string",
    official: "as it is",
    ours: "`undefined`",
    reason: "The declared type is a string or `undefined`.",
    wrong: true,
    explains: (difference) =>
      isOfItem(difference, "longMessage") &&
      difference.wire !== ABSENT &&
      !isText(difference.wire) &&
      same(difference.official, difference.wire) &&
      difference.ours === undefined,
    example: {
      case: refused({ errors: [{ code: "a", message: "b", long_message: null }] }),
      shows: ({ error }) => error.errors[0].longMessage,
      official: null,
      ours: undefined,
    },
  },
  {
    name: "Half a surrogate pair in a text of an error",
    official: "stays",
    ours: "becomes U+FFFD",
    reason: "The core holds its texts in UTF-8, which has no words for it. In metadata it stays.",
    explains: (difference) =>
      (isOfItem(difference, "code", "message", "longMessage") ||
        (is(difference, "clerkTraceId") && isExactlyJson(difference.answer))) &&
      isText(difference.official) &&
      difference.official !== wellFormed(difference.official) &&
      difference.ours === wellFormed(difference.official),
    example: {
      case: refused({ errors: [{ code: "a", message: "b\ud83d" }] }),
      shows: ({ error }) => error.errors[0].message,
      official: "b\ud83d",
      ours: "b\ufffd",
    },
  },
  {
    name: "A text, a number, a list among the `errors`",
    official: "an error with `undefined` in each field",
    ours: "is left out",
    reason: "It is no error.",
    wrong: true,
    explains: (difference) =>
      is(difference, "errors") &&
      isExactlyJson(difference.answer) &&
      Array.isArray(difference.wire) &&
      difference.official.length === difference.wire.length &&
      difference.ours.length === difference.wire.filter(isPlain).length,
    example: {
      case: refused({ errors: ["x", { code: "a", message: "b" }] }),
      shows: ({ error }) => error.errors.map(({ code }) => code),
      official: [undefined, "a"],
      ours: ["a"],
    },
  },
  {
    name: "More than 100 errors, or more than 640 KB of them",
    official: "all of them",
    ours: "the first 100, up to 640 KB",
    reason: "A small compressed response must not fill the memory.",
    explains: (difference) =>
      is(difference, "errors") &&
      isExactlyJson(difference.answer) &&
      Array.isArray(difference.wire) &&
      difference.wire.filter(isPlain).length > 100 &&
      difference.official.length === difference.wire.length &&
      difference.ours.length === 100,
    example: {
      case: refused({ errors: Array(101).fill({ code: "a", message: "b" }) }),
      shows: ({ error }) => error.errors.length,
      official: 101,
      ours: 100,
    },
  },
  {
    name: "`errors` that is `null` or a text, or holds `null`",
    official: "an error without message and status",
    ours: "a `ClerkAPIResponseError` with the status and what errors there are",
    reason: "The status says the most, and what may be tried again.",
    wrong: true,
    explains({ where, official, ours, run }) {
      const refusal = refusalOf(run.case);
      return (
        where === "outcome" &&
        official.kind === "unexpected" &&
        ours.kind === "refused" &&
        officialFails(refusal, parsed(refusal)) &&
        ours.error.status === refusal.status &&
        ours.error.message === message({ answer: refusal, body: parsed(refusal) })
      );
    },
    example: {
      case: refused({ errors: [null, { code: "a", message: "b" }] }),
      shows: ({ error }) => [error.message, error.status, error.errors.map(({ code }) => code)],
      official: ["", undefined, ["unexpected_error"]],
      ours: ["b", 422, ["a"]],
    },
  },
  {
    name: "`Retry-After` as a date, in any of the three formats of HTTP",
    official: "`undefined`",
    ours: "seconds from the `Date` of the response, or from now if it has none",
    reason: "HTTP allows both forms.",
    wrong: true,
    explains: (difference) =>
      is(difference, "retryAfter") &&
      difference.official === undefined &&
      difference.ours === 0 &&
      dateOf(retryAfter(difference.answer)) < Date.now(),
    example: {
      case: refused({ errors: [] }, { status: 429, headers: { "retry-after": "Sun, 06 Nov 1994 08:49:37 GMT" } }),
      shows: ({ error }) => error.retryAfter,
      official: undefined,
      ours: 0,
    },
  },
  {
    name: "`Retry-After` that is no whole number and no date, such as `-1`, `1.5`, `10s`",
    official: "what `parseInt` makes of it, also a negative number",
    ours: "`undefined`",
    reason: "It says nothing.",
    wrong: true,
    explains(difference) {
      if (!is(difference, "retryAfter")) return false;
      const header = retryAfter(difference.answer);
      return (
        header !== undefined &&
        !/^\d+$/.test(header) &&
        dateOf(header) === undefined &&
        difference.official === parseInt(header, 10) &&
        difference.ours === undefined
      );
    },
    example: {
      case: refused({ errors: [] }, { status: 429, headers: { "retry-after": "-1" } }),
      shows: ({ error }) => error.retryAfter,
      official: -1,
      ours: undefined,
    },
  },
  {
    name: "`Retry-After` of more than 4294967295 seconds",
    official: "the number",
    ours: "4294967295",
    reason: "136 years are as good as for ever.",
    explains: (difference) =>
      is(difference, "retryAfter") &&
      /^\d+$/.test(retryAfter(difference.answer)) &&
      difference.official === Number(retryAfter(difference.answer)) &&
      difference.official > 4294967295 &&
      difference.ours === 4294967295,
    example: {
      case: refused({ errors: [] }, { status: 429, headers: { "retry-after": "4294967296" } }),
      shows: ({ error }) => error.retryAfter,
      official: 4294967296,
      ours: 4294967295,
    },
  },
];
