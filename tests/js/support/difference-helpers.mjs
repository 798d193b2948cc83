// Helpers for the `explains` predicates of the table in differences/.
import { objectOfResult } from "./calls.mjs";
import { ABSENT, parsedBody, typeOf } from "./find-differences.mjs";

export const lastKey = ({ path }) => path.at(-1);
export const contentType = (response) => (response.headers ?? { "content-type": "application/json" })["content-type"];
/** Whether the official client parses a response as JSON. */
export const isExactlyJson = (response) => contentType(response) === "application/json";

export const isPlain = (value) => typeOf(value) === "Object";
/** Whether a value of a response is a resource of this kind. */
const isKind = (responseValue, object) =>
  isPlain(responseValue) &&
  member(responseValue, "object") === object &&
  typeof member(responseValue, "id") === "string";
export const isUser = (responseValue) => isKind(responseValue, "user");
/** The kinds of resources that a call returns, as their `object` and class. */
const CLASSES = new Map([
  ["user", "User"],
  ["organization", "Organization"],
  ["organization_membership", "OrganizationMembership"],
]);
/** The class of a value of a response, or undefined if a call returns no such value. */
export const classOf = (responseValue) => [...CLASSES].find(([object]) => isKind(responseValue, object))?.[1];

/** Whether the official client reads the resource as a deleted object or as a page of a list. */
export const isMistakenForAnother = (responseValue) =>
  classOf(responseValue) !== undefined &&
  (["data", "m2m_tokens"].some((name) => Array.isArray(member(responseValue, name))) ||
    member(responseValue, "deleted") !== ABSENT);
/** Whether the name of a class is that of a resource that a call returns. */
export const isResultClass = (name) => [...CLASSES.values()].includes(name);
export const member = (value, name) =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name) ? value[name] : ABSENT;

const NOT_A = {
  user: "not a user",
  organization: "not an organization. ",
  organization_membership: "not an organization membership",
};

/** Why a success response is not valid for this call, or undefined if it is valid. */
function whyUnusable(operation, response) {
  const body = parsedBody(response);
  if (body === ABSENT) return "not JSON";
  if (operation === "getUserList") return Array.isArray(body) && body.every(isUser) ? undefined : "not a list of users";
  // A count has only digits: no Backend API writes 1e2.
  if (operation === "getCount")
    return Number.isInteger(member(body, "total_count")) && body.total_count >= 0 && !/[0-9][eE.]/.test(response.body)
      ? undefined
      : "not a count";
  const object = objectOfResult(operation);
  return isKind(body, object) ? undefined : NOT_A[object];
}

const isSuccess = (response) => Math.trunc((response.status ?? 200) / 100) === 2;

/** The unexpected response, `[response, reason]`, if our client reports it and is right to do so. */
export function unusableResponse({ category, ours, run }) {
  const { operation, response, countResponse } = run.case;
  if (category !== "outcome" || ours.kind !== "connection" || ours.error.code !== "unexpected_response")
    return undefined;
  const responses =
    operation === "getUserList"
      ? [
          ["getUserList", response],
          ["getCount", countResponse],
        ]
      : [[operation, response]];
  for (const [responseOperation, response] of responses) {
    const reason = whyUnusable(responseOperation, response);
    if (
      reason !== undefined &&
      isSuccess(response) &&
      ours.error.status === (response.status ?? 200) &&
      ours.error.message.includes(reason)
    )
      return [response, reason];
  }
  return undefined;
}

/** The JSON value of the response that contains the user or the users of a case. */
export const parsedResponse = (run) => parsedBody(run.case.response);

/** The value at the path of an error: `publicMetadata.a["b c"][0]`. */
export function valueAt(root, path) {
  const keys = [...path.matchAll(/(?:^|\.)([A-Za-z_$][\w$]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/g)].map(
    ([, name, index, quoted]) => name ?? index ?? JSON.parse(quoted),
  );
  return keys.reduce((value, key) => {
    const object = typeof value?.toJSON === "function" ? value.toJSON(key) : value;
    return member(object, key);
  }, root);
}

/** Whether our client rejected its input without a request and the official client ended with one of `kinds`. */
export const rejectsInput = ({ category, official, ours }, code, kinds = ["resolved"]) =>
  category === "outcome" &&
  ours.kind === "input" &&
  ours.error.code === code &&
  ours.requests.length === 0 &&
  kinds.includes(official.kind);

/** The body of each request, or its URL if it has none; or the name and the message of the error. */
export const requestsOrError = ({ kind, error, requests }) =>
  kind === "resolved"
    ? requests.map(({ url, body }) => body || url)
    : [error.name, error.message || error.errors?.[0].message];
/** The same, but the code and the path of an error about input. */
export const errorPathOrRequests = ({ kind, error, requests }) =>
  kind === "input" ? [error.code, error.path] : requestsOrError({ kind, error, requests });

/** A call whose response is this error. */
export const errorCase = (body, response) => ({
  operation: "getUser",
  args: ["user_1"],
  response: { status: 422, body: JSON.stringify(body), ...response },
});
/** Whether the difference is at this path of an error. */
export const isErrorField = ({ category, path }, ...expected) =>
  category === "error" && path.join() === expected.join();
