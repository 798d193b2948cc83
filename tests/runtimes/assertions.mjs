// What the outcome of every program must be, and what the Backend API must have been asked.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const { version } = JSON.parse(readFileSync(join(root, "pkg/package.json"), "utf8"));

/** Judges what a case has come to: what to say of it in the table. */
export function judge({ ownUserAgent, serves, judge }, { entry }, outcome, requests) {
  if (judge === "refused") return judgeRefused(outcome, requests);
  judgeOutcome(outcome);
  judgeRequests(requests, outcome, { ownUserAgent });
  if (judge === "javascript") return judgeJavaScript(outcome, entry);
  assert.deepEqual(outcome.local, { privateMetadata: { a: { b: 1 } }, stored: { a: { b: 1 } }, fullName: "Grace" });
  judgeLoads(outcome, entry);
  assert.deepEqual(outcome.served, serves ? { over: "http" } : undefined);
  if (judge === "page") assert.equal(outcome.withoutOption, "ClerkInputError: dangerouslyAllowBrowser");
  return "works";
}

/** The policy forbids wasm: nothing is sent, and the error says what to add. */
function judgeRefused({ refused }, requests) {
  assert.equal(refused.name, "Error");
  assert.match(
    refused.message,
    /^clerk-metadata: WebAssembly cannot be compiled here: .*script-src 'wasm-unsafe-eval'\. Import clerk-metadata\/js/,
  );
  assert.equal(refused.cause, "CompileError");
  assert.deepEqual(requests, []);
  return "every call rejects: `'wasm-unsafe-eval'` is missing";
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
  assert.equal(outcome.input.name, "ClerkInputError");
  assert.equal(outcome.input.code, "invalid_params");
  assert.equal(outcome.input.path, "publicMetadata.deep[0].seats");
  assert.equal(outcome.input.guard, true);
  assert.deepEqual(outcome.connection, {
    name: "ClerkConnectionError",
    code: "connection_failed",
    message: "",
    guard: true,
    hasCause: true,
  });
}

/** The host has no WebAssembly or forbids it, and nothing that needs it was loaded. */
function judgeJavaScript({ wasm, loadedByClient }, entry) {
  assert.equal(wasm, "undefined");
  assert.deepEqual(loadedByClient, entry === "js.js" ? ["core.js", entry] : [entry]);
  return "works";
}

/** `ownUserAgent`: the host sets its own, whatever a program asks for. */
function judgeRequests(requests, { bare }, { ownUserAgent }) {
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
  if (!ownUserAgent) assert.equal(update.headers["user-agent"], `clerk-metadata/${version}`);
  assert.deepEqual(sent(missing), { method: "GET", path: "/v1/users/user_missing", body: "" });
  // A host may try again by itself, so how often is not asked here.
  assert.ok(
    others.some(({ path }) => path === "/v1/users/user_reset"),
    "the call whose connection broke",
  );
  if (bare === undefined) return;
  assert.equal(bare, "user_1");
  const last = requests.at(-1);
  assert.deepEqual(sent(last), {
    method: "PATCH",
    path: "/v1/users/user_1/metadata",
    body: { unsafe_metadata: { bare: true } },
  });
  assert.equal(last.headers.authorization, "Bearer sk_test_environment");
}

/** The client's entry alone is loaded by the client; then the same for the local Backend API. */
function judgeLoads({ loadedByClient, loaded }, entry) {
  const local = entry.replace("index", "local").replace("edge", "local-edge");
  // Where a module cannot be imported later, both are there from the start.
  if (loadedByClient !== null) assert.deepEqual(loadedByClient, [entry], "what importing and using the client loads");
  assert.deepEqual([...loaded].sort(), [entry, local].sort(), "what is loaded in the end");
}
