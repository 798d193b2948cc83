// A limit on the address space (ulimit -v), as some hosts and batch systems set it. Each wasm memory
// reserves more than 10 GB of it, and the `fetch` of Node.js has one.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFileSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { serve } from "./support/backend.mjs";
import { folder } from "./support/folder.mjs";

const cwd = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const indexFile = join(dirname(createRequire(import.meta.url).resolve("clerk-metadata/package.json")), "dist/index.js");
const skip = process.platform !== "linux" && "only Linux limits the address space";

/** Runs a program in a process with this address space limit. */
async function runWithLimit(gigabytes, type, program, env) {
  const command = 'ulimit -v "$1" && exec "$2" --input-type="$3" --eval "$4"';
  const args = ["-c", command, "sh", String(gigabytes * 1_000_000), process.execPath, type, program];
  const { stdout } = await promisify(execFile)("sh", args, { cwd, env: { ...process.env, ...env } });
  return stdout;
}

const program = (load, options = "") => `
  const run = async () => {
    const { createClerkClient } = ${load};
    const { users } = createClerkClient({ secretKey: process.env.KEY, apiUrl: process.env.URL, ${options} });
    const user = await users.updateUserMetadata("user_1", { publicMetadata: { n: 1 } }).catch((error) => error);
    console.log(user.message ?? JSON.stringify(user.publicMetadata));
  };
  run();`;

for (const gigabytes of [12, 16, 20, 24, 32]) {
  for (const [description, type, load] of [
    ["import", "module", 'await import("clerk-metadata")'],
    ["require", "commonjs", 'require("clerk-metadata")'],
  ]) {
    test(`${description} with ${gigabytes} GB of address space`, { skip }, async (t) => {
      const { url } = await serve(t, { users: [{ id: "user_1" }] });
      assert.equal(await runWithLimit(gigabytes, type, program(load), { URL: url, KEY: "sk_test_local" }), '{"n":1}\n');
    });
  }
}

test("with too little address space for any wasm memory, the error names the cause", { skip }, async () => {
  const message = await runWithLimit(
    8,
    "module",
    program('await import("clerk-metadata")', "fetch: () => { throw new Error('sent') }"),
    { KEY: "sk_test_local" },
  );
  assert.match(
    message,
    /^clerk-metadata: too little address space \(ulimit -v\) for a WebAssembly memory, .*Import clerk-metadata\/js/,
  );
  assert.doesNotMatch(message, /Policy|sent/);
});

test("with room for one wasm memory, a bundle without the JavaScript core reports the cause", { skip }, async (t) => {
  const copy = join(folder(t), "bundle.mjs");
  copyFileSync(indexFile, copy);
  assert.match(readFileSync(copy, "utf8"), /createClerkClient/);
  const message = await runWithLimit(16, "module", program(`await import(${JSON.stringify(copy)})`), {
    KEY: "sk_test_local",
    URL: "http://127.0.0.1:9",
  });
  assert.match(
    message,
    /^clerk-metadata: too little address space \(ulimit -v\) for a WebAssembly memory, .*Import clerk-metadata\/js/,
  );
});
