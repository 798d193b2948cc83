// Hosts without WebAssembly, or that do not compile it: the error says so, gives the reason if it is known, and
// names the entry to import. No request is sent.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { normalize } from "./support/logger.mjs";

const cwd = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const SUGGESTION = "Import clerk-metadata/js, which does not use WebAssembly.";
const failToCompile = (thrown) =>
  `WebAssembly.Module = function () { throw ${thrown}; }; WebAssembly.compile = async () => { throw ${thrown}; };`;

const CASES = [
  {
    description: "node --jitless",
    flags: ["--jitless"],
    message: "this host has no WebAssembly: Node.js was started with --jitless.",
    cause: "ReferenceError",
  },
  {
    description: "NODE_OPTIONS=--jitless",
    env: { NODE_OPTIONS: "--jitless" },
    message: "this host has no WebAssembly: Node.js was started with --jitless.",
    cause: "ReferenceError",
  },
  {
    description: "a host without WebAssembly",
    prepare: "delete globalThis.WebAssembly;",
    message: "this host has no WebAssembly.",
    cause: "ReferenceError",
  },
  {
    description: "a host without WebAssembly and process",
    prepare: "delete globalThis.WebAssembly; delete globalThis.process;",
    message: "this host has no WebAssembly.",
    cause: "ReferenceError",
  },
  {
    description: "workerd, edge-light",
    prepare: failToCompile(
      'new WebAssembly.CompileError("WebAssembly.Module(): Wasm code generation disallowed by embedder")',
    ),
    message: "WebAssembly cannot be compiled here: WebAssembly.Module(): Wasm code generation disallowed by embedder.",
    cause: "CompileError",
  },
  {
    description: "a page with a Content-Security-Policy",
    prepare: `globalThis.document = {}; ${failToCompile("new WebAssembly.CompileError(\"WebAssembly.compile(): Compiling or instantiating WebAssembly module violates the following Content Security policy directive because neither 'wasm-eval' nor 'unsafe-eval' is allowed\")")}`,
    message: "WebAssembly cannot be compiled here: the Content-Security-Policy needs script-src 'wasm-unsafe-eval'.",
    cause: "CompileError",
  },
  {
    description: "no memory",
    prepare: failToCompile(
      'new RangeError("WebAssembly.Instance(): Out of memory: Cannot allocate Wasm memory for new instance")',
    ),
    message:
      "too little address space (ulimit -v) for a WebAssembly memory, which reserves 10 GB; the fetch of Node.js takes one too.",
    cause: "RangeError",
  },
];

for (const { description, flags = [], env = {}, prepare = "", message, cause } of CASES) {
  for (const [format, type, load] of [
    ["import", "module", 'await import("clerk-metadata")'],
    ["require", "commonjs", 'require("clerk-metadata")'],
  ]) {
    test(`${description}, ${format}`, () => {
      const script = `
        const { log } = console;
        const run = async () => {
          ${prepare}
          const { createClerkClient } = ${load};
          const options = { secretKey: "sk_test_x", dangerouslyAllowBrowser: true, fetch: () => log("sent") };
          const { users } = createClerkClient(options);
          for (let call = 0; call < 2; call += 1) {
            const error = await users.getUser("user_1").catch((error) => error);
            log(error.constructor === Error, error.message, error.cause?.name);
          }
        };
        run();`;
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [...flags, `--input-type=${type}`, "--eval", script],
        { cwd, encoding: "utf8", env: { ...process.env, ...env } },
      );
      assert.equal(status, 0, stderr);
      // Each call tries to load the wasm again.
      assert.equal(stdout, `true clerk-metadata: ${message} ${SUGGESTION} ${cause}\n`.repeat(2));
    });
  }
}

test("the local Backend API has no entry without WebAssembly", () => {
  const script =
    'const { createLocalBackend } = await import("clerk-metadata/local"); console.log((await createLocalBackend().catch((error) => error)).message);';
  const { stdout } = spawnSync(process.execPath, ["--jitless", "--input-type=module", "--eval", script], {
    cwd,
    encoding: "utf8",
  });
  assert.equal(stdout, "clerk-metadata: this host has no WebAssembly: Node.js was started with --jitless.\n");
});

test("the failure is logged at the level error, without the key", () => {
  const script = `
    delete globalThis.WebAssembly;
    const { createClerkClient } = await import("clerk-metadata");
    const log = (level) => (line) => console.log(level, line);
    const logger = Object.fromEntries(["error", "warn", "info", "debug"].map((level) => [level, log(level)]));
    await createClerkClient({ secretKey: "sk_test_hidden", logger }).users.getUser("user_1").catch(() => {});`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], { cwd, encoding: "utf8" });
  assert.equal(normalize(stdout), "error [clerk-metadata] onError callId=ID operation=getUser code=unknown\n");
});
