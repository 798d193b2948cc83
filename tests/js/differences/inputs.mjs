// IDs and metadata that our client rejects. index.mjs describes a row of the table.
import { typeOf } from "../support/compare.mjs";
import { refusesInput, valueAt } from "../support/explain.mjs";

const USER = { body: '{"object":"user","id":"user_1"}' };
const changing = (params, id = "user_1") => ({ operation: "updateUserMetadata", args: [id, params], answer: USER });
const reading = (...args) => ({ operation: "getUser", args, answer: USER });
const sent = ({ kind, error, requests }) =>
  kind === "resolved"
    ? requests.map(({ url, body }) => body || url)
    : [error.name, error.message || error.errors?.[0].message];
const place = ({ kind, error, requests }) =>
  kind === "input" ? [error.code, error.path] : sent({ kind, error, requests });

const FIELDS = ["publicMetadata", "privateMetadata", "unsafeMetadata"];
const isFieldPath = (path) => FIELDS.includes(path);
const PARAMS = 1; // index in the arguments of a call
const culprit = ({ ours, run }) => valueAt(run.case.args[PARAMS], ours.error.path);
const unboxed = (value) => (["Number", "BigInt"].includes(typeOf(value)) ? value.valueOf() : value);

/** Whether a value inside metadata is rejected with its path, and the official client ended with one of `kinds`. */
const refusesValue = (difference, isIt, kinds) =>
  refusesInput(difference, "invalid_params", kinds) &&
  FIELDS.some(
    (name) => difference.ours.error.path.startsWith(`${name}.`) || difference.ours.error.path.startsWith(`${name}[`),
  ) &&
  isIt(culprit(difference));

/** The value that `JSON.stringify` writes: the result of `toJSON`. */
const asJson = (value) => (typeof value?.toJSON === "function" ? value.toJSON() : value);
const isOther = (value) =>
  typeof value === "object" &&
  value !== null &&
  !["Object", "Array", "Number", "String", "Boolean", "BigInt", "none"].includes(typeOf(value));
const holdsItself = (value, parents = []) =>
  typeof value === "object" &&
  value !== null &&
  (parents.includes(value) || Object.values(value).some((inside) => holdsItself(inside, [...parents, value])));
const depth = (value) => {
  let levels = 0;
  for (let at = [value]; at.length > 0 && levels < 1000; levels++)
    at = at.filter((inside) => typeof inside === "object" && inside !== null).flatMap(Object.values);
  return levels;
};

const isChange = ({ run }) => ["updateUserMetadata", "replaceUserMetadata"].includes(run.case.operation);
const isPlainParams = (params) => ["Object", "none"].includes(typeOf(params));
const decodedFully = (id) => {
  let text = id;
  for (let before; before !== text; ) {
    before = text;
    text = text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) =>
      Buffer.from(escapes.replaceAll("%", ""), "hex").toString("latin1"),
    );
  }
  // The escaped bytes are decoded together, as UTF-8.
  return text;
};
const utf8 = (id) => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(
      Buffer.from(decodedFully(Buffer.from(id).toString("latin1")), "latin1"),
    );
  } catch {
    return undefined;
  }
};

/** Why an ID is invalid, or undefined if it is valid. */
function whyNoId(id) {
  if (typeof id !== "string") return "type";
  if (id === "") return "empty";
  if (!id.isWellFormed()) return "half";
  if (Buffer.byteLength(id) > 256) return "long";
  const text = utf8(id);
  if (text === undefined) return "no text";
  if (/[\s\p{Cc}\u0085]/u.test(text) && !/^\ufeff*$/.test(text.replace(/[^\s\p{Cc}\u0085]/gu, ""))) return "space";
  if (/[/\\]/.test(text) || [".", "..", "count"].includes(text)) return "path";
  return undefined;
}
const isBadId = (difference, why, kinds) =>
  refusesInput(difference, "invalid_user_id", kinds) &&
  difference.ours.error.message.startsWith("A valid resource ID is required.") &&
  why.includes(whyNoId(difference.run.case.args[0]));

