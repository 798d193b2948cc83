import { createInsert } from "./insert.js";
import { allItems, checkSeedCount, classOf, commitInMemory, convertErrors, createBody } from "./resource-body.js";

/** @import { LocalUser, LocalUserInput, LocalUsers } from "../../types/local.js" */
/** @import { AddedResources, ChangeQueue, CreatedResource, WasmBackend } from "./types.js" */

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
  /** @type {() => LocalUser[]} */
  const list = () => allItems((from) => backend.list(from));
  /** @type {AddedResources} */
  const added = {
    noun: "users",
    countAll: () => backend.count(),
    // New users are at the end of the list.
    newestIds: (count) =>
      list()
        .slice(-count)
        .map(({ id }) => id),
  };
  return {
    create: (input) => parse(change(() => backend.create(createBody(input, classOf(backend)), now()))),
    update: (id, input) => parse(change(() => backend.update(String(id), createBody(input, classOf(backend)), now()))),
    insert: createInsert(backend, changes, {
      method: "users.insert",
      noun: "user",
      prepare: (text) => backend.insert(text, now()),
      isKnown: ({ id }) => backend.get(String(id)) !== undefined || backend.wasDeleted(String(id)),
      added,
    }),
    wasDeleted: (id) => backend.wasDeleted(String(id)),
    get: (id) => parse(backend.get(String(id))),
    list,
    delete: (id) => change(() => backend.remove(String(id))) !== undefined,
    clear: () => void change(() => backend.clear()),
    count: () => backend.count(),
    seed(count) {
      checkSeedCount("users", count);
      /** @type {number | undefined} */
      let index = -1;
      const prepareNext = () => {
        index = backend.seed(/** @type {number} */ (index) + 1, count, now());
        return index !== undefined;
      };
      return convertErrors(() => changes.addAllNow(prepareNext, added));
    },
  };
}

/**
 * Creates the users of the option `users` in memory. Their lines are not written yet.
 * @param {WasmBackend} backend
 * @param {Iterable<LocalUserInput>} users
 * @param {() => number} now The clock.
 * @returns {CreatedResource[]}
 */
export function createUsers(backend, users, now) {
  return Array.from(users, (input) => {
    const body = createBody(input, classOf(backend));
    return convertErrors(() => {
      backend.create(body, now());
      return commitInMemory(backend);
    });
  }).flat();
}
