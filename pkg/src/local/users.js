import { ClerkInputError } from "../errors.js";
import { metadataText } from "./merge-and-diff.js";

/** @import { LocalUser, LocalUserInput, LocalUsers, LocalUserUpdate } from "../../types/local.js" */
/** @import { ChangeQueue, CreatedUser, WasmBackend, WasmBackendClass } from "./types.js" */

/**
 * The users of a backend without HTTP, to set up tests and to check results.
 * @param {WasmBackend} backend
 * @param {ChangeQueue} changes
 * @param {() => number} now The clock.
 * @returns {LocalUsers}
 */
export function usersApi(backend, changes, now) {
  /** @type {(text: string | undefined) => any} */
  const parse = (text) => (text === undefined ? undefined : JSON.parse(text));
  /** @type {(prepare: () => unknown) => string | undefined} */
  const change = (prepare) => convertErrors(() => changes.changeNow(prepare));
  function list() {
    /** @type {LocalUser[]} */
    const users = [];
    /** @type {number | undefined} */
    let from = 0;
    while (from !== undefined) {
      /** @type {{ users: string, next?: number }} */
      const page = backend.list(from);
      for (const user of parse(page.users)) users.push(user);
      from = page.next;
    }
    return users;
  }
  /** New users are at the end of the list. @type {(count: number) => string[]} */
  const newestIds = (count) =>
    list()
      .slice(-count)
      .map(({ id }) => id);
  const isKnown = (/** @type {string} */ text) => {
    const { id } = Object(parse(text));
    return backend.get(String(id)) !== undefined || backend.wasDeleted(String(id));
  };
  return {
    create: (input) => parse(change(() => backend.create(createBody(input, classOf(backend)), now()))),
    update: (id, input) => parse(change(() => backend.update(String(id), createBody(input, classOf(backend)), now()))),
    insert(text, { keepExisting = false } = {}) {
      if (typeof text !== "string")
        throw new TypeError(
          `users.insert takes the JSON text of a user or of a list of users, not a value of type ${typeof text}.`,
        );
      const elements = classOf(backend).arrayElements(text);
      const texts = (elements ?? [text]).filter((text) => !(keepExisting && isKnown(text)));
      let index = 0;
      const prepareNext = () => {
        if (index === texts.length) return false;
        try {
          backend.insert(texts[index], now());
        } catch (thrown) {
          const error = errorFromWasm(thrown);
          if (elements !== undefined && error.errors !== undefined)
            error.message = `user ${index + 1}: ${error.message}`;
          throw error;
        }
        index++;
        return true;
      };
      return convertErrors(() => changes.addAllNow(prepareNext, newestIds));
    },
    wasDeleted: (id) => backend.wasDeleted(String(id)),
    get: (id) => parse(backend.get(String(id))),
    list,
    delete: (id) => change(() => backend.remove(String(id))) !== undefined,
    clear: () => void change(() => backend.clear()),
    count: () => backend.count(),
    seed(count) {
      if (!Number.isInteger(count) || count < 0 || count > MAX_SEED)
        throw new RangeError(`users.seed: count must be a whole number from 0 to ${MAX_SEED}, not ${String(count)}.`);
      /** @type {number | undefined} */
      let index = -1;
      const prepareNext = () => {
        index = backend.seed(/** @type {number} */ (index) + 1, count, now());
        return index !== undefined;
      };
      return convertErrors(() => changes.addAllNow(prepareNext, newestIds));
    },
  };
}

const MAX_SEED = 1_000_000;

/** @param {WasmBackend} backend */
const classOf = (backend) => /** @type {WasmBackendClass} */ (backend.constructor);

/**
 * Creates the users of the option `users` in memory. Their lines are not written yet.
 * @param {WasmBackend} backend
 * @param {Iterable<LocalUserInput>} users
 * @param {() => number} now The clock.
 * @returns {CreatedUser[]}
 */
export function createUsers(backend, users, now) {
  return Array.from(users, (input) => {
    const body = createBody(input, classOf(backend));
    return convertErrors(() => {
      backend.create(body, now());
      const line = backend.pendingLine();
      return { id: JSON.parse(/** @type {string} */ (backend.commit())).id, line };
    });
  });
}

/**
 * @template Result
 * @param {() => Result} run
 */
function convertErrors(run) {
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
 * The body of `POST /v1/users`: the official parameters of `createUser` in snake_case. Keys inside metadata are kept.
 * @param {LocalUserInput | LocalUserUpdate | undefined} input
 * @param {WasmBackendClass} LocalBackend
 */
function createBody(input = {}, LocalBackend) {
  if (typeof input !== "object" || input === null || Array.isArray(input))
    throw new TypeError(
      `A user must be an object such as { id: "user_1" }, not ${input === null ? "null" : Array.isArray(input) ? "an array" : `a value of type ${typeof input}`}.`,
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
