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

const pkg = join(dirname(fileURLToPath(import.meta.url)), "../../pkg");

const folder = temporaryFolder({ after });

/** The `clerkClient` of both module systems, and the fake `headers` of next/headers. */
const ways = {};
const next = { headers: undefined };

before(async () => {
  const installed = join(folder, "node_modules/clerk-metadata");
  cpSync(join(pkg, "dist"), join(installed, "dist"), { recursive: true });
  cpSync(join(pkg, "package.json"), join(installed, "package.json"));
  mkdirSync(join(folder, "node_modules/next"));
  writeFileSync(join(folder, "node_modules/next/package.json"), JSON.stringify({ name: "next", version: "16.0.0" }));
  globalThis.standInForNext = next;
  writeFileSync(
    join(folder, "node_modules/next/headers.js"),
    "module.exports.headers = () => globalThis.standInForNext.headers();",
  );
  ways["ES modules"] = (await import(pathToFileURL(join(installed, "dist/nextjs.js")).href)).clerkClient;
  ways.CommonJS = createRequire(join(folder, "app.cjs"))(join(installed, "dist/nextjs.cjs")).clerkClient;
});

const throws = (error) => () => {
  throw error;
};
const withDigest = (digest) => Object.assign(new Error("left to Next.js"), { digest });

/** Errors that must be rethrown unchanged. */
const PASSED = {
  "a page that is dynamic": withDigest("DYNAMIC_SERVER_USAGE"),
  "a redirect": withDigest("NEXT_REDIRECT;replace;/sign-in;307;"),
  "a page that is left to the browser": withDigest("BAILOUT_TO_CLIENT_SIDE_RENDERING"),
  "the end of a prerender": withDigest("HANGING_PROMISE_REJECTION"),
  "a digest alone": { digest: "NEXT_HTTP_ERROR_FALLBACK;404" },
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
  "a number for a digest": Object.assign(new Error("another one"), { digest: 1 }),
  "no error at all": undefined,
};

for (const way of ["ES modules", "CommonJS"]) {
  for (const [name, error] of Object.entries(PASSED)) {
    test(`${way}: ${name} is rethrown unchanged, whether thrown or rejected`, async () => {
      for (const headers of [throws(error), () => Promise.reject(error)]) {
        next.headers = headers;
        const outcome = await ways[way]().then(
          () => "a client",
          (reason) => reason,
        );
        assert.equal(outcome, error);
      }
    });
  }

  for (const [name, error] of Object.entries(NO_REQUEST)) {
    test(`${way}: ${name}, the client works`, async (t) => {
      const server = await httpServer(t, () => ({ body: userBody() }));
      for (const headers of [throws(error), () => Promise.reject(error)]) {
        next.headers = headers;
        const client = await ways[way]({ secretKey: "sk_test_x", apiUrl: server.url });
        await client.users.getUser("user_1");
      }
      assert.equal(server.requests.length, 2);
    });
  }

  test(`${way}: each call reads and awaits the headers once`, async () => {
    const steps = [];
    next.headers = async () => {
      steps.push("asked");
      await new Promise(setImmediate);
      steps.push("arrived");
    };
    await ways[way]().then(() => steps.push("a client"));
    assert.deepEqual(steps, ["asked", "arrived", "a client"]);
  });
}

/** The key of a request if the middleware has set these headers. */
async function keyOf(t, way, { data, passphrase = "an encryption key", environment, options }) {
  const server = await httpServer(t, () => ({ body: userBody() }));
  const header = typeof data === "string" ? data : AES.encrypt(JSON.stringify(data), passphrase).toString();
  next.headers = async () => new Headers({ "x-clerk-request-data": header });
  const variables = {
    CLERK_API_URL: server.url,
    CLERK_SECRET_KEY: "sk_test_env",
    CLERK_ENCRYPTION_KEY: "an encryption key",
    ...environment,
  };
  const before = { ...process.env };
  Object.assign(process.env, variables);
  try {
    const client = await ways[way](options);
    await client.users.getUser("user_1");
  } finally {
    for (const name of Object.keys(variables)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
  return server.requests[0].headers.authorization;
}

for (const way of ["ES modules", "CommonJS"]) {
  test(`${way}: the keys of clerkMiddleware() take precedence over the environment`, async (t) => {
    // Lengths around the block sizes of the digest and the cipher.
    for (let length = 0; length < 70; length += 3) {
      const data = { secretKey: "sk_test_tenant", publishableKey: "pk_test_x", signInUrl: "ü".repeat(length) };
      const passphrase = `key ${"é".repeat(length)}`;
      assert.equal(
        await keyOf(t, way, { data, passphrase, environment: { CLERK_ENCRYPTION_KEY: passphrase } }),
        "Bearer sk_test_tenant",
      );
    }
  });

  test(`${way}: other contents of the header, and the time of reading it`, async (t) => {
    const tenant = { secretKey: "sk_test_tenant" };
    const rows = [
      ["no key in it", { data: { signInUrl: "/sign-in" } }, "Bearer sk_test_env"],
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
      ["options come first", { data: tenant, options: { secretKey: "sk_test_option" } }, "Bearer sk_test_option"],
    ];
    for (const [name, row, expected] of rows) assert.equal(await keyOf(t, way, row), expected, name);
  });
}
