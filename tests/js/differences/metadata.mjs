// Metadata that our client rejects. index.mjs describes a row of the table.
import { MEMBERSHIP_METADATA, metadataOf, ORGANIZATION_METADATA, USER_METADATA } from "../support/calls.mjs";
import { typeOf } from "../support/find-differences.mjs";
import { errorPathOrRequests, rejectsInput, requestsOrError, valueAt } from "../support/difference-helpers.mjs";

const USER = { body: '{"object":"user","id":"user_1"}' };

const updateCase = (params, id = "user_1") => ({ operation: "updateUserMetadata", args: [id, params], response: USER });

const FIELDS = ["publicMetadata", "privateMetadata", "unsafeMetadata"];
const isFieldPath = (path) => FIELDS.includes(path);
const paramsOf = ({ run }) => metadataOf(run.case);
const rejectedValue = (difference) => valueAt(paramsOf(difference), difference.ours.error.path);
const unboxed = (value) => (["Number", "BigInt"].includes(typeOf(value)) ? value.valueOf() : value);

/** Whether a value inside metadata is rejected with its path, and the official client ended with one of `kinds`. */
const rejectsValue = (difference, matches, kinds) =>
  rejectsInput(difference, "invalid_params", kinds) &&
  FIELDS.some(
    (name) => difference.ours.error.path.startsWith(`${name}.`) || difference.ours.error.path.startsWith(`${name}[`),
  ) &&
  matches(rejectedValue(difference));

/** The value that `JSON.stringify` writes: the result of `toJSON`. */
const valueForJson = (value) => (typeof value?.toJSON === "function" ? value.toJSON() : value);
const isUnsupportedObject = (value) =>
  typeof value === "object" &&
  value !== null &&
  !["Object", "Array", "Number", "String", "Boolean", "BigInt", "none"].includes(typeOf(value));
const isCircular = (value, parents = []) =>
  typeof value === "object" &&
  value !== null &&
  (parents.includes(value) || Object.values(value).some((nestedValue) => isCircular(nestedValue, [...parents, value])));
const depth = (value) => {
  let levels = 0;
  for (let currentLevel = [value]; currentLevel.length > 0 && levels < 1000; levels++)
    currentLevel = currentLevel
      .filter((nestedValue) => typeof nestedValue === "object" && nestedValue !== null)
      .flatMap(Object.values);
  return levels;
};

const isUpdate = ({ run }) =>
  [...USER_METADATA, ...ORGANIZATION_METADATA, MEMBERSHIP_METADATA].includes(run.case.operation);
const isPlainParams = (params) => ["Object", "none"].includes(typeOf(params));

