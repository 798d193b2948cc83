import { ClerkInputError } from "../errors.js";
import { metadataText } from "./change.js";

/** The users of a backend, without the way over HTTP: to set up tests, and to look at the outcome. */
export function usersOf(backend, changes) {
  const parsed = (text) => (text === undefined ? undefined : JSON.parse(text));
  const make = (prepare) => withErrors(() => changes.makeNow(prepare));
  function list() {
    const users = [];
    for (let from = 0; from !== undefined; ) {
      const page = backend.list(from);
      for (const user of parsed(page.users)) users.push(user);
      from = page.next;
    }
    return users;
  }
  return {
    create: (input) => parsed(make(() => backend.create(bodyOf(input, backend.constructor), Date.now()))),
    get: (id) => parsed(backend.get(String(id))),
    list,
    delete: (id) => make(() => backend.remove(String(id))) !== undefined,
    clear: () => void make(() => backend.clear()),
    count: () => backend.count(),
    seed(count) {
      if (!Number.isInteger(count) || count < 0 || count > MAX_SEED)
        throw new RangeError(`users.seed takes a whole number from 0 to ${MAX_SEED}, not ${String(count)}.`);
      let index = -1;
      const next = () => {
        index = backend.seed(index + 1, count, Date.now());
        return index !== undefined;
      };
      // The last ones of the list are the new ones.
      return withErrors(() =>
        changes.makeAllNow(next, (added) =>
          list()
            .slice(-added)
            .map(({ id }) => id),
        ),
      );
    },
  };
}

const MAX_SEED = 1_000_000;

/** Creates the users of the option `users` in memory, and returns `{ id, line }` of each, to be written. */
export function createUsers(backend, users) {
  return Array.from(users, (input) => {
    const body = bodyOf(input, backend.constructor);
    return withErrors(() => {
      backend.create(body, Date.now());
      const line = backend.pendingLine();
      return { id: JSON.parse(backend.commit()).id, line };
    });
  });
}

function withErrors(act) {
  try {
    return act();
  } catch (thrown) {
    throw errorOf(thrown);
  }
}

/** The wasm throws the response that the Backend API would have given, as a plain object. */
export const errorOf = (thrown) =>
  thrown instanceof Error || !thrown?.message ? thrown : Object.assign(new Error(thrown.message), thrown);

/** The body of `POST /v1/users`: the official names of `createUser`, in snake_case. Keys inside metadata are kept. */
function bodyOf(input = {}, LocalBackend) {
  if (typeof input !== "object" || input === null || Array.isArray(input))
    throw new TypeError(
      `A user must be an object such as { id: "user_1" }, not ${input === null ? "null" : Array.isArray(input) ? "an array" : `a value of type ${typeof input}`}.`,
    );
  return JSON.stringify(
    inSnakeCase(input, (value, name) => {
      if (METADATA.test(name)) return JSON.parse(metadataText(LocalBackend, name, value));
      return EXTERNAL_ACCOUNTS.test(name) && Array.isArray(value)
        ? value.map((account) => inSnakeCase(account ?? {}, (text) => text))
        : value;
    }),
  );
}

// In snake_case too: so `users.get` returns them.
const METADATA = /^(public|private|unsafe)(Metadata|_metadata)$/;
const EXTERNAL_ACCOUNTS = /^external(Accounts|_accounts)$/;

function inSnakeCase(object, convert) {
  const names = new Map();
  const members = [];
  for (const [name, value] of Object.entries(object)) {
    if (value === undefined) continue;
    const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    if (names.has(snake))
      throw new ClerkInputError(`${names.get(snake)} and ${name} are the same field. Give one of them.`, {
        code: "invalid_params",
        path: name,
      });
    names.set(snake, name);
    members.push([snake, convert(value, name)]);
  }
  return Object.fromEntries(members);
}
