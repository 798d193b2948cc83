// `clerk-metadata/wasm` of the packed tarball, in each runtime, with the way to load the wasm that its documentation
// has.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startFakeBackend } from "../packaging/fake-backend.mjs";
import { inWasmPage, serveFiles } from "./browser.mjs";
import { outcomeOf } from "./process.mjs";
import * as tools from "./tools.mjs";
import { inWasmWorker } from "./workers.mjs";

const PROGRAM = "wasm-process.mjs";
/** The error of a response of another kind than the call expects. */
const UNEXPECTED = { isError: true, name: "ClerkConnectionError", code: "unexpected_response", status: 200 };
const EXPECTED = {
  user: ["Ada", { plan: "pro", camelKey: { snake_key: [1] } }, "ada@example.com"],
  apiError: {
    isError: true,
    name: "ClerkAPIResponseError",
    code: "api_response_error",
    status: 404,
    firstCode: "resource_not_found",
  },
  inputError: { isError: true, name: "ClerkInputError", code: "invalid_params", path: "publicMetadata.a[0]" },
  connectionError: { isError: true, name: "ClerkConnectionError", code: "connection_failed" },
  list: UNEXPECTED,
  count: UNEXPECTED,
};
/** The different requests of the calls, sorted. */
const REQUESTS = [
  "GET /v1/users/count",
  "GET /v1/users/user_missing",
  "GET /v1/users/user_reset",
  "GET /v1/users?limit=1",
  "PATCH /v1/users/user_1/metadata",
  "PUT /v1/users/user_1/metadata",
];

function inDeno(project, { url }) {
  writeFileSync(join(project, "deno.json"), JSON.stringify({ nodeModulesDir: "manual" }));
  // No permission to read the environment: the key is an option.
  const permissions = ["--allow-net=127.0.0.1", `--allow-read=${project}`];
  const args = ["run", "--quiet", "--no-prompt", "--no-remote", ...permissions, PROGRAM, url];
  return outcomeOf(process.execPath, [tools.deno(), ...args], project, url);
}

const inProcess =
  (command) =>
  (project, { url }) =>
    outcomeOf(command(), [PROGRAM, url], project, url);

const HOSTS = {
  "Node.js 20": inProcess(() => tools.node("20")),
  "Node.js 26": inProcess(() => tools.node("26")),
  Deno: inDeno,
  Bun: inProcess(() => tools.bun()),
  workerd: inWasmWorker,
  Chromium: inWasmPage,
};

export const GENERATED_MODULE = Object.entries(HOSTS).map(([name, run]) => ({
  name: `clerk-metadata/wasm, ${name}`,
  always: true,
  async run(project) {
    const server = await startFakeBackend(serveFiles(project));
    try {
      const { version: _, ...outcome } = await run(project, server);
      assert.deepEqual(JSON.parse(JSON.stringify(outcome)), EXPECTED);
      const requests = new Set(server.requests.map(({ method, path }) => `${method} ${path}`));
      assert.deepEqual([...requests].sort(), REQUESTS);
      assert.equal(
        server.requests[0].body,
        '{"public_metadata":{"plan":"pro","trial":null,"camelKey":{"snake_key":[1]}}}',
      );
    } finally {
      await server.close();
    }
  },
}));
