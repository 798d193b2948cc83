// The framework entries: which environment each one reads, and when.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { clerkClient as astro } from "clerk-metadata/astro";
import { clerkClient as cloudflare } from "clerk-metadata/cloudflare";
import { clerkClient as express } from "clerk-metadata/express";
import { clerkClient as nextjs } from "clerk-metadata/nextjs";
import { clerkClient as reactRouter } from "clerk-metadata/react-router";
import { clerkClient as tanstack } from "clerk-metadata/tanstack-react-start";
import { rejectsWithInputError } from "./support/errors.mjs";
import { httpServer, userBody } from "./support/server.mjs";

const require = createRequire(import.meta.url);
const VARIABLE_NAMES = ["CLERK_SECRET_KEY", "CLERK_API_URL", "CLERK_API_VERSION"];

/** Each way to create a client, with the variables in `process.env`. */
const CLIENT_FACTORIES = {
  nextjs: () => nextjs(),
  astro: () => astro({ locals: {} }),
  express: () => express,
  "react-router": () => reactRouter({ request: new Request("http://app.test"), context: {} }),
  "react-router, without arguments": () => reactRouter,
  "tanstack-react-start": () => tanstack(),
};

/** Each source other than `process.env` from which an entry reads variables. */
const ENV_SOURCES = {
  "cloudflare, env": (env) => cloudflare(env),
  "astro, locals.runtime.env": (env) => astro({ locals: { runtime: { env } } }),
  "react-router, context.cloudflare.env": (env) => reactRouter({ context: { cloudflare: { env } } }),
  "react-router, context.env": (env) => reactRouter({ context: { env } }),
  "react-router, context": (env) => reactRouter({ context: env }),
};

