// The packed tarball, installed by npm into throw-away projects, makes real calls over HTTP: from
// Node by import and by require, and from the real workerd. Each program is a process of its own,
// as a module that is loaded twice hides what is wrong with loading it.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { npm, pack, withTemporaryFolder } from "./pack.mjs";
import { startStandIn } from "./stand-in.mjs";
import { bundleWorker, WORKERD, writeConfig } from "./workerd.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const { version } = JSON.parse(readFileSync(join(here, "../../pkg/package.json"), "utf8"));
const TIMEOUT_MS = 60_000;

const CASES = {
  "Node.js, import": { type: "module", run: node("import.mjs"), loads: ["dist/index.js", "dist/local.js"] },
  "Node.js, require without ES modules": {
    type: "commonjs",
    run: node("require.cjs", "--no-experimental-require-module"),
    loads: ["dist/index.cjs", "dist/local.cjs"],
  },
  // Where `require` takes ES modules, both ways share one instance by the condition module-sync.
  "Node.js, require": {
    type: "commonjs",
    run: node("require.cjs"),
    loads: process.features.require_module ? ["dist/index.js", "dist/local.js"] : ["dist/index.cjs", "dist/local.cjs"],
  },
  workerd: { type: "module", run: workerd, loads: ["dist/edge.js", "dist/local-edge.js"] },
};

/** Runs a program of a project in Node; its outcome is the one line it prints. */
function node(program, ...flags) {
  return (project, apiUrl) => outcomeOf(process.execPath, [...flags, program], project, apiUrl);
}

async function workerd(project, apiUrl) {
  const out = join(project, "out");
  mkdirSync(out);
  const { loaded, modules } = await bundleWorker(join(project, "worker.mjs"), out);
  assert.deepEqual(modules.sort(), ["client.wasm", "local.wasm"], "the wasm modules of the Worker");
  const outcome = await outcomeOf(WORKERD, ["test", writeConfig(out, modules)], out, apiUrl);
  return { ...outcome, loaded };
}

async function outcomeOf(command, args, cwd, apiUrl) {
  const env = { ...process.env, API_URL: apiUrl, CLERK_API_URL: apiUrl, CLERK_SECRET_KEY: "sk_test_environment" };
  const { stdout } = await promisify(execFile)(command, args, { cwd, env, timeout: TIMEOUT_MS });
  return JSON.parse(stdout);
}

/** A project that has the tarball installed. */
function createProject(folder, type, tarball) {
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type }));
  npm(["install", "--no-save", "--ignore-scripts", tarball], folder);
  cpSync(join(here, "programs"), folder, { recursive: true });
}

function judgeOutcome(outcome) {
  assert.deepEqual(outcome.user, {
    isUser: true,
    fullName: "Ada Lovelace",
    publicMetadata: { plan: "pro", camelKey: { snake_key: [1] } },
    email: "ada@example.com",
    raw: "Ada",
  });
  assert.deepEqual(outcome.refusal, {
    name: "ClerkAPIResponseError",
    code: "api_response_error",
    status: 404,
    message: "not found",
    errors: [
      { code: "resource_not_found", message: "not found", longMessage: "No user was found with id user_missing", meta: { paramName: "user_id" } },
    ],
    clerkTraceId: "trace_1",
    isError: true,
    guard: true,
  });
  assert.equal(outcome.input.name, "ClerkInputError");
  assert.equal(outcome.input.code, "invalid_params");
  assert.equal(outcome.input.path, "publicMetadata.deep[0].seats");
  assert.equal(outcome.input.guard, true);
  assert.deepEqual(outcome.connection, { name: "ClerkConnectionError", code: "connection_failed", message: "", guard: true, hasCause: true });
  assert.deepEqual(outcome.local, { privateMetadata: { a: { b: 1 } }, stored: { a: { b: 1 } }, fullName: "Grace" });
}

function judgeRequests(requests, { bare }) {
  const [update, missing, ...others] = requests;
  const sent = ({ method, path, body }) => ({ method, path, body: body && JSON.parse(body) });
  assert.deepEqual(sent(update), {
    method: "PATCH",
    path: "/v1/users/user_1/metadata",
    body: { public_metadata: { plan: "pro", trial: null, camelKey: { snake_key: [1] } } },
  });
  assert.equal(update.headers.authorization, "Bearer sk_test_packaging");
  assert.equal(update.headers["content-type"], "application/json");
  assert.equal(update.headers["clerk-api-version"], "2026-05-12");
  assert.equal(update.headers["user-agent"], `clerk-metadata/${version}`);
  assert.deepEqual(sent(missing), { method: "GET", path: "/v1/users/user_missing", body: "" });
  // A call may be tried again, so how often is not asked here.
  assert.ok(others.length > 0 && others.some(({ path }) => path === "/v1/users/user_reset"), "the call whose connection broke");
  const last = requests.at(-1);
  if (bare === undefined) return;
  assert.equal(bare, "user_1");
  assert.deepEqual(sent(last), { method: "PATCH", path: "/v1/users/user_1/metadata", body: { unsafe_metadata: { bare: true } } });
  assert.equal(last.headers.authorization, "Bearer sk_test_environment");
}

async function runCase(name, { type, run, loads }, project, tarball) {
  const start = performance.now();
  const server = await startStandIn();
  let failure;
  try {
    createProject(project, type, tarball);
    const outcome = await run(project, server.url);
    judgeOutcome(outcome);
    judgeRequests(server.requests, outcome);
    assert.deepEqual(outcome.loaded.map((file) => file.split("node_modules/clerk-metadata/").at(-1)).sort(), loads, "the files loaded");
  } catch (error) {
    failure = error;
  } finally {
    await server.close();
  }
  console.log(`${failure ? "FAIL" : "ok  "} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  if (failure) console.log(failure.stack);
  return failure === undefined;
}

const passed = await withTemporaryFolder(async (folder) => {
  const { tarball } = pack(folder);
  const results = [];
  for (const [index, [name, each]] of Object.entries(CASES).entries()) {
    results.push(await runCase(name, each, join(folder, `project-${index}`), tarball));
  }
  return results;
});
console.log(`packaging: ${passed.filter(Boolean).length} of ${passed.length} cases passed`);
process.exitCode = passed.every(Boolean) ? 0 : 1;
