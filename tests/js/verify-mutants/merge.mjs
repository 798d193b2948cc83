// Backend APIs that merge in another way.
import { changingBody, changingResponse, isObject, mergingBy, metadataRequest, withBody } from "./metadata.mjs";

/**
 * A merge by RFC 7396, except for what a rule changes: `rule(stored, value, depth)` returns { store: newValue },
 * "remove", or `undefined` to follow the RFC. The keys of a metadata field have the depth 0.
 */
function merge(target, patch, rule, depth = 0) {
  for (const [key, value] of Object.entries(patch)) {
    const result = rule(target[key], value, depth) ?? follow(target[key], value, rule, depth);
    if (result === "remove") delete target[key];
    else target[key] = result.store;
  }
  return target;
}

function follow(stored, value, rule, depth) {
  if (value === null) return "remove";
  return { store: isObject(value) ? merge(isObject(stored) ? stored : {}, value, rule, depth + 1) : value };
}

const by = (rule) => mergingBy((stored, patch) => merge(stored, patch, rule));
/** Stores the value as it is where the condition holds. */
const storing = (condition) =>
  by((stored, value, depth) => (condition(stored, value, depth) ? { store: value } : undefined));
/** Keeps the stored value where the condition holds. */
const keeping = (condition) =>
  by((stored, value, depth) => (condition(stored, value, depth) ? { store: stored } : undefined));

const isScalar = (value) => value !== undefined && (typeof value !== "object" || value === null);
const isEmpty = (value) => isObject(value) && Object.keys(value).length === 0;

/** Without the nulls that a patch has in objects, also in those inside arrays, or in arrays themselves. */
function withoutNulls(value, inArrays) {
  if (Array.isArray(value))
    return value.filter((item) => inArrays !== "items" || item !== null).map((item) => withoutNulls(item, inArrays));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null || inArrays === "items");
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNulls(item, inArrays)]));
}

