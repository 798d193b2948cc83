// What the predicates of the table look at.
import { ABSENT, parsed, typeOf } from "./compare.mjs";

export const last = ({ path }) => path.at(-1);
export const contentType = (answer) => (answer.headers ?? { "content-type": "application/json" })["content-type"];
/** Whether the official client takes an answer for JSON. */
export const isExactlyJson = (answer) => contentType(answer) === "application/json";

export const isPlain = (value) => typeOf(value) === "Object";
export const isUser = (wire) => isPlain(wire) && own(wire, "object") === "user" && typeof own(wire, "id") === "string";
export const own = (value, name) =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name) ? value[name] : ABSENT;

/** Why an answer of a success is none to this call; undefined where it is one. */
function unusable(operation, answer) {
  const body = parsed(answer);
  if (body === ABSENT) return "not JSON";
  if (operation === "getUserList") return Array.isArray(body) && body.every(isUser) ? undefined : "no list of users";
  // A count is digits: 1e2, which a program may read, no Backend API writes.
  if (operation === "getCount")
    return Number.isInteger(own(body, "total_count")) && body.total_count >= 0 && !/[0-9][eE.]/.test(answer.body)
      ? undefined
      : "no count";
  return isUser(body) ? undefined : "holds no user";
}

const isSuccess = (answer) => Math.trunc((answer.status ?? 200) / 100) === 2;

/** The answer that is no answer to the call, `[answer, reason]`, where ours says so and is right. */
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

/** The answer that a case's user or users are in. */
export const wireOf = (run) => parsed(run.case.answer);

/** The value at a place that an error names: `publicMetadata.a["b c"][0]`. */
export function valueAt(root, path) {
  const keys = [...path.matchAll(/(?:^|\.)([A-Za-z_$][\w$]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/g)].map(
    ([, name, index, quoted]) => name ?? index ?? JSON.parse(quoted),
  );
  return keys.reduce((value, key) => {
    const object = typeof value?.toJSON === "function" ? value.toJSON(key) : value;
    return own(object, key);
  }, root);
}

/** Ours refuses its input, and nothing was sent; the official client ended so. */
export const refusesInput = ({ where, official, ours }, code, kinds = ["resolved"]) =>
  where === "outcome" &&
  ours.kind === "input" &&
  ours.error.code === code &&
  ours.requests.length === 0 &&
  kinds.includes(official.kind);
