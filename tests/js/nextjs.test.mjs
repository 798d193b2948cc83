// clerk-metadata/nextjs with a fake `next` that only has headers(): which of its errors are rethrown, and which are
// ignored. tests/frameworks tests Next.js itself.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { folder as temporaryFolder } from "./support/folder.mjs";
import { AES } from "../node_modules/@clerk/nextjs/dist/esm/vendor/crypto-es.js";
import { httpServer, userBody } from "./support/server.mjs";

const packageFolder = join(dirname(fileURLToPath(import.meta.url)), "../../pkg");

const folder = temporaryFolder({ after });

/** The `clerkClient` of both module systems, and the fake `headers` of next/headers. */
const clients = {};
const fakeNext = { headers: undefined };

before(async () => {
  const installed = join(folder, "node_modules/clerk-metadata");
  cpSync(join(packageFolder, "dist"), join(installed, "dist"), { recursive: true });
  cpSync(join(packageFolder, "package.json"), join(installed, "package.json"));
  mkdirSync(join(folder, "node_modules/next"));
  writeFileSync(join(folder, "node_modules/next/package.json"), JSON.stringify({ name: "next", version: "16.0.0" }));
  globalThis.standInForNext = fakeNext;
  writeFileSync(
    join(folder, "node_modules/next/headers.js"),
    "module.exports.headers = () => globalThis.standInForNext.headers();",
  );
  clients["ES modules"] = (await import(pathToFileURL(join(installed, "dist/nextjs.js")).href)).clerkClient;
  clients.CommonJS = createRequire(join(folder, "app.cjs"))(join(installed, "dist/nextjs.cjs")).clerkClient;
});

const throws = (error) => () => {
  throw error;
};
const withDigest = (digest) => Object.assign(new Error("handled by Next.js"), { digest });

/** Errors that must be rethrown unchanged. */
const RETHROWN = {
  "a dynamic page": withDigest("DYNAMIC_SERVER_USAGE"),
  "a redirect": withDigest("NEXT_REDIRECT;replace;/sign-in;307;"),
  "a bailout to client-side rendering": withDigest("BAILOUT_TO_CLIENT_SIDE_RENDERING"),
  "the end of a prerender": withDigest("HANGING_PROMISE_REJECTION"),
  "an object with only a digest": { digest: "NEXT_HTTP_ERROR_FALLBACK;404" },
  "a postponed render": Object.assign(new Error("postponed"), { $$typeof: Symbol.for("react.postpone") }),
  "a cached function": new Error(
    'Route "/": `headers()` can\'t be read inside `"use cache"`. Read it outside the cached function.',
  ),
};

/** Errors that say that there is no request; a client does not need one. */
const NO_REQUEST = {
  "outside a request": new Error(
    "`headers` was called outside a request scope. Read more: https://nextjs.org/docs/messages/next-dynamic-api-wrong-context",
  ),
  "in generateStaticParams": new Error(
    "Route / used `headers()` inside `generateStaticParams`. This is not supported.",
  ),
  "a digest that is a number": Object.assign(new Error("another one"), { digest: 1 }),
  undefined: undefined,
};

for (const moduleSystem of ["ES modules", "CommonJS"]) {
  for (const [name, error] of Object.entries(RETHROWN)) {
    test(`${moduleSystem}: ${name} is rethrown unchanged, whether thrown or rejected`, async () => {
      for (const headers of [throws(error), () => Promise.reject(error)]) {
        fakeNext.headers = headers;
        const outcome = await clients[moduleSystem]().then(
          () => "a client",
          (reason) => reason,
        );
        assert.equal(outcome, error);
      }
    });
  }

  for (const [name, error] of Object.entries(NO_REQUEST)) {
    test(`${moduleSystem}: ${name}, the client works`, async (t) => {
      const server = await httpServer(t, () => ({ body: userBody() }));
      for (const headers of [throws(error), () => Promise.reject(error)]) {
        fakeNext.headers = headers;
        const client = await clients[moduleSystem]({ secretKey: "sk_test_x", apiUrl: server.url });
        await client.users.getUser("user_1");
      }
      assert.equal(server.requests.length, 2);
    });
  }

  test(`${moduleSystem}: each call reads and awaits the headers once`, async () => {
    const steps = [];
    fakeNext.headers = async () => {
      steps.push("asked");
      await new Promise(setImmediate);
      steps.push("arrived");
    };
    await clients[moduleSystem]().then(() => steps.push("a client"));
    assert.deepEqual(steps, ["asked", "arrived", "a client"]);
  });
}

/** The key of a request if the middleware has set these headers. */
async function keyOf(t, moduleSystem, { data, passphrase = "an encryption key", environment, options }) {
  const server = await httpServer(t, () => ({ body: userBody() }));
  const header = typeof data === "string" ? data : AES.encrypt(JSON.stringify(data), passphrase).toString();
  fakeNext.headers = async () => new Headers({ "x-clerk-request-data": header });
  const variables = {
    CLERK_API_URL: server.url,
    CLERK_SECRET_KEY: "sk_test_env",
    CLERK_ENCRYPTION_KEY: "an encryption key",
    ...environment,
  };
  const before = { ...process.env };
  Object.assign(process.env, variables);
  try {
    const client = await clients[moduleSystem](options);
    await client.users.getUser("user_1");
  } finally {
    for (const name of Object.keys(variables)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
  return server.requests[0].headers.authorization;
}

for (const moduleSystem of ["ES modules", "CommonJS"]) {
  test(`${moduleSystem}: the keys of clerkMiddleware() take precedence over the environment`, async (t) => {
    // Lengths around the block sizes of the digest and the cipher.
    for (let length = 0; length < 70; length += 3) {
      const data = { secretKey: "sk_test_tenant", publishableKey: "pk_test_x", signInUrl: "ü".repeat(length) };
      const passphrase = `key ${"é".repeat(length)}`;
      assert.equal(
        await keyOf(t, moduleSystem, { data, passphrase, environment: { CLERK_ENCRYPTION_KEY: passphrase } }),
        "Bearer sk_test_tenant",
      );
    }
  });

  test(`${moduleSystem}: other contents of the header, and the time of reading it`, async (t) => {
    const tenant = { secretKey: "sk_test_tenant" };
    const rows = [
      ["no key in the header", { data: { signInUrl: "/sign-in" } }, "Bearer sk_test_env"],
      ["another passphrase", { data: tenant, passphrase: "another" }, "Bearer sk_test_env"],
      ["no ciphertext", { data: "plain" }, "Bearer sk_test_env"],
      [
        "without CLERK_ENCRYPTION_KEY the secret key is the passphrase",
        { data: tenant, passphrase: "sk_test_env", environment: { CLERK_ENCRYPTION_KEY: "" } },
        "Bearer sk_test_tenant",
      ],
      [
        "keyless, in development",
        { data: tenant, passphrase: "clerk_keyless_dummy_key", environment: { NODE_ENV: "development" } },
        "Bearer sk_test_tenant",
      ],
      [
        "keyless, in production",
        { data: tenant, passphrase: "clerk_keyless_dummy_key", environment: { NODE_ENV: "production" } },
        "Bearer sk_test_env",
      ],
      ["options take precedence", { data: tenant, options: { secretKey: "sk_test_option" } }, "Bearer sk_test_option"],
    ];
    for (const [name, options, expected] of rows) assert.equal(await keyOf(t, moduleSystem, options), expected, name);
  });
}
