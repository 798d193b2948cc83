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
const NAMES = ["CLERK_SECRET_KEY", "CLERK_API_URL", "CLERK_API_VERSION"];

/** Each way to create a client, with the variables in `process.env`. */
const WAYS = {
  nextjs: () => nextjs(),
  astro: () => astro({ locals: {} }),
  express: () => express,
  "react-router": () => reactRouter({ request: new Request("http://app.test"), context: {} }),
  "react-router, without arguments": () => reactRouter,
  "tanstack-react-start": () => tanstack(),
};

/** Each source other than `process.env` from which an entry reads variables. */
const PLACES = {
  "cloudflare, env": (env) => cloudflare(env),
  "astro, locals.runtime.env": (env) => astro({ locals: { runtime: { env } } }),
  "react-router, context.cloudflare.env": (env) => reactRouter({ context: { cloudflare: { env } } }),
  "react-router, context.env": (env) => reactRouter({ context: { env } }),
  "react-router, context": (env) => reactRouter({ context: env }),
};

/** Runs `use` while `process.env` has only these of Clerk's variables. */
async function withEnvironment(variables, use) {
  const before = NAMES.map((name) => [name, process.env[name]]);
  for (const name of NAMES) delete process.env[name];
  Object.assign(process.env, variables);
  try {
    return await use();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

const update = async (client) =>
  (await client).users.updateUserMetadata("user_1", { publicMetadata: { birthday: "1990-01-01" } });
const user = () => ({ body: userBody() });
const asked = ({ method, url, headers }) => [method, url, headers.authorization];

for (const [name, client] of Object.entries(WAYS)) {
  test(`${name}: the environment is read when it is called`, async (t) => {
    const server = await httpServer(t, user);
    const given = { CLERK_SECRET_KEY: "sk_test_1", CLERK_API_URL: server.url };
    await withEnvironment(given, () => update(client()));
    await withEnvironment({ ...given, CLERK_SECRET_KEY: "sk_test_2", CLERK_API_VERSION: "v2" }, () => update(client()));
    assert.deepEqual(server.requests.map(asked), [
      ["PATCH", "/v1/users/user_1/metadata", "Bearer sk_test_1"],
      ["PATCH", "/v2/users/user_1/metadata", "Bearer sk_test_2"],
    ]);
  });

  test(`${name}: without a key the call rejects, the client does not throw`, () =>
    withEnvironment({}, async () => {
      const made = await client();
      await rejectsWithInputError(made.users.getUser("user_1"), {
        code: "missing_secret_key",
        message: /^Missing Clerk Secret Key\. Go to https:\/\/dashboard\.clerk\.com/,
      });
    }));
}

for (const [name, client] of Object.entries(PLACES)) {
  test(`${name}: the variables are found there`, async (t) => {
    const server = await httpServer(t, user);
    const env = { CLERK_SECRET_KEY: "sk_test_bound", CLERK_API_URL: server.url, CLERK_API_VERSION: "v3" };
    await withEnvironment({}, () => update(client(env)));
    assert.deepEqual(server.requests.map(asked), [["PATCH", "/v3/users/user_1/metadata", "Bearer sk_test_bound"]]);
  });
}

test("of two places the one that the official twin prefers counts", async (t) => {
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

test("astro: locals whose runtime may not be asked for its env, as since Astro 6", async (t) => {
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

test("options come before the environment", async (t) => {
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

test("what they throw is of the classes of the main entry, for `require` too", async () => {
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
const HELD = { express, "react-router": reactRouter };

for (const [name, clerkClient] of Object.entries(HELD)) {
  test(`${name}: users is one object, whose functions a test can replace`, async (t) => {
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

  test(`${name}: its functions work on their own, with the environment of the call`, async (t) => {
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
    assert.deepEqual(server.requests.map(asked), [
      ["GET", "/v1/users/user_1", "Bearer sk_test_1"],
      ["GET", "/v1/users/user_1", "Bearer sk_test_1"],
      ["PATCH", "/v1/users/user_1/metadata", "Bearer sk_test_2"],
    ]);
  });

  test(`${name}: it shows its calls as the client does`, () => {
    assert.deepEqual(Object.keys(clerkClient), ["users"]);
    assert.deepEqual(Object.keys(clerkClient.users), Object.keys(createClerkClient().users));
    for (const object of [clerkClient, clerkClient.users]) {
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

test("each client that a call gives has one users object, which a test can replace", async (t) => {
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
