// Checks the outcome of a program, and the requests that the fake Backend API received.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const { version } = JSON.parse(readFileSync(join(root, "pkg/package.json"), "utf8"));

/** Checks the outcome of a case, and returns the result for the table. */
export function checkOutcome({ setsUserAgent, canListen, expectation }, { entry }, outcome, requests) {
  if (expectation === "wasm-forbidden") return checkLoadError(outcome, requests);
  checkCalls(outcome);
  checkRequests(requests, outcome, { setsUserAgent });
  if (expectation === "without-wasm") return checkWithoutWasm(outcome, entry);
  assert.deepEqual(outcome.local, { privateMetadata: { a: { b: 1 } }, stored: { a: { b: 1 } }, fullName: "Grace" });
  assert.deepEqual(outcome.limited, { names: Array(6).fill("Grace"), statuses: Array(6).fill(200) });
  const statuses = { ok: 30, same: 0, recovered: 0, missing: 1, conflict: 0, failed: 0 };
  const manyUsers = { summary: { rows: 31, ...statuses, complete: true }, changes: 30, stored: true, undone: 30 };
  assert.deepEqual(outcome.manyUsers, manyUsers);
  const hasImport = outcome.loadedByClient !== null; // a service worker has none
  const coalesced = [1, 3, 3, 200, 200];
  const events = [{ name: "onRequest" }, { name: "onResponse", status: 200 }, { name: "onSuccess", status: 200 }];
  const getUserEvents = events.map((event) => ({ ...event, operation: "getUser" }));
  assert.deepEqual(outcome.coalesced, hasImport ? coalesced : "TypeError", "updates of a user, with coalesce");
  assert.deepEqual(outcome.events, hasImport ? getUserEvents : "TypeError", "the events of a call");
  checkLoadedEntries(outcome, entry);
  assert.deepEqual(outcome.localServer, canListen ? { over: "http" } : undefined);
  if (expectation === "page") assert.equal(outcome.withoutOption, "ClerkInputError: dangerouslyAllowBrowser");
  return "works";
}

/** The policy forbids wasm: no request is sent, and the error names the missing source. */
function checkLoadError({ loadError }, requests) {
  assert.equal(loadError.name, "Error");
  assert.match(
    loadError.message,
    /^clerk-metadata: WebAssembly cannot be compiled here: .*script-src 'wasm-unsafe-eval'\. Import clerk-metadata\/js/,
  );
  assert.equal(loadError.cause, "CompileError");
  assert.deepEqual(requests, []);
  return "every call rejects: `'wasm-unsafe-eval'` is missing";
}

function checkCalls(outcome) {
  assert.deepEqual(outcome.user, {
    isUser: true,
    fullName: "Ada Lovelace",
    publicMetadata: { plan: "pro", camelKey: { snake_key: [1] } },
    email: "ada@example.com",
    raw: "Ada",
  });
  assert.deepEqual(outcome.apiError, {
    name: "ClerkAPIResponseError",
    code: "api_response_error",
    status: 404,
    message: "No user was found with id user_missing (GET /v1/users/user_missing)",
    errors: [
      {
        code: "resource_not_found",
        message: "not found",
        longMessage: "No user was found with id user_missing",
        meta: { paramName: "user_id" },
      },
    ],
    clerkTraceId: "trace_1",
    isError: true,
    guard: true,
  });
  assert.equal(outcome.inputError.name, "ClerkInputError");
  assert.equal(outcome.inputError.code, "invalid_params");
  assert.equal(outcome.inputError.path, "publicMetadata.deep[0].seats");
  assert.equal(outcome.inputError.guard, true);
  assert.deepEqual(outcome.connectionError, {
    name: "ClerkConnectionError",
    code: "connection_failed",
    message: "",
    guard: true,
    hasCause: true,
  });
}

/** The host has no WebAssembly or forbids it, and no entry that needs it was loaded. */
function checkWithoutWasm({ wasm, loadedByClient }, entry) {
  assert.equal(wasm, "undefined");
  assert.deepEqual(loadedByClient, entry === "js.js" ? ["core.js", entry] : [entry]);
  return "works";
}

function checkRequests(requests, { topLevelCall }, { setsUserAgent }) {
  const [update, missing, ...others] = requests;
  const partsOf = ({ method, path, body }) => ({ method, path, body: body && JSON.parse(body) });
  assert.deepEqual(partsOf(update), {
    method: "PATCH",
    path: "/v1/users/user_1/metadata",
    body: { public_metadata: { plan: "pro", trial: null, camelKey: { snake_key: [1] } } },
  });
  assert.equal(update.headers.authorization, "Bearer sk_test_packaging");
  assert.equal(update.headers["content-type"], "application/json");
  assert.equal(update.headers["clerk-api-version"], "2026-05-12");
  if (!setsUserAgent) assert.equal(update.headers["user-agent"], `clerk-metadata/${version}`);
  assert.deepEqual(partsOf(missing), { method: "GET", path: "/v1/users/user_missing", body: "" });
  // A runtime may resend a request itself, so the number of requests is not checked.
  assert.ok(
    others.some(({ path }) => path === "/v1/users/user_reset"),
    "the call whose connection was closed",
  );
  if (topLevelCall === undefined) return;
  assert.equal(topLevelCall, "user_1");
  const last = requests.at(-1);
  assert.deepEqual(partsOf(last), {
    method: "PATCH",
    path: "/v1/users/user_1/metadata",
    body: { unsafe_metadata: { topLevelCall: true } },
  });
  assert.equal(last.headers.authorization, "Bearer sk_test_environment");
}

/** Using the client loads only its entry. Using another entry, the option `coalesce` or a hook then loads its file. */
function checkLoadedEntries({ loadedByClient, loadedInTotal }, entry) {
  const local = entry.replace("index", "local").replace("edge", "local-edge");
  const bulk = local.replace("local", "bulk");
  // Where modules cannot be imported later, all are loaded from the start.
  if (loadedByClient !== null) assert.deepEqual(loadedByClient, [entry], "entries loaded by the client");
  const chunks = ["coalesce", "events"].map((name) => `${name}${entry.endsWith(".cjs") ? ".cjs" : ".js"}`);
  const files = [entry, local, bulk, ...(loadedByClient === null ? [] : chunks)];
  assert.deepEqual([...loadedInTotal].sort(), files.sort(), "files loaded in total");
}
