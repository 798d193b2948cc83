// The option `coalesce` in the entries of frameworks, which create a client for each request, and in CommonJS. That its
// code is loaded only by an update of a client with the option is tested by tests/runtimes.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { createLocalBackend } from "clerk-metadata/local";

const require = createRequire(import.meta.url);
const options = (backend) => ({ secretKey: "sk_test_1", fetch: backend.fetch, coalesce: true });
const startBackend = () => createLocalBackend({ users: [{ id: "user_1" }], rateLimit: true });

/** The number of requests for updates of one user, each through a client of its own. */
async function requestsWith(createClient) {
  const backend = await startBackend();
  const clientOptions = options(backend);
  const update = async (key) =>
    (await createClient(clientOptions)).users.updateUserMetadata("user_1", { publicMetadata: { [key]: 1 } });
  const users = await Promise.all(["a", "b", "c", "d"].map(update));
  assert.deepEqual(users.at(-1).publicMetadata, { a: 1, b: 1, c: 1, d: 1 });
  return backend.requests.length;
}

const CLIENTS = {
  "clerk-metadata/cloudflare": ({ clerkClient }, given) => clerkClient({}, given),
  "clerk-metadata/astro": ({ clerkClient }, given) => clerkClient({}, given),
  "clerk-metadata/nextjs": ({ clerkClient }, given) => clerkClient(given),
  "clerk-metadata/react-router": ({ clerkClient }, given) => clerkClient({}, given),
  "clerk-metadata/tanstack-react-start": ({ clerkClient }, given) => clerkClient(given),
  "clerk-metadata": ({ createClerkClient }, given) => createClerkClient(given),
  "clerk-metadata/js": ({ createClerkClient }, given) => createClerkClient(given),
};

for (const [name, createClient] of Object.entries(CLIENTS)) {
  test(`coalesce: clients of ${name} with the same options share the queues`, async () => {
    const entry = await import(name);
    assert.equal(await requestsWith((given) => createClient(entry, given)), 2);
  });

  test(`coalesce: the same with require("${name}")`, async () => {
    const entry = require(name);
    assert.equal(await requestsWith((given) => createClient(entry, given)), 2);
  });
}

test("coalesce: withMetadata of Clerk's client", async () => {
  const { withMetadata } = await import("clerk-metadata/with-metadata");
  const official = { users: { updateUserMetadata() {}, getUser() {} } };
  assert.equal(await requestsWith((given) => withMetadata(official, given)), 2);
});