const snakeCase = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export const MERGE_MUTANTS = [
  {
    name: "PATCH merges shallowly and stores nulls",
    intercept: mergingBy((stored, patch) => ({ ...stored, ...patch })),
    differs: [
      "merge-nested",
      "merge-null-nested",
      "merge-null-deep",
      "merge-null-object",
      "merge-null-missing",
      "merge-null-in-new-object",
      "merge-null-over-scalar",
      "merge-empty-object",
      "merge-key-names",
      "merge-null-top-level",
    ],
  },
  {
    name: "PATCH replaces objects at a depth of two",
    intercept: by((_, value, depth) =>
      depth === 2 && isObject(value) ? { store: withoutNulls(value, "objects") } : undefined,
    ),
    differs: ["merge-nested"],
  },
  {
    name: "PATCH stores null in place of a number in an object",
    intercept: storing((stored, value, depth) => value === null && depth === 1 && isScalar(stored)),
    differs: ["merge-null-nested"],
  },
  {
    name: "PATCH stores null at a depth of four",
    intercept: storing((_, value, depth) => value === null && depth === 4),
    differs: ["merge-null-deep"],
  },
  {
    name: "PATCH does not remove objects",
    intercept: keeping((stored, value) => value === null && isObject(stored)),
    differs: ["merge-null-object"],
  },
  {
    name: "PATCH stores null for a key that does not exist in an existing object",
    intercept: storing((stored, value, depth) => value === null && stored === undefined && depth === 2),
    differs: ["merge-null-missing", "merge-null-in-new-object", "merge-null-over-scalar"],
  },
  {
    name: "PATCH stores a new object with its nulls",
    intercept: storing((stored, value) => stored === undefined && isObject(value)),
    differs: ["merge-null-in-new-object"],
  },
  {
    name: "PATCH stores an object in place of a scalar with its nulls",
    intercept: storing((stored, value) => isScalar(stored) && isObject(value)),
    differs: ["merge-null-over-scalar"],
  },
  {
    name: "PATCH appends the items of arrays",
    intercept: by((stored, value) =>
      Array.isArray(stored) && Array.isArray(value) ? { store: [...stored, ...value] } : undefined,
    ),
    differs: ["merge-array-replaced", "merge-array-empty", "merge-array-null-item"],
  },
  {
    name: "PATCH merges the items of arrays by index",
    intercept: by((stored, value) =>
      Array.isArray(stored) && Array.isArray(value)
        ? { store: stored.map((item, index) => (index < value.length ? value[index] : item)) }
        : undefined,
    ),
    differs: ["merge-array-replaced", "merge-array-empty", "merge-array-null-item"],
  },
  {
    name: "PATCH ignores an empty array",
    intercept: keeping((_, value) => Array.isArray(value) && value.length === 0),
    differs: ["merge-array-empty"],
  },
  {
    name: "PATCH drops nulls in arrays",
    intercept: changingBody("PATCH", (body) => JSON.stringify(withoutNulls(body, "items"))),
    differs: ["merge-array-null-item"],
  },
  {
    name: "PATCH drops nulls of objects in arrays",
    intercept: by((_, value) => (Array.isArray(value) ? { store: withoutNulls(value, "objects") } : undefined)),
    differs: ["merge-array-null-in-object"],
  },
  {
    name: "PATCH does not replace a scalar by an object",
    intercept: keeping((stored, value) => isScalar(stored) && isObject(value)),
    differs: ["merge-null-over-scalar", "merge-object-over-scalar", "merge-empty-object-over-scalar"],
  },
  {
    name: "PATCH does not replace an object by a scalar",
    intercept: keeping((stored, value) => isObject(stored) && isScalar(value) && value !== null),
    differs: ["merge-scalar-over-object"],
  },
  {
    name: "PATCH does not replace an array by an object",
    intercept: keeping((stored, value) => Array.isArray(stored) && isObject(value)),
    differs: ["merge-object-over-array"],
  },
  {
    name: "PATCH does not replace an object by an array",
    intercept: keeping((stored, value) => isObject(stored) && Array.isArray(value)),
    differs: ["merge-array-over-object"],
  },
  {
    name: "PATCH clears an object that it gets empty",
    intercept: storing((stored, value, depth) => depth > 0 && isObject(stored) && isEmpty(value)),
    differs: ["merge-empty-object"],
  },
  {
    name: "PATCH removes a scalar that it gets as {}",
    intercept: by((stored, value) => (isScalar(stored) && isEmpty(value) ? "remove" : undefined)),
    differs: ["merge-empty-object-over-scalar"],
  },
  {
    name: "PATCH removes the keys of empty values",
    intercept: by((_, value) => (value || isObject(value) ? undefined : "remove")),
    differs: ["merge-falsy-values"],
  },
  {
    name: "PATCH renames keys to snake_case",
    intercept: changingBody("PATCH", (_, __, text) =>
      text.replace(/"([^"]*)":/g, (_match, key) => `${JSON.stringify(snakeCase(key))}:`),
    ),
    differs: ["merge-key-names"],
  },
  {
    name: "PATCH stores null at the top level",
    intercept: storing((_, value, depth) => value === null && depth === 0),
    differs: ["merge-null-top-level"],
  },
  {
    name: "PATCH clears the fields that it omits",
    intercept: async (request, forward) => {
      const response = await forward(request);
      if (metadataRequest(request)?.method !== "PATCH" || response.status !== 200) return response;
      const omitted = ["private_metadata", "unsafe_metadata"].map((field) => [field, {}]);
      return forward({ ...request, method: "PUT", body: JSON.stringify(Object.fromEntries(omitted)) });
    },
    differs: ["merge-other-fields"],
  },
  {
    name: "GET returns older metadata",
    intercept: changingResponse(
      ({ method, url }, { status }) => method === "GET" && /\/users\/user_\w+$/.test(url) && status === 200,
      (user) => withBody({ ...user, public_metadata: {} }),
    ),
    differs: ["merge-is-stored"],
  },
];