/** Runs `use` while `process.env` has only these of Clerk's variables. */
async function withEnvironment(variables, action) {
  const previous = VARIABLE_NAMES.map((name) => [name, process.env[name]]);
  for (const name of VARIABLE_NAMES) delete process.env[name];
  Object.assign(process.env, variables);
  try {
    return await action();
  } finally {
    for (const [name, value] of previous) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

const update = async (client) =>
  (await client).users.updateUserMetadata("user_1", { publicMetadata: { birthday: "1990-01-01" } });
const user = () => ({ body: userBody() });
const summaryOf = ({ method, url, headers }) => [method, url, headers.authorization];

for (const [name, client] of Object.entries(CLIENT_FACTORIES)) {
  test(`${name}: the environment is read at the time of the call`, async (t) => {
    const server = await httpServer(t, user);
    const variables = { CLERK_SECRET_KEY: "sk_test_1", CLERK_API_URL: server.url };
    await withEnvironment(variables, () => update(client()));
    await withEnvironment({ ...variables, CLERK_SECRET_KEY: "sk_test_2", CLERK_API_VERSION: "v2" }, () =>
      update(client()),
    );
    assert.deepEqual(server.requests.map(summaryOf), [
      ["PATCH", "/v1/users/user_1/metadata", "Bearer sk_test_1"],
      ["PATCH", "/v2/users/user_1/metadata", "Bearer sk_test_2"],
    ]);
  });

  test(`${name}: without a key the call rejects, and creating the client does not throw`, () =>
    withEnvironment({}, async () => {
      const createdClient = await client();
      await rejectsWithInputError(createdClient.users.getUser("user_1"), {
        code: "missing_secret_key",
        message: /^Missing Clerk Secret Key\. Go to https:\/\/dashboard\.clerk\.com/,
      });
    }));
}

for (const [name, client] of Object.entries(ENV_SOURCES)) {
  test(`${name}: the variables are read from this source`, async (t) => {
    const server = await httpServer(t, user);
    const env = { CLERK_SECRET_KEY: "sk_test_bound", CLERK_API_URL: server.url, CLERK_API_VERSION: "v3" };
    await withEnvironment({}, () => update(client(env)));
    assert.deepEqual(server.requests.map(summaryOf), [["PATCH", "/v3/users/user_1/metadata", "Bearer sk_test_bound"]]);
  });
}

test("of two sources, the one that the official package prefers is used", async (t) => {
  const server = await httpServer(t, user);
  const env = { CLERK_SECRET_KEY: "sk_test_bound" };
  await withEnvironment({ CLERK_SECRET_KEY: "sk_test_process", CLERK_API_URL: server.url }, async () => {
    await update(astro({ locals: { runtime: { env } } }));
    await update(reactRouter({ context: { cloudflare: { env } } }));
    await rejectsWithInputError(cloudflare({}).users.getUser("user_1"), { code: "missing_secret_key" });
  });
  assert.deepEqual(
    server.requests.map(({ headers }) => headers.authorization),
    ["Bearer sk_test_bound", "Bearer sk_test_process"],
  );
});

test("astro: locals whose runtime.env throws, as in Astro 6", async (t) => {
  const server = await httpServer(t, user);
  const runtime = {
    get env() {
      throw new Error("locals.runtime.env has been removed");
    },
  };
  await withEnvironment({ CLERK_SECRET_KEY: "sk_test_process", CLERK_API_URL: server.url }, () =>
    update(astro({ locals: { runtime } })),
  );
  assert.deepEqual(
    server.requests.map(({ headers }) => headers.authorization),
    ["Bearer sk_test_process"],
  );
});

test("options take precedence over the environment", async (t) => {
  const server = await httpServer(t, user);
  const options = { secretKey: "sk_test_option", apiUrl: server.url };
  await withEnvironment({ CLERK_SECRET_KEY: "sk_test_process" }, async () => {
    await update(nextjs(options));
    await update(tanstack(options));
    await update(astro({ locals: {} }, options));
    await update(reactRouter({ context: {} }, options));
    await update(cloudflare({ CLERK_SECRET_KEY: "sk_test_bound" }, options));
  });
  assert.deepEqual(
    server.requests.map(({ headers }) => headers.authorization),
    Array(5).fill("Bearer sk_test_option"),
  );
});

test("errors are instances of the main entry's classes, for `require` too", async () => {
  const { ClerkInputError } = await import("clerk-metadata");
  const required = require("clerk-metadata");
  await withEnvironment({}, async () => {
    await assert.rejects(express.users.getUser("user_1"), ClerkInputError);
    await assert.rejects(
      require("clerk-metadata/express").clerkClient.users.getUser("user_1"),
      required.ClerkInputError,
    );
  });
});

/** The clients that a module exports. */
const EXPORTED_CLIENTS = { express, "react-router": reactRouter };

for (const [name, clerkClient] of Object.entries(EXPORTED_CLIENTS)) {
  test(`${name}: users is always the same object, so a test can replace its functions`, async (t) => {
    assert.equal(clerkClient.users, clerkClient.users);
    const { users } = clerkClient;
    const spy = t.mock.method(clerkClient.users, "getUser", async () => ({ id: "user_fake" }));
    assert.equal((await users.getUser("user_1")).id, "user_fake");
    assert.equal((await clerkClient.users.getUser("user_1")).id, "user_fake");
    assert.equal(spy.mock.callCount(), 2);
    spy.mock.restore();

    const { getUser } = users;
    users.getUser = async () => ({ id: "user_assigned" });
    try {
      assert.equal((await clerkClient.users.getUser("user_1")).id, "user_assigned");
    } finally {
      users.getUser = getUser;
    }
    clerkClient.users = { getCount: async () => 7 };
    try {
      assert.equal(await clerkClient.users.getCount(), 7);
    } finally {
      clerkClient.users = users;
    }
  });

  test(`${name}: its functions work without the client object and read the environment at the time of the call`, async (t) => {
    const server = await httpServer(t, user);
    const { getUser, updateUserMetadata } = clerkClient.users;
    const copy = { ...clerkClient };
    await withEnvironment({ CLERK_SECRET_KEY: "sk_test_1", CLERK_API_URL: server.url }, async () => {
      await getUser("user_1");
      await copy.users.getUser("user_1");
      process.env.CLERK_SECRET_KEY = "sk_test_2";
      const { response } = await updateUserMetadata(
        "user_1",
        { publicMetadata: { a: 1 } },
        { maxRetries: 0 },
      ).withResponse();
      assert.equal(response.attempts, 1);
    });
    assert.deepEqual(server.requests.map(summaryOf), [
      ["GET", "/v1/users/user_1", "Bearer sk_test_1"],
      ["GET", "/v1/users/user_1", "Bearer sk_test_1"],
      ["PATCH", "/v1/users/user_1/metadata", "Bearer sk_test_2"],
    ]);
  });

  test(`${name}: its properties are enumerable, like those of a client`, () => {
    assert.deepEqual(Object.keys(clerkClient), ["users", "organizations"]);
    for (const part of Object.keys(clerkClient))
      assert.deepEqual(Object.keys(clerkClient[part]), Object.keys(createClerkClient()[part]));
    for (const object of [clerkClient, clerkClient.users, clerkClient.organizations]) {
      for (const key of Object.keys(object)) {
        const { writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(object, key);
        assert.deepEqual(
          { writable, enumerable, configurable },
          { writable: true, enumerable: true, configurable: true },
          key,
        );
      }
    }
  });
}

test("users of each created client is always the same object, so a test can replace its functions", async (t) => {
  const clients = [
    await nextjs(),
    astro({ locals: {} }),
    tanstack(),
    cloudflare({}),
    reactRouter({ context: {} }),
    createClerkClient(),
  ];
  for (const client of clients) {
    assert.equal(client.users, client.users);
    t.mock.method(client.users, "getUser", async () => ({ id: "user_fake" }));
    assert.equal((await client.users.getUser("user_1")).id, "user_fake");
  }
  assert.notEqual((await nextjs()).users, (await nextjs()).users);
});
