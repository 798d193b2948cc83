// Helpers for the `explains` predicates of the table in differences/.
import { ABSENT, parsed, typeOf } from "./compare.mjs";

export const last = ({ path }) => path.at(-1);
export const contentType = (answer) => (answer.headers ?? { "content-type": "application/json" })["content-type"];
/** Whether the official client parses a response as JSON. */
export const isExactlyJson = (answer) => contentType(answer) === "application/json";

export const isPlain = (value) => typeOf(value) === "Object";
export const isUser = (wire) => isPlain(wire) && own(wire, "object") === "user" && typeof own(wire, "id") === "string";
export const own = (value, name) =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name) ? value[name] : ABSENT;

/** Why a success response is not valid for this call, or undefined if it is valid. */
function unusable(operation, answer) {
  const body = parsed(answer);
  if (body === ABSENT) return "not JSON";
  if (operation === "getUserList") return Array.isArray(body) && body.every(isUser) ? undefined : "no list of users";
  // A count has only digits: no Backend API writes 1e2.
  if (operation === "getCount")
    return Number.isInteger(own(body, "total_count")) && body.total_count >= 0 && !/[0-9][eE.]/.test(answer.body)
      ? undefined
      : "no count";
  return isUser(body) ? undefined : "holds no user";
}

const isSuccess = (answer) => Math.trunc((answer.status ?? 200) / 100) === 2;

/** The unexpected response, `[response, reason]`, if our client reports it and is right to do so. */
export function unusableAnswer({ where, ours, run }) {
  const { operation, answer, count } = run.case;
  if (where !== "outcome" || ours.kind !== "connection" || ours.error.code !== "unexpected_response") return undefined;
  const parts =
    operation === "getUserList"
      ? [
          ["getUserList", answer],
          ["getCount", count],
        ]
      : [[operation, answer]];
  for (const [part, answer] of parts) {
    const reason = unusable(part, answer);
    if (
      reason !== undefined &&
      isSuccess(answer) &&
      ours.error.status === (answer.status ?? 200) &&
      ours.error.message.includes(reason)
    )
      return [answer, reason];
  }
  return undefined;
}

/** The JSON value of the response that contains the user or the users of a case. */
export const wireOf = (run) => parsed(run.case.answer);

/** The value at the path of an error: `publicMetadata.a["b c"][0]`. */
export function valueAt(root, path) {
  const keys = [...path.matchAll(/(?:^|\.)([A-Za-z_$][\w$]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/g)].map(
    ([, name, index, quoted]) => name ?? index ?? JSON.parse(quoted),
  );
  return keys.reduce((value, key) => {
    const object = typeof value?.toJSON === "function" ? value.toJSON(key) : value;
    return own(object, key);
  }, root);
}

/** Whether our client rejected its input without a request and the official client ended with one of `kinds`. */
export const refusesInput = ({ where, official, ours }, code, kinds = ["resolved"]) =>
  where === "outcome" &&
  ours.kind === "input" &&
  ours.error.code === code &&
  ours.requests.length === 0 &&
  kinds.includes(official.kind);
