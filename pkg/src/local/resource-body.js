// The bodies of requests that create users, organizations and memberships, from the arguments of a test.
import { ClerkInputError } from "../errors.js";
import { metadataText } from "./merge-and-diff.js";

/** @import { WasmBackend, WasmBackendClass } from "./types.js" */

/** @param {WasmBackend} backend */
export const classOf = (backend) => /** @type {WasmBackendClass} */ (backend.constructor);

/**
 * The official parameters in snake_case. Keys inside metadata are kept.
 * @param {object | undefined} input
 * @param {WasmBackendClass} LocalBackend
 * @param {string} example What the input must be, for the error.
 */
export function createBody(input = {}, LocalBackend, example = 'A user must be an object such as { id: "user_1" }') {
  if (typeof input !== "object" || input === null || Array.isArray(input))
    throw new TypeError(
      `${example}, not ${input === null ? "null" : Array.isArray(input) ? "an array" : `a value of type ${typeof input}`}.`,
    );
  return JSON.stringify(
    snakeCaseKeys(input, (value, name) => {
      if (METADATA.test(name)) return JSON.parse(metadataText(LocalBackend, name, value));
      return EXTERNAL_ACCOUNTS.test(name) && Array.isArray(value)
        ? value.map((account) => snakeCaseKeys(account ?? {}, (text) => text))
        : value;
    }),
  );
}

// Also in snake_case, as in the results of `users.get`.
const METADATA = /^(public|private|unsafe)(Metadata|_metadata)$/;
const EXTERNAL_ACCOUNTS = /^external(Accounts|_accounts)$/;

/**
 * @param {object} object
 * @param {(value: unknown, name: string) => unknown} convert
 */
function snakeCaseKeys(object, convert) {
  const names = new Map();
  /** @type {[string, unknown][]} */
  const members = [];
  for (const [name, value] of Object.entries(object)) {
    if (value === undefined) continue;
    const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    if (names.has(snake))
      throw new ClerkInputError(`${names.get(snake)} and ${name} are the same field. Pass only one of them.`, {
        code: "invalid_params",
        path: name,
      });
    names.set(snake, name);
    members.push([snake, convert(value, name)]);
  }
  return Object.fromEntries(members);
}

/**
 * Commits the pending change in memory. Returns the stored IDs with their lines, which are not written yet.
 * @param {WasmBackend} backend
 * @returns {import("./types.js").CreatedResource[]}
 */
export function commitInMemory(backend) {
  const lines = [];
  do lines.push(backend.pendingLine());
  while (backend.commit() === undefined);
  return lines.map((line) => ({ id: JSON.parse(line).put.id, line }));
}

/**
 * All items of a list of the wasm, which has pages.
 * @template Item
 * @param {(from: number) => { items: string, next?: number }} page
 * @returns {Item[]}
 */
export function allItems(page) {
  /** @type {Item[]} */
  const items = [];
  /** @type {number | undefined} */
  let from = 0;
  while (from !== undefined) {
    /** @type {{ items: string, next?: number }} */
    const { items: text, next } = page(from);
    for (const item of JSON.parse(text)) items.push(item);
    from = next;
  }
  return items;
}

/**
 * @template Result
 * @param {() => Result} run
 */
export function convertErrors(run) {
  try {
    return run();
  } catch (thrown) {
    throw errorFromWasm(thrown);
  }
}

/**
 * The wasm throws the error response of the Backend API as a plain object.
 * @param {any} thrown
 */
export const errorFromWasm = (thrown) =>
  thrown instanceof Error || !thrown?.message ? thrown : Object.assign(new Error(thrown.message), thrown);

/**
 * @param {string} name
 * @param {number} count
 */
export function checkSeedCount(name, count) {
  if (!Number.isInteger(count) || count < 0 || count > MAX_SEED)
    throw new RangeError(`${name}.seed: count must be a whole number from 0 to ${MAX_SEED}, not ${String(count)}.`);
}

const MAX_SEED = 1_000_000;
