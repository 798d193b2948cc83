// Makes many calls in one process with a stubbed fetch: successes, error responses, retries, aborts, timeouts,
// interrupted and oversized bodies. After a warm-up, neither the heap nor the wasm may grow:
//
//   node --expose-gc tests/soak/soak.mjs [--calls 1000000] [--first 50000]
//
// `--first` is the number of calls in the warm-up. Prints a line per checkpoint, and exits with 1 if the growth exceeds
// its bound.
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: { calls: { type: "string", default: "1000000" }, first: { type: "string", default: "50000" } },
});
const calls = Number(values.calls);
const warmUpCalls = Number(values.first);
if (!(warmUpCalls > 0 && calls > warmUpCalls)) throw new Error("--calls must be more than --first");
if (typeof gc !== "function") throw new Error("run it with node --expose-gc");

/** The maximum growth after the warm-up, which leaves room for caches and timers of Node.js. */
const MAX_GROWTH = { heap: 1024 * 1024, wasm: 0, references: 0 };
const CHECKPOINTS = 10;
const CONCURRENT_CALLS = 50;

/**
 * With `--conditions=wintercg` the core is JavaScript. Its memory is an ArrayBuffer, which is larger than any other one
 * in this process.
 */
const isJavaScriptCore = import.meta.resolve("clerk-metadata") === import.meta.resolve("clerk-metadata/js");
const MIN_MEMORY_BYTES = 1_000_000;
const memories = [];
const initialSizes = [];
if (isJavaScriptCore) {
  const { ArrayBuffer } = globalThis;
  globalThis.ArrayBuffer = function (...args) {
    const buffer = new ArrayBuffer(...args);
    if (buffer.byteLength > MIN_MEMORY_BYTES) memories.push(new WeakRef(buffer));
    // When the memory of an instance grows, it becomes a new, larger buffer.
    if (buffer.byteLength > MIN_MEMORY_BYTES && buffer.byteLength <= (initialSizes[0] ?? Infinity))
      initialSizes.push(buffer.byteLength);
    return buffer;
  };
}

const instances = [];
const { Instance } = WebAssembly;
WebAssembly.Instance = function (...args) {
  const instance = new Instance(...args);
  // An instance without imports only unpacks the client's wasm.
  if (args.length > 1) instances.push(instance.exports);
  return instance;
};
const { createClerkClient } = await import("clerk-metadata");

// The retry delay, which is 250 ms for this random number, ends immediately.
Math.random = () => 0;
const { setTimeout: realSetTimeout } = globalThis;
globalThis.setTimeout = (callback, delay, ...args) =>
  realSetTimeout(callback, delay === 250 || delay === 500 ? 0 : delay, ...args);
const USER = JSON.stringify({
  object: "user",
  id: "user_1",
  first_name: "Ada",
  email_addresses: [{ id: "e", email_address: "a@b.example" }],
  public_metadata: { a: ["x".repeat(500)] },
});
const ERROR_BODY = JSON.stringify({
  errors: [{ code: "a", message: "no", meta: { param_name: "x".repeat(200) } }],
  clerk_trace_id: "t",
});
const jsonResponse = (body, init) => new Response(body, { headers: { "content-type": "application/json" }, ...init });
const neverResolves = () => new Promise(() => {});

const createUsers = (fetch, options) => createClerkClient({ secretKey: "sk_test_soak", fetch, ...options }).users;
const succeeding = createUsers(async () => jsonResponse(USER));
const failing = createUsers(async () => jsonResponse(ERROR_BODY, { status: 422 }));
const listing = createUsers(async (url) => jsonResponse(url.includes("count") ? '{"total_count":1}' : `[${USER}]`));
const redirecting = createUsers(async () => jsonResponse("", { status: 307 }));
const unreachable = createUsers(async () => Promise.reject(new TypeError("no network")));
const interrupted = createUsers(
  async () =>
    new Response(new ReadableStream({ pull: (controller) => controller.error(new TypeError("connection closed")) })),
);
const hanging = createUsers(neverResolves, { maxRetries: 0, timeout: 1 });
const withHooks = createUsers(async () => jsonResponse(USER), { onRequest() {}, onResponse() {}, onRetry() {} });
const largeChunk = new Uint8Array(1024 * 1024).fill(0x20);
const oversized = createUsers(
  async () => new Response(new ReadableStream({ pull: (controller) => controller.enqueue(largeChunk) })),
);
/** A client whose first attempt is rate limited. */
function rateLimitedOnce() {
  let attempts = 0;
  return createUsers(async () =>
    ++attempts === 1 ? jsonResponse(ERROR_BODY, { status: 429, headers: { "retry-after": "0" } }) : jsonResponse(USER),
  );
}
const metadata = { publicMetadata: { a: { b: null, c: [1, "é", true] } }, unsafeMetadata: { d: "x".repeat(300) } };
/** One signal for all calls, as in a server with a shutdown signal. Each call must remove its listeners. */
const signal = new AbortController().signal;

