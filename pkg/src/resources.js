// @compileOnLoad: every call runs these functions (build/functions.mjs).
// Reads the response of a call: a resource, or a list of them. Responses that are not as expected, and long ones, are
// checked by the wasm (`check` in src/core/response/body.rs).
import { createMany, isOverLimit, startCount } from "./nested-resources.js";
import { isPlainObject } from "./plain-metadata.js";
import { GET_RAW } from "./resource-classes.js";
import { OrganizationFields, OrganizationMembershipFields, setPrototypes, UserFields } from "./resource-fields.js";

/**
 * The content of a response, as in `Expected` of src/core: the `object` of a resource, its constructor in
 * resource-fields.js, and whether it is a list.
 * @typedef {{ object: string, Fields: any, isList?: boolean }} Expected
 */

/** @type {Expected} */
export const USER = { object: "user", Fields: UserFields };
/** @type {Expected} */
export const USERS = { ...USER, isList: true };
/** @type {Expected} */
export const ORGANIZATION = { object: "organization", Fields: OrganizationFields };
/** @type {Expected} */
export const MEMBERSHIP = { object: "organization_membership", Fields: OrganizationMembershipFields };

/**
 * The length up to which a response is read without a check of its size: parsed, it takes less than 100 MB, whatever it
 * contains.
 */
const MAX_UNCHECKED_LENGTH = 1_250_000;

/**
 * Reads a short response. Returns `undefined` if it is long, or not what is expected.
 * @param {Expected} expected
 * @param {string} text
 */
export function readResources(expected, text) {
  if (text.length > MAX_UNCHECKED_LENGTH) return undefined;
  try {
    const json = JSON.parse(text);
    const { object, isList } = expected;
    const isExpected = isList
      ? Array.isArray(json) && json.every((item) => isResource(item, object))
      : isResource(json, object);
    return isExpected ? createResources(expected, json, text) : undefined;
  } catch {
    return undefined; // not JSON
  }
}

/**
 * @param {any} json
 * @param {string} object
 */
function isResource(json, object) {
  return json !== null && json.object === object && typeof json.id === "string";
}

/**
 * Reads a response that the wasm has checked. Returns `undefined` if it takes too much memory.
 * @param {Expected} expected
 * @param {string} text
 */
export function readCheckedResources(expected, text) {
  const resources = createResources(expected, JSON.parse(text), text);
  return text.length > MAX_UNCHECKED_LENGTH && hasLongText(resources) ? undefined : resources;
}

/**
 * Whether a field of a resource holds a text that is longer than a short response. The metadata are not searched.
 * @param {any} value
 * @returns {boolean}
 */
const hasLongText = (value) =>
  typeof value === "string"
    ? value.length > MAX_UNCHECKED_LENGTH
    : Array.isArray(value)
      ? value.some(hasLongText)
      : typeof value === "object" && value !== null && !isPlainObject(value) && Object.values(value).some(hasLongText);

let hasPrototypes = false;

/**
 * @param {Expected} expected
 * @param {any} json
 * @param {string} text
 */
function createResources({ Fields, isList }, json, text) {
  if (!hasPrototypes) setPrototypes();
  hasPrototypes = true;
  startCount();
  const getRaw = parseLazily(text);
  // Without closures that hold the response: V8 keeps the last one that a function was called with.
  const resources = isList ? createMany(Fields, json) : addRaw(new Fields(json), getRaw);
  if (isList) for (let index = 0; index < resources.length; index++) addRawOfItem(resources[index], getRaw, index);
  return isOverLimit() ? undefined : resources;
}

/**
 * Parses a text when its value is first needed.
 * @param {string} text
 */
function parseLazily(text) {
  /** @type {any} */
  let value;
  return () => (value ??= JSON.parse(text));
}

/**
 * Adds the `raw` of a resource, and that of the organization of a membership.
 * @param {any} resource
 * @param {() => any} getRaw
 */
function addRaw(resource, getRaw) {
  Object.defineProperty(resource, GET_RAW, { value: getRaw });
  if (resource.organization)
    Object.defineProperty(resource.organization, GET_RAW, { value: () => getRaw().organization });
  return resource;
}

/**
 * The same for a resource in a list.
 * @param {any} resource
 * @param {() => any} getRaw
 * @param {number} index
 */
function addRawOfItem(resource, getRaw, index) {
  return addRaw(resource, () => getRaw()[index]);
}
