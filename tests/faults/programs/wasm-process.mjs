// Runs the suite with `clerk-metadata/wasm` in a process, and prints the results as one line.
import { readFile } from "node:fs/promises";
import * as clerkMetadata from "clerk-metadata";
import * as wasm from "clerk-metadata/wasm";
import { runSuite } from "./suite.mjs";

const { urls, runtime } = JSON.parse(process.argv.at(-1));
const file = new URL("wasm_bg.wasm", import.meta.resolve("clerk-metadata/wasm"));
await wasm.default({ module_or_path: await readFile(file) });

// The fetch of Node speaks HTTP/2 only with a dispatcher that allows it. The first fetch creates the dispatcher.
await fetch("data:,");
const dispatcher = Symbol.for("undici.globalDispatcher.1");
globalThis[dispatcher] = new globalThis[dispatcher].constructor({ allowH2: true });

/** The responses of each URL. The module has no `withResponse()`, so the suite gets them from here. */
const statuses = new Map();
const { fetch: hostFetch } = globalThis;
globalThis.fetch = async (url, init) => {
  const attempts = statuses.get(url) ?? [];
  statuses.set(url, attempts);
  const attempt = attempts.push(undefined);
  const response = await hostFetch(url, init);
  attempts[attempt - 1] = response.status;
  return response;
};

function responseInfo(apiUrl) {
  const requests = [...statuses].filter(([url]) => url.startsWith(`${apiUrl}/`)).map(([, attempts]) => attempts);
  const [status] = requests.map((attempts) => attempts.at(-1));
  return { status, attempts: Math.max(...requests.map(({ length }) => length)) };
}

class User {}
const asUser = (value) => (value?.id === undefined ? value : Object.assign(new User(), value));

/** The errors have the names of classes that the module does not have. */
const errorClass = (name) => ({
  [Symbol.hasInstance]: (error) => error instanceof Error && error.name === name,
});

function createClerkClient(options) {
  const method =
    (name) =>
    (...args) => ({
      async withResponse() {
        const isList = name === "getUserList" || name === "getCount";
        const count = name === "getUser" || isList ? 1 : 2;
        const result = await wasm[name](...Array.from({ length: count }, (_, index) => args[index]), options);
        const data = result?.data ? { ...result, data: result.data.map(asUser) } : asUser(result);
        return { data, response: responseInfo(options.apiUrl) };
      },
    });
  const names = ["updateUserMetadata", "replaceUserMetadata", "getUser", "getUserList", "getCount"];
  return { users: Object.fromEntries(names.map((name) => [name, method(name)])) };
}

const adapter = {
  ...clerkMetadata,
  createClerkClient,
  User,
  ...Object.fromEntries(
    ["ClerkInputError", "ClerkAPIResponseError", "ClerkConnectionError"].map((name) => [name, errorClass(name)]),
  ),
};
console.log(JSON.stringify(await runSuite({ clerkMetadata: adapter, urls, runtime })));
