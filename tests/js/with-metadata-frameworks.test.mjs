// withMetadata of the framework entries: which key it uses. The clients are those of @clerk/backend with the options
// that Clerk's packages pass; tests/frameworks constructs the clients of these packages.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { createClerkClient } from "@clerk/backend";
import { withMetadata as astro } from "clerk-metadata/astro";
import { withMetadata as express } from "clerk-metadata/express";
import { withMetadata as nextjs } from "clerk-metadata/nextjs";
import { withMetadata as reactRouter } from "clerk-metadata/react-router";
import { withMetadata as tanstack } from "clerk-metadata/tanstack-react-start";
import { withEnvironment } from "./support/environment.mjs";
import { rejectsWithInputError } from "./support/errors.mjs";
import { httpServer, userBody } from "./support/server.mjs";

const require = createRequire(import.meta.url);
const ENTRIES = { astro, express, nextjs, "react-router": reactRouter, "tanstack-react-start": tanstack };
const PREFIXES = {
  astro: "PUBLIC_",
  express: "",
  nextjs: "NEXT_PUBLIC_",
  "react-router": "VITE_",
  "tanstack-react-start": "VITE_",
};
const publishableKey = (host) => `pk_test_${btoa(`${host}$`)}`;
const ONE = publishableKey("clerk.one.example");
const TWO = publishableKey("clerk.two.example");

/** Clerk's client of the instance ONE. */
const official = (url) => createClerkClient({ secretKey: "sk_test_1", publishableKey: ONE, apiUrl: url });
const authorizations = ({ requests }) => requests.map(({ headers }) => headers.authorization);
const respond = () => ({ body: userBody() });

for (const [name, withMetadata] of Object.entries(ENTRIES)) {
  const publicVariable = `${PREFIXES[name]}CLERK_PUBLISHABLE_KEY`;

  test(`${name}: the key of the environment, which is read for each call`, async (t) => {
    const server = await httpServer(t, respond);
    const clerk = await withMetadata(official(server.url));
    for (const secretKey of ["sk_test_1", "sk_test_2"]) {
      const variables = { CLERK_SECRET_KEY: secretKey, CLERK_API_URL: server.url, [publicVariable]: ONE };
      await withEnvironment(variables, () => clerk.users.getUser("user_1"));
    }
    assert.deepEqual(authorizations(server), ["Bearer sk_test_1", "Bearer sk_test_2"]);
  });

  test(`${name}: an environment of another instance`, async (t) => {
    const server = await httpServer(t, respond);
    const variables = { CLERK_SECRET_KEY: "sk_test_2", CLERK_API_URL: server.url, [publicVariable]: TWO };
    await withEnvironment(variables, async () => {
      const clerk = await withMetadata(official(server.url));
      await rejectsWithInputError(clerk.users.getUser("user_1"), {
        path: "secretKey",
        message: /this key is of the instance clerk\.two\.example, and the client is of clerk\.one\.example/,
      });
      // With the key of the client, that of the environment does not matter.
      const fixed = await withMetadata(official(server.url), { secretKey: "sk_test_1" });
      await fixed.users.getUser("user_1");
    });
    assert.deepEqual(authorizations(server), ["Bearer sk_test_1"]);
  });

  test(`${name}: no key`, async () => {
    await withEnvironment({}, async () => {
      const clerk = await withMetadata(official("http://127.0.0.1:9"));
      await rejectsWithInputError(clerk.users.getUser("user_1"), { code: "missing_secret_key" });
    });
  });

  test(`${name}: CommonJS`, async (t) => {
    const server = await httpServer(t, respond);
    const clerk = await require(`clerk-metadata/${name}`).withMetadata(official(server.url), {
      secretKey: "sk_test_1",
      apiUrl: server.url,
    });
    assert.equal((await clerk.users.getUser("user_1")).id, "user_1");
  });
}

const env = (url) => ({ CLERK_SECRET_KEY: "sk_test_3", CLERK_API_URL: url });
const sources = {
  "astro, context": (client, url) => astro(client, { context: { locals: { runtime: { env: env(url) } } } }),
  "react-router, args": (client, url) =>
    reactRouter(client, { args: { request: {}, context: { cloudflare: { env: env(url) } } } }),
};
for (const [name, wrap] of Object.entries(sources)) {
  test(`${name}: the variables of the context`, async (t) => {
    const server = await httpServer(t, respond);
    await withEnvironment({}, () => wrap(official(server.url), server.url).users.getUser("user_1"));
    assert.deepEqual(authorizations(server), ["Bearer sk_test_3"]);
  });
}

test("nextjs: a promise of a client, and one that rejects", async (t) => {
  const { url } = await httpServer(t, respond);
  const client = official(url);
  const clerk = await nextjs(Promise.resolve(client));
  assert.notEqual(clerk.users.getUser, client.users.getUser);
  const error = new Error("no request");
  await assert.rejects(nextjs(Promise.reject(error)), error);
});
