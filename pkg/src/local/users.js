import { metadataText } from "./change.js";

/** The users of a backend, without the way over HTTP: to set up tests, and to look at the outcome. */
export function usersOf(backend, append) {
  const parsed = (text) => (text === undefined ? undefined : JSON.parse(text));
  const refused = (act) => {
    try {
      return act();
    } catch (thrown) {
      // The wasm throws what the Backend API would have answered, as a plain object.
      throw thrown instanceof Error || !thrown?.message ? thrown : Object.assign(new Error(thrown.message), thrown);
    }
  };
  return {
    create: (input) => refused(() => parsed(backend.create(bodyOf(input, backend.constructor), Date.now(), append))),
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
    delete: (id) => refused(() => backend.remove(String(id), append)),
    clear: () => refused(() => backend.clear(append)),
    count: () => backend.count(),
    seed: (count) => refused(() => backend.seed(count, Date.now(), append)),
  };
}

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
