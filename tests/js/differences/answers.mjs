// Differences in how a whole response is read. index.mjs describes a row of the table.
import { ABSENT, parsed, refusalOf, typeOf } from "../support/compare.mjs";
import { isExactlyJson, own, unusableAnswer } from "../support/explain.mjs";

const USER = '{"object":"user","id":"user_1","first_name":"Ada"}';
const answered = (answer) => ({ operation: "getUser", args: ["user_1"], answer });
const counted = (body) => ({ operation: "getCount", args: [], answer: { body } });
const ended = ({ kind, value, error }) => {
  if (kind === "resolved") return value;
  return error.name === "ClerkConnectionError"
    ? [error.code, error.status]
    : [error.message, error.status, error.errors.map(({ code }) => code)];
};
const UNEXPECTED = ["", undefined, ["unexpected_error"]];

const isRedirect = (answer) =>
  [301, 302, 303, 307, 308].includes(answer.status) && answer.headers?.location !== undefined;
const isUnexpected = ({ where, ours }) =>
  where === "outcome" && ours.kind === "connection" && ours.error.code === "unexpected_response";

export const answers = [
  {
    name: "A success whose content type is not exactly `application/json`: with a charset, in other casing, none",
    official: "resolves to the text of the answer, a string",
    ours: "reads it: JSON is what parses",
    reason: "A proxy may write the header in any of these ways.",
    wrong: true,
    explains({ where, path, official, ours, run }) {
      const { operation, answer, count } = run.case;
      const at = path.join();
      const of = operation === "getUserList" ? { data: answer, totalCount: count }[at] : { "": answer }[at];
      return (
        where === "value" &&
        of !== undefined &&
        !isExactlyJson(of) &&
        official === decoded(of.body) &&
        ["User", "Array", "number"].includes(typeOf(ours))
      );
    },
    example: {
      case: answered({ headers: { "content-type": "application/json; charset=utf-8" }, body: USER }),
      shows: ({ value }) => (typeof value === "string" ? value : value.firstName),
      official: USER,
      ours: "Ada",
    },
  },
  {
    name: "A success whose body is no JSON, such as the page of a proxy",
    official: "resolves to a string, or rejects with an error without message and status",
    ours: "rejects with a `ClerkConnectionError`: `unexpected_response`, the status",
    reason: "There is no user in it.",
    wrong: true,
    explains(difference) {
      const [answer, reason] = unusableAnswer(difference) ?? [];
      return (
        reason === "not JSON" &&
        answer.status !== 204 &&
        (difference.official.kind === "unexpected" || difference.official.kind === "resolved")
      );
    },
    example: {
      case: answered({ headers: { "content-type": "text/html" }, body: "<title>Sign in</title>" }),
      shows: ended,
      official: "<title>Sign in</title>",
      ours: ["unexpected_response", 200],
    },
  },
  {
    name: "A success that holds something else: another object, errors, a list for a user, no count",
    official: "resolves to it, typed as what was asked for",
    ours: "rejects with a `ClerkConnectionError`: `unexpected_response`, the status",
    reason: "A program must not go on with what is no user.",
    wrong: true,
    explains(difference) {
      const [, reason] = unusableAnswer(difference) ?? [];
      return (
        ["holds no user", "no list of users", "no count"].includes(reason) &&
        ["resolved", "unexpected"].includes(difference.official.kind)
      );
    },
    example: {
      case: answered({ body: '{"errors":[{"code":"x"}]}' }),
      shows: ended,
      official: { errors: [{ code: "x" }] },
      ours: ["unexpected_response", 200],
    },
  },
  {
    name: "A success that holds far more than 500 users do, such as a user with 100,000 accounts",
    official: "resolves to it",
    ours: "rejects with a `ClerkConnectionError`: `unexpected_response`, the status",
    reason: "A small compressed response must not fill the memory.",
    explains: (difference) =>
      isUnexpected(difference) && difference.ours.error.message.includes("holds more than 500 users do"),
    example: {
      case: answered({ body: `{"object":"user","id":"user_1","external_accounts":[${Array(100_000).fill("{}")}]}` }),
      shows: (outcome) => outcome.value?.externalAccounts.length ?? ended(outcome),
      official: 100_000,
      ours: ["unexpected_response", 200],
    },
  },
  {
    name: "`204 No Content`",
    official: "resolves to `undefined`",
    ours: "rejects with a `ClerkConnectionError`: `unexpected_response`, the status",
    reason: "There is no user in it.",
    wrong: true,
    explains: (difference) =>
      isUnexpected(difference) &&
      difference.run.case.answer.status === 204 &&
      difference.ours.error.status === 204 &&
      difference.official.kind === "resolved" &&
      difference.official.value === undefined,
    example: { case: answered({ status: 204 }), shows: ended, official: undefined, ours: ["unexpected_response", 204] },
  },
  {
    name: "A count without its `object`",
    official: "resolves to the object of the answer",
    ours: "its `total_count`",
    reason: "It is what was asked for.",
    explains: ({ where, path, official, ours, wire, run }) =>
      where === "value" &&
      path.join() === (run.case.operation === "getCount" ? "" : "totalCount") &&
      own(wire, "object") === ABSENT &&
      own(wire, "total_count") === ours &&
      official?.total_count === ours,
    example: { case: counted('{"total_count":3}'), shows: ended, official: { total_count: 3 }, ours: 3 },
  },
  {
    name: "A redirect",
    official: "is followed, with the body, wherever it leads; from the same origin with the key",
    ours: "rejects with a `ClerkConnectionError`: `unexpected_response`, the status",
    reason: "Metadata and key go to one origin. The Backend API redirects nowhere.",
    wrong: true,
    explains: (difference) =>
      isUnexpected(difference) &&
      isRedirect(difference.run.case.answer) &&
      difference.ours.error.status === difference.run.case.answer.status &&
      difference.ours.requests.length === 1 &&
      difference.official.requests.length === 2 &&
      difference.official.requests[1].url === difference.run.case.answer.headers.location,
    example: {
      case: {
        operation: "updateUserMetadata",
        args: ["user_1", { privateMetadata: { a: 1 } }],
        answer: { status: 307, headers: { location: "/elsewhere" }, elsewhere: { body: USER } },
      },
      shows: (run) => [
        run.kind === "resolved" ? run.value.firstName : ended(run),
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
    name: "A status 3xx that leads nowhere",
    official: "a `ClerkAPIResponseError`",
    ours: "a `ClerkConnectionError`: `unexpected_response`, the status",
    reason: "The Backend API did not refuse; something else answered.",
    explains: (difference) =>
      isUnexpected(difference) &&
      Math.trunc(difference.run.case.answer.status / 100) === 3 &&
      !isRedirect(difference.run.case.answer) &&
      difference.ours.error.status === difference.run.case.answer.status &&
      (difference.official.kind === "unexpected"
        ? isExactlyJson(difference.run.case.answer)
        : difference.official.kind === "refused" &&
          difference.official.error.status === difference.run.case.answer.status),
    example: {
      case: answered({ status: 304 }),
      shows: ({ error }) => [error.name, error.status],
      official: ["ClerkAPIResponseError", undefined],
      ours: ["ClerkConnectionError", 304],
    },
  },
  {
    name: "No answer: no network, a broken connection, a proxy that wants a password (407)",
    official: "a `ClerkAPIResponseError` without message, status and `cause`, its `errors` say `unexpected_error`",
    ours: "a `ClerkConnectionError`: `connection_failed`, with a message and the `cause`",
    reason: "A program has to tell a refusal from a failure, and a log why.",
    wrong: true,
    explains: ({ where, official, ours, run }) =>
      where === "outcome" &&
      (run.case.answer.breaks === "at once" || refusalOf(run.case).status === 407) &&
      official.kind === "unexpected" &&
      official.error.message === "" &&
      official.error.cause === undefined &&
      ours.kind === "connection" &&
      ours.error.code === "connection_failed" &&
      ours.error.status === undefined &&
      ours.error.cause instanceof TypeError,
    example: {
      case: answered({ breaks: "at once" }),
      shows: (run) => [...ended(run), run.error.cause instanceof Error],
      official: [...UNEXPECTED, false],
      ours: ["connection_failed", undefined, true],
    },
  },
  {
    name: "An answer that breaks off",
    official: "a `ClerkAPIResponseError` without message, status and `cause`",
    ours: "a `ClerkConnectionError`: `connection_failed`, with the status and the `cause`",
    reason: "The change may have been made: a program has to know that an answer had begun.",
    wrong: true,
    explains: ({ where, official, ours, run }) =>
      where === "outcome" &&
      run.case.answer.breaks === "in the body" &&
      official.kind === "unexpected" &&
      official.error.message === "" &&
      official.error.cause === undefined &&
      ours.kind === "connection" &&
      ours.error.code === "connection_failed" &&
      ours.error.status === run.case.answer.status &&
      ours.error.cause instanceof Error,
    example: {
      case: answered({ breaks: "in the body", status: 200, body: USER.slice(0, 9) }),
      shows: ended,
      official: UNEXPECTED,
      ours: ["connection_failed", 200],
    },
  },
  {
    name: "A refusal whose body is no JSON, with the content type of JSON",
    official: "an error without message and status",
    ours: "a `ClerkAPIResponseError` with the status, a message, no `errors`",
    reason: "The status says the most, and what may be tried again.",
    wrong: true,
    explains({ where, official, ours, run }) {
      const answer = refusalOf(run.case);
      return (
        where === "outcome" &&
        official.kind === "unexpected" &&
        ours.kind === "refused" &&
        isExactlyJson(answer) &&
        parsed(answer) === ABSENT &&
        ours.error.status === answer.status &&
        ours.error.errors.length === 0
      );
    },
    example: {
      case: answered({ status: 502, body: "upstream connect error" }),
      shows: ended,
      official: UNEXPECTED,
      ours: ["The Backend API answered 502 and gave no reason.", 502, []],
    },
  },
];

/** A body as `fetch` decodes it. */
const decoded = (body) => new TextDecoder().decode(Buffer.from(body));
