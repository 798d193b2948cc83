import { metadataText } from "./change.js";

/** The users of a backend, without the way over HTTP: to set up tests, and to look at the outcome. */
export function usersOf(backend, changes) {
  const parsed = (text) => (text === undefined ? undefined : JSON.parse(text));
  const make = (prepare) => withErrors(() => changes.makeNow(prepare));
  return {
    create: (input) => parsed(make(() => backend.create(bodyOf(input, backend.constructor), Date.now()))),
    get: (id) => parsed(backend.get(String(id))),
    list() {
      const users = [];
      for (let from = 0; from !== undefined; ) {
        const page = backend.list(from);
        for (const user of parsed(page.users)) users.push(user);
        from = page.next;
      }
      return users;
    },
    delete: (id) => make(() => backend.remove(String(id))) !== undefined,
    clear: () => void make(() => backend.clear()),
    count: () => backend.count(),
    seed(count) {
      if (!Number.isInteger(count) || count < 0 || count > MAX_SEED) throw new RangeError(`users.seed takes a whole number from 0 to ${MAX_SEED}, not ${String(count)}.`);
      let [added, index] = [0, -1];
      const next = () => {
        index = backend.seed(index + 1, count, Date.now());
        return index !== undefined;
      };
      while (make(next) !== undefined) added++;
      return added;
    },
  };
}

const MAX_SEED = 1_000_000;

/** Creates the users of the option `users`; unlike `users.create`, it waits for a journal that returns promises. */
export async function createUsers(backend, changes, users) {
  for (const input of users) {
    const body = bodyOf(input, backend.constructor);
    try {
      await changes.make(() => backend.create(body, Date.now()));
    } catch (thrown) {
      throw errorOf(thrown);
    }
  }
}

function withErrors(act) {
  try {
    return act();
  } catch (thrown) {
    throw errorOf(thrown);
  }
}

/** The wasm throws the response that the Backend API would have given, as a plain object. */
const errorOf = (thrown) => (thrown instanceof Error || !thrown?.message ? thrown : Object.assign(new Error(thrown.message), thrown));

/** The body of `POST /v1/users`: the official names of `createUser`, in snake_case. Keys inside metadata are kept. */
const bodyOf = (input, LocalBackend) =>
  JSON.stringify(
    inSnakeCase(input ?? {}, (value, name) => {
      if (METADATA.test(name) && value !== undefined) return JSON.parse(metadataText(LocalBackend, name, value));
      return name === "externalAccounts" && Array.isArray(value) ? value.map((account) => inSnakeCase(account ?? {}, (text) => text)) : value;
    }),
  );

const METADATA = /^(public|private|unsafe)Metadata$/;

const inSnakeCase = (object, valueOf) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), valueOf(value, name)]));