/** `[count, outcome, call]`: how many of 50 calls are of this kind, and "ok" or the name of the expected error. */
const KINDS = [
  [14, "ok", () => succeeding.updateUserMetadata("user_1", metadata)],
  [5, "ok", () => succeeding.replaceUserMetadata("user_1", metadata, { signal })],
  [5, "ok", () => succeeding.getUser("user_1").withResponse()],
  [3, "ok", () => listing.getUserList({ emailAddress: ["a@b.example"] })],
  [3, "ok", () => withHooks.getUser("user_1", { signal })],
  [4, "ClerkAPIResponseError", () => failing.updateUserMetadata("user_1", metadata)],
  [4, "ok", () => rateLimitedOnce().updateUserMetadata("user_1", metadata)],
  [2, "ClerkInputError", () => succeeding.updateUserMetadata("user_1", { publicMetadata: { a: NaN } })],
  [2, "ClerkConnectionError", () => redirecting.getUser("user_1")],
  [2, "ClerkConnectionError", () => unreachable.getUser("user_1", { maxRetries: 1 })],
  [2, "ClerkConnectionError", () => interrupted.getUser("user_1", { maxRetries: 0 })],
  [2, "ClerkConnectionError", () => hanging.getUser("user_1")],
  [1, "AbortError", () => succeeding.getUser("user_1", { signal: AbortSignal.abort() })],
  [1, "AbortError", () => abortDuringCall()],
];

function abortDuringCall() {
  const controller = new AbortController();
  setImmediate(() => controller.abort());
  return hanging.updateUserMetadata("user_1", metadata, { signal: controller.signal, timeout: 10_000 });
}

const batch = KINDS.flatMap(([count, expected, call]) => Array(count).fill({ expected, call }));
if (batch.length !== CONCURRENT_CALLS) throw new Error(`a batch has ${batch.length} calls, not ${CONCURRENT_CALLS}`);

async function makeCall({ expected, call }) {
  const outcome = await call().then(
    () => "ok",
    (error) => error.name,
  );
  if (outcome !== expected) throw new Error(`the outcome of a call is ${outcome}, not ${expected}`);
}

function measure() {
  gc();
  gc();
  const { heapUsed, external } = process.memoryUsage();
  const exportsOfType = (type) =>
    instances.flatMap((exports) => Object.values(exports).filter((value) => value instanceof type));
  return {
    heap: heapUsed,
    external,
    wasm: [
      ...exportsOfType(WebAssembly.Memory).map(({ buffer }) => buffer),
      ...memories.map((buffer) => buffer.deref()),
    ].reduce((sum, buffer) => sum + (buffer?.byteLength ?? 0), 0),
    // JavaScript values that the wasm references.
    references: exportsOfType(WebAssembly.Table).reduce((sum, { length }) => sum + length, 0),
  };
}

async function makeCalls(count) {
  for (let done = 0; done < count; done += CONCURRENT_CALLS) {
    await Promise.all(batch.map(makeCall));
    // A response above the size limit is slow, so only a few calls get one.
    if (done % 5000 === 0)
      await makeCall({ expected: "ClerkConnectionError", call: () => oversized.getUser("user_1") });
  }
}

const kb = (bytes) => (bytes / 1024).toFixed(0).padStart(9);
console.log(
  `${"calls".padStart(9)}${"heap KB".padStart(10)}${"ext. KB".padStart(10)}${"wasm KB".padStart(10)}${"references".padStart(12)}`,
);
const printCheckpoint = (callsMade, { heap, external, wasm, references }) =>
  console.log(
    `${String(callsMade).padStart(9)} ${kb(heap)} ${kb(external)} ${kb(wasm)}${String(references).padStart(12)}`,
  );

const start = performance.now();
await makeCalls(warmUpCalls);
const before = measure();
printCheckpoint(warmUpCalls, before);
const step = (calls - warmUpCalls) / CHECKPOINTS;
let last = before;
for (let checkpoint = 1; checkpoint <= CHECKPOINTS; checkpoint += 1) {
  await makeCalls(step);
  last = measure();
  printCheckpoint(Math.round(warmUpCalls + checkpoint * step), last);
}
const exceeded = Object.entries(MAX_GROWTH).filter(([name, bound]) => last[name] - before[name] > bound);
for (const [name, bound] of Object.entries(MAX_GROWTH))
  console.log(`${name}: ${last[name] - before[name]} more since ${warmUpCalls} calls, at most ${bound} allowed`);
const instanceCount = isJavaScriptCore ? initialSizes.length : instances.length;
console.log(`${instanceCount} instance of the wasm, ${((performance.now() - start) / 1000).toFixed(0)} s`);
if (instanceCount !== 1) exceeded.push(["instances"]);
if (exceeded.length > 0) {
  console.log(`FAIL: growth: ${exceeded.map(([name]) => name).join(", ")}`);
  process.exitCode = 1;
}
