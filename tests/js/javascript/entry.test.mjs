// `clerk-metadata/js`: the core without WebAssembly.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { CHUNKS, chunkFile } from "../../../pkg/build/chunks.mjs";

const require = createRequire(import.meta.url);
const root = dirname(require.resolve("clerk-metadata/package.json"));
const pathOf = (file) => join(root, "dist", file);

test("the suites of this run use the JavaScript core", async () => {
  assert.equal(import.meta.resolve("clerk-metadata"), import.meta.resolve("clerk-metadata/js"));
  assert.equal(import.meta.resolve("clerk-metadata/nextjs").endsWith("/dist/nextjs-js.js"), true);
  assert.equal(await import("clerk-metadata"), await import("clerk-metadata/js"));
});

test("clerk-metadata/js has the exports of the main entry, in both module systems", async () => {
  const names = Object.keys(await import(pathOf("index.js"))).sort();
  assert.ok(names.includes("createClerkClient") && names.includes("User"));
  assert.deepEqual(Object.keys(await import(pathOf("js.js"))).sort(), names);
  assert.deepEqual(Object.keys(require("clerk-metadata/js")).sort(), names);
});

for (const file of ["js.js", "js.cjs"]) {
  test(`${file} neither uses WebAssembly nor compiles strings`, () => {
    // Chunks are files too, which hosts can load without compiling strings.
    const text = CHUNKS.reduce(
      (rest, chunk) => rest.replaceAll(`import("./${chunkFile(chunk)}")`, ""),
      readFileSync(pathOf(file), "utf8").replaceAll("isFunction(", ""),
    );
    for (const name of ["WebAssembly", "eval(", "Function(", "import("]) assert.equal(text.includes(name), false, name);
  });
}

for (const [description, type, load] of [
  ["import", "module", 'await import("clerk-metadata/js")'],
  ["require", "commonjs", 'require("clerk-metadata/js")'],
]) {
  test(`${description} works with --jitless and --disallow-code-generation-from-strings`, () => {
    const script = `
      const run = async () => {
        if (typeof WebAssembly !== "undefined") throw new Error("this host has WebAssembly");
        const { createClerkClient, isClerkAPIResponseError } = ${load};
        const users = (status, body) => {
          const text = async () => JSON.stringify(body);
          const response = { status, ok: status < 300, headers: new Map(), text, body: null };
          return createClerkClient({ secretKey: "sk_test_x", fetch: async () => response, maxRetries: 0 }).users;
        };
        const userData = { object: "user", id: "user_1", first_name: "Ada", public_metadata: { n: 1.5 } };
        const user = await users(200, userData).updateUserMetadata("user_1", { publicMetadata: { a: ["é", null] } });
        const errorBody = { errors: [{ code: "resource_not_found", message: "not found" }] };
        const error = await users(404, errorBody).getUser("user_2").catch((error) => error);
        console.log(user.firstName, user.publicMetadata.n, error.status, isClerkAPIResponseError(error), error.message);
      };
      run();`;
    const flags = ["--jitless", "--disallow-code-generation-from-strings", `--input-type=${type}`, "--eval", script];
    const { status, stdout, stderr } = spawnSync(process.execPath, flags, {
      cwd: import.meta.dirname ?? new URL(".", import.meta.url).pathname,
      encoding: "utf8",
    });
    assert.equal(status, 0, stderr);
    assert.equal(stdout, "Ada 1.5 404 true not found (GET /v1/users/user_2)\n");
  });
}
