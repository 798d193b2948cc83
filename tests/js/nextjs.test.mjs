// clerk-metadata/nextjs beside a `next` of which only headers() is there: which of its errors pass, and which do not
// matter. Next.js itself is in tests/frameworks.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { folder as temporaryFolder } from "./support/folder.mjs";
import { httpServer, userBody } from "./support/server.mjs";

const pkg = join(dirname(fileURLToPath(import.meta.url)), "../../pkg");

const folder = temporaryFolder({ after });

/** The `clerkClient` of both module systems, and what stands for `headers` of next/headers. */
const ways = {};
const next = { headers: undefined };

before(async () => {
  const installed = join(folder, "node_modules/clerk-metadata");
  cpSync(join(pkg, "dist"), join(installed, "dist"), { recursive: true });
  cpSync(join(pkg, "package.json"), join(installed, "package.json"));
  mkdirSync(join(folder, "node_modules/next"));
  writeFileSync(join(folder, "node_modules/next/package.json"), JSON.stringify({ name: "next", version: "16.0.0" }));
  globalThis.standInForNext = next;
  writeFileSync(join(folder, "node_modules/next/headers.js"), "module.exports.headers = () => globalThis.standInForNext.headers();");
  ways["ES modules"] = (await import(pathToFileURL(join(installed, "dist/nextjs.js")).href)).clerkClient;
  ways.CommonJS = createRequire(join(folder, "app.cjs"))(join(installed, "dist/nextjs.cjs")).clerkClient;
});

const throws = (error) => () => {
  throw error;
};
const withDigest = (digest) => Object.assign(new Error("left to Next.js"), { digest });

/** Errors that must arrive unchanged. */
const PASSED = {
  "a page that is dynamic": withDigest("DYNAMIC_SERVER_USAGE"),
  "a redirect": withDigest("NEXT_REDIRECT;replace;/sign-in;307;"),
  "a page that is left to the browser": withDigest("BAILOUT_TO_CLIENT_SIDE_RENDERING"),
  "the end of a prerender": withDigest("HANGING_PROMISE_REJECTION"),
  "a digest alone": { digest: "NEXT_HTTP_ERROR_FALLBACK;404" },
  "a postponed render": Object.assign(new Error("postponed"), { $$typeof: Symbol.for("react.postpone") }),
  "a cached function": new Error('Route "/": `headers()` can\'t be read inside `"use cache"`. Read it outside the cached function.'),
};

/** Errors that say that there is no request; a client needs none. */
const NO_REQUEST = {
  "outside a request": new Error("`headers` was called outside a request scope. Read more: https://nextjs.org/docs/messages/next-dynamic-api-wrong-context"),
  "in generateStaticParams": new Error("Route / used `headers()` inside `generateStaticParams`. This is not supported."),
  "a number for a digest": Object.assign(new Error("another one"), { digest: 1 }),
  "no error at all": undefined,
};

for (const way of ["ES modules", "CommonJS"]) {
  for (const [name, error] of Object.entries(PASSED)) {
    test(`${way}: ${name} passes unchanged, thrown or as a rejection`, async () => {
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

  test(`${way}: the headers are read once a call, and waited for`, async () => {
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