export const inputs = [
  {
    name: "`NaN`, `Infinity`",
    official: "sends `null`, which removes the key",
    ours: "`ClerkInputError` with the place",
    reason: "A number that went wrong must not delete what is stored.",
    wrong: true,
    explains: (difference) =>
      refusesValue(
        difference,
        (value) => typeof unboxed(asJson(value)) === "number" && !Number.isFinite(unboxed(asJson(value))),
      ),
    example: {
      case: changing({ publicMetadata: { plan: { seats: NaN } } }),
      shows: place,
      official: ['{"public_metadata":{"plan":{"seats":null}}}'],
      ours: ["invalid_params", "publicMetadata.plan.seats"],
    },
  },
  {
    name: "An invalid `Date`, and anything else whose `toJSON()` gives `null`",
    official: "sends `null`, which removes the key",
    ours: "`ClerkInputError` with the place",
    reason: "A date that went wrong must not delete what is stored.",
    wrong: true,
    explains: (difference) => refusesValue(difference, (value) => value !== null && asJson(value) === null),
    example: {
      case: changing({ privateMetadata: { until: new Date(NaN) } }),
      shows: place,
      official: ['{"private_metadata":{"until":null}}'],
      ours: ["invalid_params", "privateMetadata.until"],
    },
  },
  {
    name: "`undefined` in an array",
    official: "sends `null`",
    ours: "`ClerkInputError` with the place",
    reason: "It is not what was meant. An `undefined` member of an object is left out by both.",
    wrong: true,
    explains: (difference) =>
      refusesValue(difference, (value) => value === undefined) && /\[\d+\]$/.test(difference.ours.error.path),
    example: {
      case: changing({ publicMetadata: { a: [1, undefined] } }),
      shows: place,
      official: ['{"public_metadata":{"a":[1,null]}}'],
      ours: ["invalid_params", "publicMetadata.a[1]"],
    },
  },
  {
    name: "`Map`, `Set`, typed arrays, promises, errors, instances of classes without `toJSON`",
    official: "sends `{}`, or their inner fields",
    ours: "`ClerkInputError` with the place",
    reason: "What is stored would not be what was given.",
    wrong: true,
    explains: (difference) => refusesValue(difference, (value) => isOther(asJson(value))),
    example: {
      case: changing({ publicMetadata: { roles: new Set(["admin"]) } }),
      shows: place,
      official: ['{"public_metadata":{"roles":{}}}'],
      ours: ["invalid_params", "publicMetadata.roles"],
    },
  },
  {
    name: "Functions and symbols",
    official: "leaves the member out; in an array sends `null`",
    ours: "`ClerkInputError` with the place",
    reason: "JSON cannot carry them.",
    wrong: true,
    explains: (difference) => refusesValue(difference, (value) => ["function", "symbol"].includes(typeof value)),
    example: {
      case: changing({ publicMetadata: { a: [() => 1] } }),
      shows: place,
      official: ['{"public_metadata":{"a":[null]}}'],
      ours: ["invalid_params", "publicMetadata.a[0]"],
    },
  },
  {
    name: "`BigInt`",
    official: "an API error without message and status",
    ours: "`ClerkInputError` with the place",
    reason: "Nothing was refused by the API: nothing was sent.",
    wrong: true,
    explains: (difference) =>
      refusesValue(difference, (value) => typeof unboxed(value) === "bigint", ["unexpected"]) &&
      /BigInt/.test(difference.official.error.errors[0].message),
    example: {
      case: changing({ publicMetadata: { a: 1n } }),
      shows: place,
      official: ["ClerkAPIResponseError", "Do not know how to serialize a BigInt"],
      ours: ["invalid_params", "publicMetadata.a"],
    },
  },
  {
    name: "A value that contains itself",
    official: "an API error without message and status",
    ours: "`ClerkInputError` with the place",
    reason: "Nothing was refused by the API: nothing was sent.",
    wrong: true,
    explains: (difference) =>
      refusesValue(difference, (value) => holdsItself(value), ["unexpected"]) &&
      /circular/.test(difference.official.error.errors[0].message),
    example: {
      case: changing({ publicMetadata: { a: selfish() } }),
      shows: ({ kind, error }) => (kind === "input" ? [error.code, error.path] : [error.name, error.status]),
      official: ["ClerkAPIResponseError", undefined],
      ours: ["invalid_params", "publicMetadata.a.self"],
    },
  },
  {
    name: "A value that nests deeper than 100 levels",
    official: "sends it",
    ours: "`ClerkInputError`: `too_deep`",
    reason: "No metadata of 8 KB is meant so.",
    explains: (difference) =>
      refusesInput(difference, "too_deep") &&
      FIELDS.some((name) => depth(difference.run.case.args[PARAMS][name]) > 100),
    example: {
      case: changing({ publicMetadata: nested(101) }),
      shows: ({ kind, error, requests }) => (kind === "input" ? error.code : requests[0].body.length),
      official: 622,
      ours: "too_deep",
    },
  },
  {
    name: "A metadata field that is `null`, an array, a scalar or no plain object",
    official: "sends it",
    ours: "`ClerkInputError` with the field",
    reason: "Clerk's specification says that metadata is an object. To clear it, replace it with `{}`.",
    explains(difference) {
      return (
        refusesInput(difference, "invalid_params", ["resolved", "unexpected"]) &&
        isFieldPath(difference.ours.error.path) &&
        (typeOf(culprit(difference)) !== "Object" || typeOf(asJson(culprit(difference))) !== "Object") &&
        (difference.official.kind === "unexpected") === (typeof culprit(difference) === "bigint")
      );
    },
    example: {
      case: changing({ publicMetadata: null }),
      shows: place,
      official: ['{"public_metadata":null}'],
      ours: ["invalid_params", "publicMetadata"],
    },
  },
  {
    name: "A metadata field over 8192 bytes",
    official: "sends it: the Backend API answers 422",
    ours: "`ClerkInputError`, with its size",
    reason: "It cannot be stored. Nulls are not counted: they remove keys.",
    explains: (difference) =>
      refusesInput(difference, "invalid_params") &&
      isChange(difference) &&
      isFieldPath(difference.ours.error.path) &&
      Buffer.byteLength(JSON.stringify(culprit(difference)) ?? "") > 8192,
    example: {
      case: changing({ publicMetadata: { a: "x".repeat(8192) } }),
      shows: ({ kind, error, requests }) => (kind === "input" ? [error.code, error.path] : [requests[0].body.length]),
      official: [8220],
      ours: ["invalid_params", "publicMetadata"],
    },
  },
  {
    name: "No field at all: `{}`, or no parameters",
    official: "sends a request without a body, or `{}`",
    ours: "`ClerkInputError`",
    reason: "Nothing would change.",
    wrong: true,
    explains(difference) {
      const params = difference.run.case.args[PARAMS];
      return (
        refusesInput(difference, "invalid_params") &&
        isChange(difference) &&
        difference.ours.error.path === "params" &&
        (params === undefined ||
          params === null ||
          (typeOf(params) === "Object" &&
            Object.keys(params).every((name) => isFieldPath(name)) &&
            Object.values(params).every((value) => value === undefined)))
      );
    },
    example: {
      case: changing({}),
      shows: ({ kind, error, requests }) =>
        kind === "input" ? [error.code, error.path] : requests.map(({ body }) => body),
      official: [""],
      ours: ["invalid_params", "params"],
    },
  },
  {
    name: "A field by another name: `publicMetdata`, `public_metadata`, `firstName`",
    official: "sends it",
    ours: "`ClerkInputError` with the nearest name",
    reason: "It changes nothing, or not what was meant.",
    wrong: true,
    explains: (difference) =>
      refusesInput(difference, "invalid_params", [
        failsAt(difference.run.case.args[PARAMS]) ? "unexpected" : "resolved",
      ]) &&
      isChange(difference) &&
      typeOf(difference.run.case.args[PARAMS]) === "Object" &&
      Object.keys(difference.run.case.args[PARAMS]).some(
        (name) => !isFieldPath(name) && culpritName(difference) === name,
      ),
    example: {
      case: changing({ publicMetdata: { a: 1 } }),
      shows: place,
      official: ['{"public_metdata":{"a":1}}'],
      ours: ["invalid_params", "publicMetdata"],
    },
  },
  {
    name: "Parameters that are no plain object",
    official: "sends what it makes of them, or rejects with an API error",
    ours: "`ClerkInputError`",
    reason: "Metadata is three named fields; anything else is a mistake.",
    explains(difference) {
      const params = difference.run.case.args[PARAMS];
      return (
        refusesInput(difference, "invalid_params", ["resolved", "unexpected"]) &&
        isChange(difference) &&
        difference.ours.error.path === "params" &&
        params !== undefined &&
        params !== null &&
        !isPlainParams(params)
      );
    },
    example: {
      case: changing([{ publicMetadata: { a: 1 } }]),
      shows: place,
      official: ['[{"public_metadata":{"a":1}}]'],
      ours: ["invalid_params", "params"],
    },
  },
  {
    name: "Parameters without a prototype: `Object.create(null)`",
    official: "an API error without message and status",
    ours: "are parameters",
    reason: "They hold data only.",
    wrong: true,
    explains: ({ where, official, ours, run }) =>
      where === "outcome" &&
      official.kind === "unexpected" &&
      official.error.errors[0].message === "obj must be an plain object" &&
      ours.kind === "resolved" &&
      typeOf(run.case.args[PARAMS]) === "none" &&
      ours.requests.length === 1,
    example: {
      case: changing(Object.assign(Object.create(null), { publicMetadata: { a: 1 } })),
      shows: sent,
      official: ["ClerkAPIResponseError", "obj must be an plain object"],
      ours: ['{"public_metadata":{"a":1}}'],
    },
  },
  {
    name: 'No id: `""`, `undefined`, `null`',
    official: 'an `Error` "A valid resource ID is required."',
    ours: "`ClerkInputError` `invalid_user_id`; the text begins with the same words",
    reason: "One class for all that is wrong with the input, with `code` and `path`.",
    explains: (difference) =>
      isBadId(difference, ["type", "empty"], ["thrown"]) &&
      difference.official.error.message === "A valid resource ID is required." &&
      !difference.run.case.args[0],
    example: {
      case: reading(""),
      shows: ({ error }) => [error.name, error.message.slice(0, 32), error.code],
      official: ["Error", "A valid resource ID is required.", undefined],
      ours: ["ClerkInputError", "A valid resource ID is required.", "invalid_user_id"],
    },
  },
  {
    name: "An id that is no string",
    official: "sends it as text",
    ours: "`ClerkInputError` `invalid_user_id`",
    reason: "`[object Object]` is no user.",
    wrong: true,
    explains: (difference) => isBadId(difference, ["type"]) && Boolean(difference.run.case.args[0]),
    example: {
      case: reading({}),
      shows: place,
      official: ["/v1/users/[object%20Object]"],
      ours: ["invalid_user_id", "userId"],
    },
  },
  {
    name: "An id with white space or a control character, also percent-encoded",
    official: "drops some of it (tabs, line breaks, spaces at the end) and encodes the rest",
    ours: "`ClerkInputError` `invalid_user_id`",
    reason: "It may become the id of another user, or of none.",
    wrong: true,
    explains: (difference) => isBadId(difference, ["space"], ["resolved", "thrown"]),
    example: {
      case: reading("user\n_1"),
      shows: place,
      official: ["/v1/users/user_1"],
      ours: ["invalid_user_id", "userId"],
    },
  },
  {
    name: "An id with `/` or `\\`, or that is `.`, `..` or `count`, also percent-encoded",
    official: "reaches another endpoint; of dot segments an `Error`",
    ours: "`ClerkInputError` `invalid_user_id`",
    reason: "What comes from outside must not choose the endpoint.",
    wrong: true,
    explains: (difference) =>
      isBadId(difference, ["path"], ["resolved", "thrown"]) &&
      (difference.official.kind === "resolved" || /^joinPaths: /.test(difference.official.error.message)),
    example: {
      case: reading("user_1/organization_memberships"),
      shows: place,
      official: ["/v1/users/user_1/organization_memberships"],
      ours: ["invalid_user_id", "userId"],
    },
  },
  {
    name: "An id of more than 256 bytes, with half a surrogate pair, or with percent-encoding that is no text",
    official: "sends it, or a text that is near it",
    ours: "`ClerkInputError` `invalid_user_id`",
    reason: "It is none of Clerk's, which have 32 bytes.",
    explains: (difference) => isBadId(difference, ["long", "half", "no text"]),
    example: {
      case: reading("\ud800"),
      shows: place,
      official: ["/v1/users/%EF%BF%BD"],
      ours: ["invalid_user_id", "userId"],
    },
  },
];

/** Whether the official client treats the parameters as a plain object: it checks their constructor. */
const failsAt = (params) => typeof params === "object" && params !== null && Object.hasOwn(params, "constructor");

/** Whether the path of an error is the name of a field. */
function culpritName({ ours }) {
  const { path } = ours.error;
  return path.startsWith('["') ? JSON.parse(path.slice(1, -1)) : path;
}

function selfish() {
  const value = {};
  value.self = value;
  return value;
}

function nested(levels) {
  let value = {};
  for (let level = 1; level < levels; level++) value = { a: value };
  return value;
}