export const metadata = [
  {
    name: "`NaN`, `Infinity`",
    official: "sends `null`, which removes the key",
    ours: "`ClerkInputError` with the path",
    reason: "An invalid number must not delete stored data.",
    isOfficialBug: true,
    explains: (difference) =>
      rejectsValue(
        difference,
        (value) => typeof unboxed(valueForJson(value)) === "number" && !Number.isFinite(unboxed(valueForJson(value))),
      ),
    example: {
      case: updateCase({ publicMetadata: { plan: { seats: NaN } } }),
      extract: errorPathOrRequests,
      official: ['{"public_metadata":{"plan":{"seats":null}}}'],
      ours: ["invalid_params", "publicMetadata.plan.seats"],
    },
  },
  {
    name: "An invalid `Date`, and any other value whose `toJSON()` returns `null`",
    official: "sends `null`, which removes the key",
    ours: "`ClerkInputError` with the path",
    reason: "An invalid date must not delete stored data.",
    isOfficialBug: true,
    explains: (difference) => rejectsValue(difference, (value) => value !== null && valueForJson(value) === null),
    example: {
      case: updateCase({ privateMetadata: { until: new Date(NaN) } }),
      extract: errorPathOrRequests,
      official: ['{"private_metadata":{"until":null}}'],
      ours: ["invalid_params", "privateMetadata.until"],
    },
  },
  {
    name: "`undefined` in an array",
    official: "sends `null`",
    ours: "`ClerkInputError` with the path",
    reason: "It is most likely a mistake. Both clients omit an `undefined` member of an object.",
    isOfficialBug: true,
    explains: (difference) =>
      rejectsValue(difference, (value) => value === undefined) && /\[\d+\]$/.test(difference.ours.error.path),
    example: {
      case: updateCase({ publicMetadata: { a: [1, undefined] } }),
      extract: errorPathOrRequests,
      official: ['{"public_metadata":{"a":[1,null]}}'],
      ours: ["invalid_params", "publicMetadata.a[1]"],
    },
  },
  {
    name: "`Map`, `Set`, typed arrays, promises, errors, instances of classes without `toJSON`",
    official: "sends `{}`, or their inner fields",
    ours: "`ClerkInputError` with the path",
    reason: "The stored value would differ from the given value.",
    isOfficialBug: true,
    explains: (difference) => rejectsValue(difference, (value) => isUnsupportedObject(valueForJson(value))),
    example: {
      case: updateCase({ publicMetadata: { roles: new Set(["admin"]) } }),
      extract: errorPathOrRequests,
      official: ['{"public_metadata":{"roles":{}}}'],
      ours: ["invalid_params", "publicMetadata.roles"],
    },
  },
  {
    name: "Functions and symbols",
    official: "omits the member; in an array sends `null`",
    ours: "`ClerkInputError` with the path",
    reason: "JSON cannot represent them.",
    isOfficialBug: true,
    explains: (difference) => rejectsValue(difference, (value) => ["function", "symbol"].includes(typeof value)),
    example: {
      case: updateCase({ publicMetadata: { a: [() => 1] } }),
      extract: errorPathOrRequests,
      official: ['{"public_metadata":{"a":[null]}}'],
      ours: ["invalid_params", "publicMetadata.a[0]"],
    },
  },
  {
    name: "`BigInt`",
    official: "an API error without a message and status",
    ours: "`ClerkInputError` with the path",
    reason: "The API did not reject anything: no request was sent.",
    isOfficialBug: true,
    explains: (difference) =>
      rejectsValue(difference, (value) => typeof unboxed(value) === "bigint", ["unexpected"]) &&
      /BigInt/.test(difference.official.error.errors[0].message),
    example: {
      case: updateCase({ publicMetadata: { a: 1n } }),
      extract: errorPathOrRequests,
      official: ["ClerkAPIResponseError", "Do not know how to serialize a BigInt"],
      ours: ["invalid_params", "publicMetadata.a"],
    },
  },
  {
    name: "A circular value",
    official: "an API error without a message and status",
    ours: "`ClerkInputError` with the path",
    reason: "The API did not reject anything: no request was sent.",
    isOfficialBug: true,
    explains: (difference) =>
      rejectsValue(difference, (value) => isCircular(value), ["unexpected"]) &&
      /circular/.test(difference.official.error.errors[0].message),
    example: {
      case: updateCase({ publicMetadata: { a: circularObject() } }),
      extract: ({ kind, error }) => (kind === "input" ? [error.code, error.path] : [error.name, error.status]),
      official: ["ClerkAPIResponseError", undefined],
      ours: ["invalid_params", "publicMetadata.a.self"],
    },
  },
  {
    name: "A value that is nested more than 100 levels deep",
    official: "sends it",
    ours: "`ClerkInputError`: `too_deep`",
    reason: "No useful metadata of 8 KB is nested this deep.",
    explains: (difference) =>
      rejectsInput(difference, "too_deep") && FIELDS.some((name) => depth(paramsOf(difference)[name]) > 100),
    example: {
      case: updateCase({ publicMetadata: nested(101) }),
      extract: ({ kind, error, requests }) => (kind === "input" ? error.code : requests[0].body.length),
      official: 622,
      ours: "too_deep",
    },
  },
  {
    name: "A metadata field that is not a plain object, such as `null`, an array or a scalar",
    official: "sends it",
    ours: "`ClerkInputError` with the field",
    reason: "Clerk's specification says that metadata is an object. To clear it, replace it with `{}`.",
    explains(difference) {
      return (
        rejectsInput(difference, "invalid_params", ["resolved", "unexpected"]) &&
        isFieldPath(difference.ours.error.path) &&
        (typeOf(rejectedValue(difference)) !== "Object" ||
          typeOf(valueForJson(rejectedValue(difference))) !== "Object") &&
        (difference.official.kind === "unexpected") === (typeof rejectedValue(difference) === "bigint")
      );
    },
    example: {
      case: updateCase({ publicMetadata: null }),
      extract: errorPathOrRequests,
      official: ['{"public_metadata":null}'],
      ours: ["invalid_params", "publicMetadata"],
    },
  },
  {
    name: "A metadata field over 8192 bytes",
    official: "sends it: the Backend API responds with 422",
    ours: "`ClerkInputError`, with its size",
    reason: "It cannot be stored. Nulls are not counted, because they remove keys.",
    // The response that the official client gets may be one that it cannot read.
    explains: (difference) =>
      rejectsInput(difference, "invalid_params", ["resolved", "unexpected"]) &&
      isUpdate(difference) &&
      isFieldPath(difference.ours.error.path) &&
      typeOf(valueForJson(rejectedValue(difference))) === "Object" &&
      Buffer.byteLength(JSON.stringify(rejectedValue(difference)) ?? "") > 8192,
    example: {
      case: updateCase({ publicMetadata: { a: "x".repeat(8192) } }),
      extract: ({ kind, error, requests }) => (kind === "input" ? [error.code, error.path] : [requests[0].body.length]),
      official: [8220],
      ours: ["invalid_params", "publicMetadata"],
    },
  },
  {
    name: "No field at all: `{}`, or no parameters",
    official: "sends a request without a body, or `{}`",
    ours: "`ClerkInputError`",
    reason: "The call would change nothing.",
    isOfficialBug: true,
    explains(difference) {
      const params = paramsOf(difference);
      return (
        rejectsInput(difference, "invalid_params") &&
        isUpdate(difference) &&
        difference.ours.error.path === "params" &&
        (params === undefined ||
          params === null ||
          (typeOf(params) === "Object" &&
            Object.keys(params).every((name) => isFieldPath(name)) &&
            Object.values(params).every((value) => value === undefined)))
      );
    },
    example: {
      case: updateCase({}),
      extract: ({ kind, error, requests }) =>
        kind === "input" ? [error.code, error.path] : requests.map(({ body }) => body),
      official: [""],
      ours: ["invalid_params", "params"],
    },
  },
  {
    name: "A field with another name: `publicMetdata`, `public_metadata`, `firstName`",
    official: "sends it",
    ours: "`ClerkInputError` with the nearest name",
    reason: "It changes nothing, or the wrong field.",
    isOfficialBug: true,
    explains: (difference) =>
      rejectsInput(difference, "invalid_params", [
        hasOwnConstructor(paramsOf(difference)) ? "unexpected" : "resolved",
      ]) &&
      isUpdate(difference) &&
      typeOf(paramsOf(difference)) === "Object" &&
      Object.keys(paramsOf(difference)).some((name) => !isFieldPath(name) && rejectedName(difference) === name),
    example: {
      case: updateCase({ publicMetdata: { a: 1 } }),
      extract: errorPathOrRequests,
      official: ['{"public_metdata":{"a":1}}'],
      ours: ["invalid_params", "publicMetdata"],
    },
  },
  {
    name: "Parameters that are not a plain object",
    official: "sends their JSON, or rejects with an API error",
    ours: "`ClerkInputError`",
    reason: "Only the three metadata fields are valid; anything else is a mistake.",
    explains(difference) {
      const params = paramsOf(difference);
      return (
        rejectsInput(difference, "invalid_params", ["resolved", "unexpected"]) &&
        isUpdate(difference) &&
        difference.ours.error.path === "params" &&
        params !== undefined &&
        params !== null &&
        !isPlainParams(params)
      );
    },
    example: {
      case: updateCase([{ publicMetadata: { a: 1 } }]),
      extract: errorPathOrRequests,
      official: ['[{"public_metadata":{"a":1}}]'],
      ours: ["invalid_params", "params"],
    },
  },
  {
    name: "Parameters without a prototype: `Object.create(null)`",
    official: "an API error without a message and status",
    ours: "accepts them",
    reason: "They contain only data.",
    isOfficialBug: true,
    explains: ({ category, official, ours, run }) =>
      category === "outcome" &&
      official.kind === "unexpected" &&
      official.error.errors[0].message === "obj must be an plain object" &&
      ours.kind === "resolved" &&
      typeOf(metadataOf(run.case)) === "none" &&
      ours.requests.length === 1,
    example: {
      case: updateCase(Object.assign(Object.create(null), { publicMetadata: { a: 1 } })),
      extract: requestsOrError,
      official: ["ClerkAPIResponseError", "obj must be an plain object"],
      ours: ['{"public_metadata":{"a":1}}'],
    },
  },
];

/** The official client fails on such parameters, because it reads their `constructor`. */
const hasOwnConstructor = (params) =>
  typeof params === "object" && params !== null && Object.hasOwn(params, "constructor");

/** The name of the field that the path of an error names. */
function rejectedName({ ours }) {
  const { path } = ours.error;
  return path.startsWith('["') ? JSON.parse(path.slice(1, -1)) : path;
}

function circularObject() {
  const value = {};
  value.self = value;
  return value;
}

function nested(levels) {
  let value = {};
  for (let level = 1; level < levels; level++) value = { a: value };
  return value;
}
