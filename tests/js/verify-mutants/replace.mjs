// Backend APIs that replace metadata in another way, or change values.
import { changingBody, isObject, metadataRequest } from "./metadata.mjs";

const stringify = (value) => JSON.stringify(value);
const mapValues = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));

/** Changes each field of a PUT, and keeps the text of the body if nothing changed. */
const changingFields = (change) =>
  changingBody("PUT", (body, user, text) => {
    const changed = mapValues(body, (value, field) => change(value, user[field]));
    return stringify(changed) === stringify(body) ? text : stringify(changed);
  });

/** Without nulls, in arrays too. */
function inArrays(value, depth = 0) {
  if (Array.isArray(value)) return value.map((item) => inArrays(item, depth + 1));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([, item]) => depth === 0 || item !== null);
  return mapValues(Object.fromEntries(kept), (item) => inArrays(item, depth));
}

const pick = (object, names) => Object.fromEntries(Object.entries(object).filter(([name]) => names.includes(name)));
const isEmpty = (value) => Object.keys(value).length === 0;

/** Changes the numbers of the body that the facts about numbers send. */
const changingNumber = (from, to) => (request, forward) =>
  forward({ ...request, body: metadataRequest(request) ? request.body.replace(from, to) : request.body });

const NULLS_AT_TOP = (value) => Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null));

export const REPLACE_MUTANTS = [
  {
    name: "PUT keeps keys at the top level",
    intercept: changingFields((value, stored) => ({ ...pick(stored, ["removed"]), ...value })),
    differs: ["replace-field"],
  },
  {
    name: "PUT keeps keys of nested objects",
    intercept: changingFields((value, stored) =>
      mapValues(value, (item, key) => (isObject(item) && isObject(stored[key]) ? { ...stored[key], ...item } : item)),
    ),
    differs: ["replace-field"],
  },
  {
    name: "PUT ignores {}",
    intercept: changingFields((value, stored) => (isEmpty(value) ? stored : value)),
    differs: ["replace-clears"],
  },
  {
    name: "PUT clears the fields that it omits",
    intercept: changingBody("PUT", (body, _, text) =>
      "unsafe_metadata" in body ? text : stringify({ ...body, unsafe_metadata: {} }),
    ),
    differs: ["replace-omitted"],
  },
  {
    name: "PUT drops nulls at the top level",
    intercept: changingFields(NULLS_AT_TOP),
    differs: ["replace-null-stored"],
  },
  {
    name: "PUT drops nulls of objects in arrays",
    intercept: changingFields((value) => inArrays(value)),
    differs: ["replace-null-in-array"],
  },
  {
    name: "integers are doubles",
    intercept: changingNumber("12345678901234567890", "12345678901234567000"),
    differs: ["number-large-integer"],
  },
  { name: "numbers are normalized", intercept: changingNumber("1.50", "1.5"), differs: ["number-decimal"] },
  {
    name: "metadata may be nested 50 levels deep",
    intercept: (request, forward) =>
      request.body.includes('{"a":'.repeat(51))
        ? { status: 422, body: '{"errors":[{"code":"form_param_value_invalid"}]}' }
        : forward(request),
    differs: ["nesting-depth"],
  },
];
