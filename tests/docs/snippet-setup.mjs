// Loaded before a snippet that runs: starts a local Backend API with the user and the organization of the
// documentation, sends the requests to Clerk there, and defines the values that snippets use without declaring them.
import assert from "node:assert/strict";
import { createClerkClient } from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";

const backend = await createLocalBackend({
  users: [{ id: "user_2abc", publicMetadata: { plan: { name: "pro", seats: 2 }, trial: true } }],
  organizations: [
    {
      id: "org_2abc",
      name: "Acme",
      slug: "acme",
      publicMetadata: { plan: { name: "pro", seats: 2 }, trial: true },
      members: [{ userId: "user_2abc", role: "org:admin" }],
    },
  ],
});
const server = await backend.listen();
const { fetch } = globalThis;
globalThis.fetch = (url, init) => fetch(String(url).replace("https://api.clerk.com", server.url), init);
process.env.CLERK_SECRET_KEY = "sk_test_docs";
delete process.env.CLERK_API_URL;

const done = new Set();
globalThis.assertValue = (number, actual, expected) => {
  assert.deepEqual(actual, expected);
  done.add(number);
};
globalThis.clerk = createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY });

/** Stops the server, and fails if an assertion was not reached. */
globalThis.finish = async (count) => {
  await server.close();
  await backend.close();
  assert.deepEqual([...done].sort(), Array.from({ length: count }, (_, number) => number).sort());
};
