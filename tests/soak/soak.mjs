// Many calls in one process with a stubbed fetch: users, refusals, retries, aborts, timeouts, broken
// and oversized answers. After a first part, neither the heap nor the wasm may grow:
//
//   node --expose-gc tests/soak/soak.mjs [--calls 1000000] [--first 50000]
//
// Prints a line a checkpoint, and ends with 1 where growth is over its bound.
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: { calls: { type: "string", default: "1000000" }, first: { type: "string", default: "50000" } },
});
const calls = Number(values.calls);
const first = Number(values.first);
if (!(first > 0 && calls > first)) throw new Error("--calls must be more than --first");
if (typeof gc !== "function") throw new Error("run it with node --expose-gc");

/** How much more there may be after the first part: what the host's own caches and timers take. */
const BOUNDS = { heap: 1024 * 1024, wasm: 0, references: 0 };
const CHECKPOINTS = 10;
const AT_ONCE = 50;

/**
 * With `--conditions=wintercg` the core is JavaScript, and its memory an ArrayBuffer that nothing else here is as large
 * as.
 */
const inJavaScript = import.meta.resolve("clerk-metadata") === import.meta.resolve("clerk-metadata/js");
const LARGE_BYTES = 1_000_000;
const buffers = [];
const initial = [];
if (inJavaScript) {
  const { ArrayBuffer } = globalThis;
  globalThis.ArrayBuffer = function (...given) {
    const buffer = new ArrayBuffer(...given);
    if (buffer.byteLength > LARGE_BYTES) buffers.push(new WeakRef(buffer));
    // A memory that grows is a larger buffer of the same instance.
    if (buffer.byteLength > LARGE_BYTES && buffer.byteLength <= (initial[0] ?? Infinity))
      initial.push(buffer.byteLength);
    return buffer;
  };
}

const instances = [];
const { Instance } = WebAssembly;
WebAssembly.Instance = function (...given) {
  const instance = new Instance(...given);
  // One without imports is not the client's: it unpacks that, and goes.
  if (given.length > 1) instances.push(instance.exports);
  return instance;
};
const { createClerkClient } = await import("clerk-metadata");

// The wait before a retry, 250 ms for this random number, ends at once.
Math.random = () => 0;
const { setTimeout: later } = globalThis;
globalThis.setTimeout = (end, delay, ...rest) => later(end, delay === 250 || delay === 500 ? 0 : delay, ...rest);
const USER = JSON.stringify({
  object: "user",
  id: "user_1",
  first_name: "Ada",
  email_addresses: [{ id: "e", email_address: "a@b.example" }],
  public_metadata: { a: ["x".repeat(500)] },
});
const REFUSAL = JSON.stringify({
  errors: [{ code: "a", message: "no", meta: { param_name: "x".repeat(200) } }],
  clerk_trace_id: "t",
});
const json = (body, init) => new Response(body, { headers: { "content-type": "application/json" }, ...init });
const hang = () => new Promise(() => {});

const client = (fetch, options) => createClerkClient({ secretKey: "sk_test_soak", fetch, ...options }).users;
const answers = client(async () => json(USER));
const refuses = client(async () => json(REFUSAL, { status: 422 }));
const counts = client(async (url) => json(url.includes("count") ? '{"total_count":1}' : `[${USER}]`));
const redirects = client(async () => json("", { status: 307 }));
const rejects = client(async () => Promise.reject(new TypeError("no network")));
const breaks = client(
  async () => new Response(new ReadableStream({ pull: (controller) => controller.error(new TypeError("broken off")) })),
);
const hangs = client(hang, { maxRetries: 0, timeout: 1 });
const hooked = client(async () => json(USER), { onRequest() {}, onResponse() {}, onRetry() {} });
const large = new Uint8Array(1024 * 1024).fill(0x20);
const endless = client(
  async () => new Response(new ReadableStream({ pull: (controller) => controller.enqueue(large) })),
);
/** Refuses the first attempt of a call. */
function limited() {
  let attempts = 0;
  return client(async () =>
    ++attempts === 1 ? json(REFUSAL, { status: 429, headers: { "retry-after": "0" } }) : json(USER),
  );
}
const metadata = { publicMetadata: { a: { b: null, c: [1, "é", true] } }, unsafeMetadata: { d: "x".repeat(300) } };
/** One for the whole life, as of a server that stops: its listeners must go with each call. */
const signal = new AbortController().signal;

