// @compileOnLoad: every call runs these functions (build/functions.mjs).
// The values of the fields of a resource that hold other resources.

/**
 * Maximum number of resources in the lists of a response. A small compressed body could contain millions of empty ones,
 * which get all fields. 500 users have at most as many.
 */
const MAX_LISTED = 60_000;
/** How many resources the lists of a response may still have. */
let remaining = 0;

/** Called before the resources of a response are created. */
export function startCount() {
  remaining = MAX_LISTED;
}

/** Whether the lists of the response were too long. Not all of their resources were created then. */
export function isOverLimit() {
  return remaining < 0;
}

/** @param {unknown} json */
function isObject(json) {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

/**
 * The resource in a field; `null` if there is none.
 * @param {any} Fields A constructor in resource-fields.js.
 * @param {unknown} json
 */
export function createOne(Fields, json) {
  return isObject(json) ? new Fields(json) : null;
}

/**
 * The resources in a list, without what is not a resource. The parsed list itself, if possible: V8 could allocate a new
 * one in the old generation, which would keep its resources until a full garbage collection. An empty list is not the
 * literal `[]`: when V8 decides to allocate it in the old generation, it compiles this function and its callers again.
 * @param {any} Fields A constructor in resource-fields.js.
 * @param {unknown} json
 */
export function createMany(Fields, json) {
  if (!Array.isArray(json)) return Array.of();
  remaining -= json.length;
  if (remaining < 0) return [];
  const list = json.every(isObject) ? json : json.filter(isObject);
  for (let index = 0; index < list.length; index++) list[index] = new Fields(list[index]);
  return list;
}

/**
 * Returns `null` for an invalid URL, so that it does not fail the whole response.
 * @param {string | null | undefined} text
 */
export function parseUrl(text) {
  try {
    return text ? new URL(text) : null;
  } catch {
    return null;
  }
}