/** What a call gives: "ok" or the name of its error. Each kind in its share of 50. */
const KINDS = [
  [14, "ok", () => answers.updateUserMetadata("user_1", metadata)],
  [5, "ok", () => answers.replaceUserMetadata("user_1", metadata, { signal })],
  [5, "ok", () => answers.getUser("user_1").withResponse()],
  [3, "ok", () => counts.getUserList({ emailAddress: ["a@b.example"] })],
  [3, "ok", () => hooked.getUser("user_1", { signal })],
  [4, "ClerkAPIResponseError", () => refuses.updateUserMetadata("user_1", metadata)],
  [4, "ok", () => limited().updateUserMetadata("user_1", metadata)],
  [2, "ClerkInputError", () => answers.updateUserMetadata("user_1", { publicMetadata: { a: NaN } })],
  [2, "ClerkConnectionError", () => redirects.getUser("user_1")],
  [2, "ClerkConnectionError", () => rejects.getUser("user_1", { maxRetries: 1 })],
  [2, "ClerkConnectionError", () => breaks.getUser("user_1", { maxRetries: 0 })],
  [2, "ClerkConnectionError", () => hangs.getUser("user_1")],
  [1, "AbortError", () => answers.getUser("user_1", { signal: AbortSignal.abort() })],
  [1, "AbortError", () => abortedLater()],
];

function abortedLater() {
  const controller = new AbortController();
  setImmediate(() => controller.abort());
  return hangs.updateUserMetadata("user_1", metadata, { signal: controller.signal, timeout: 10_000 });
}

const plan = KINDS.flatMap(([share, expected, call]) => Array(share).fill({ expected, call }));
if (plan.length !== AT_ONCE) throw new Error(`the shares make ${plan.length}`);

async function make({ expected, call }) {
  const outcome = await call().then(
    () => "ok",
    (error) => error.name,
  );
  if (outcome !== expected) throw new Error(`a call gave ${outcome}, not ${expected}`);
}

function measure() {
  gc();
  gc();
  const { heapUsed, external } = process.memoryUsage();
  const ofWasm = (kind) =>
    instances.flatMap((exports) => Object.values(exports).filter((value) => value instanceof kind));
  return {
    heap: heapUsed,
    external,
    wasm: [
      ...ofWasm(WebAssembly.Memory).map(({ buffer }) => buffer),
      ...buffers.map((buffer) => buffer.deref()),
    ].reduce((sum, buffer) => sum + (buffer?.byteLength ?? 0), 0),
    // Values of JavaScript that the wasm holds.
    references: ofWasm(WebAssembly.Table).reduce((sum, { length }) => sum + length, 0),
  };
}

async function run(count) {
  for (let made = 0; made < count; made += AT_ONCE) {
    await Promise.all(plan.map(make));
    // An answer beyond the limit costs time, so only some are met.
    if (made % 5000 === 0) await make({ expected: "ClerkConnectionError", call: () => endless.getUser("user_1") });
  }
}

const kb = (bytes) => (bytes / 1024).toFixed(0).padStart(9);
console.log(
  `${"calls".padStart(9)}${"heap KB".padStart(10)}${"ext. KB".padStart(10)}${"wasm KB".padStart(10)}${"references".padStart(12)}`,
);
const show = (made, { heap, external, wasm, references }) =>
  console.log(`${String(made).padStart(9)} ${kb(heap)} ${kb(external)} ${kb(wasm)}${String(references).padStart(12)}`);

const start = performance.now();
await run(first);
const before = measure();
show(first, before);
const step = (calls - first) / CHECKPOINTS;
let last = before;
for (let checkpoint = 1; checkpoint <= CHECKPOINTS; checkpoint += 1) {
  await run(step);
  last = measure();
  show(Math.round(first + checkpoint * step), last);
}
const over = Object.entries(BOUNDS).filter(([what, bound]) => last[what] - before[what] > bound);
for (const [what, bound] of Object.entries(BOUNDS))
  console.log(`${what}: ${last[what] - before[what]} more since ${first} calls, at most ${bound} allowed`);
const count = inJavaScript ? initial.length : instances.length;
console.log(`${count} instance of the wasm, ${((performance.now() - start) / 1000).toFixed(0)} s`);
if (count !== 1) over.push(["instances"]);
if (over.length > 0) {
  console.log(`FAIL: it grows: ${over.map(([what]) => what).join(", ")}`);
  process.exitCode = 1;
}
