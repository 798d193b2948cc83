// Runs the programs of docs/observability.md as they are there, and its tracing hooks with the OpenTelemetry SDK.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { context, SpanStatusCode, trace } from "@opentelemetry/api";
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import { createClerkClient } from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";
import { userBody } from "./support/server.mjs";
import { skipWaits } from "./support/waits.mjs";

const tests = fileURLToPath(new URL("..", import.meta.url));
const page = readFileSync(join(tests, "../docs/observability.md"), "utf8");
const KEY = "sk_test_hidden";

/** The blocks of the page with a comment of this kind: `<!-- program: NAME -->`. */
const blocks = (kind) =>
  new Map(
    [...page.matchAll(/<!-- (\w+): (\S+) -->\n```\w+\n(.*?)\n```/gs)]
      .filter(([, blockKind]) => blockKind === kind)
      .map(([, , name, text]) => [name, text]),
  );
const programs = blocks("program");
const outputs = blocks("output");

const folder = mkdtempSync(join(tmpdir(), "clerk-metadata-observability-"));
after(() => rmSync(folder, { recursive: true, force: true }));
symlinkSync(join(tests, "node_modules"), join(folder, "node_modules"));
writeFileSync(join(folder, "package.json"), '{"type":"module"}');
writeFileSync(join(folder, "deno.json"), '{"nodeModulesDir":"manual"}');
for (const [name, text] of programs) writeFileSync(join(folder, name), text);

const DENO = [
  join(tests, "node_modules/.bin/deno"),
  "run",
  "--quiet",
  "--no-prompt",
  "--allow-net=127.0.0.1",
  "--allow-env=CLERK_SECRET_KEY,CLERK_API_URL,CLERK_METADATA_LOG",
];
const RUNTIMES = { node: [process.execPath], deno: DENO, bun: [join(tests, "node_modules/.bin/bun"), "run"] };

/** Runs a program of the page against a local Backend API; returns what it printed. */
async function run(t, name, { runtime = "node", env } = {}) {
  const backend = await createLocalBackend({ secretKey: KEY, users: [{ id: "user_2abc" }] });
  const server = await backend.listen();
  t.after(() => server.close());
  const [command, ...args] = [...RUNTIMES[runtime], name];
  const { stdout, stderr } = await promisify(execFile)(command, args, {
    cwd: folder,
    env: { ...process.env, CLERK_SECRET_KEY: KEY, CLERK_API_URL: server.url, ...env },
    timeout: 60_000,
  });
  return { stdout, stderr, url: server.url };
}

/** A text without the IDs and times that differ between runs. */
const normalize = (text) =>
  text
    .replace(/call_\w+_/g, "call_ID_")
    .replace(/clerkTraceId=\w+/g, "clerkTraceId=ID")
    .replace(/duration=\d+/g, "duration=N");

test("the page has a program of every kind", () => {
  const names = ["errors.mjs", "hooks.mjs", "app.mjs", "logger.mjs", "tracing.mjs", "traced-app.mjs"];
  assert.deepEqual([...programs.keys()], names);
  assert.deepEqual([...outputs.keys()], ["errors.mjs", "hooks.mjs", "logger.mjs", "traced-app.mjs"]);
});

for (const [name, output] of outputs) {
  test(`${name} prints what the page says`, async (t) => {
    const { stdout, stderr } = await run(t, name);
    assert.equal(normalize(stdout.trimEnd()), normalize(output));
    assert.equal(stderr, "");
  });
}

for (const runtime of Object.keys(RUNTIMES)) {
  test(`CLERK_METADATA_LOG=debug in ${runtime}: one line per event`, async (t) => {
    const { stdout, stderr, url } = await run(t, "app.mjs", { runtime, env: { CLERK_METADATA_LOG: "debug" } });
    const expected = blocks("log").get("app.mjs").replaceAll("https://api.clerk.com", url);
    assert.equal(normalize(stdout + stderr).trimEnd(), normalize(expected));
    assert.doesNotMatch(stdout + stderr, /hidden|plan|pro\b/);
  });

  test(`without CLERK_METADATA_LOG nothing is logged in ${runtime}`, async (t) => {
    const { stdout, stderr } = await run(t, "app.mjs", { runtime });
    assert.equal(stdout + stderr, "");
  });

  test(`console.log and JSON.stringify of an error show the message in ${runtime}`, async (t) => {
    writeFileSync(
      join(folder, "print-errors.mjs"),
      `import { createClerkClient } from "clerk-metadata";
const options = { secretKey: process.env.CLERK_SECRET_KEY, apiUrl: process.env.CLERK_API_URL };
const { users } = createClerkClient(options);
const offline = createClerkClient({ ...options, apiUrl: "http://127.0.0.1:1", maxRetries: 0 }).users;
for (const call of [
  () => users.updateUserMetadata("user_nope", { publicMetadata: { plan: "gold" } }),
  () => users.updateUserMetadata("user_2abc", { publicMetadata: { plan: "gold", seats: NaN } }),
  () => offline.updateUserMetadata("user_2abc", { publicMetadata: { plan: "gold" } }),
]) {
  const error = await call().then(() => { throw new Error("resolved"); }, (thrown) => thrown);
  console.log(error);
  console.log("json", JSON.stringify(error));
}
`,
    );
    const { stdout } = await run(t, "print-errors.mjs", { runtime });
    const [api, input, connection] = stdout.split(/^json .*\n/m);
    const [apiJson, inputJson, connectionJson] = [...stdout.matchAll(/^json (.*)$/gm)].map(([, text]) =>
      JSON.parse(text),
    );
    for (const [printed, json, name, message] of [
      [
        api,
        apiJson,
        "ClerkAPIResponseError",
        "No user was found with id user_nope (PATCH /v1/users/user_nope/metadata)",
      ],
      [input, inputJson, "ClerkInputError", /^publicMetadata\.seats: JSON cannot represent NaN: /],
      [connection, connectionJson, "ClerkConnectionError", / \(PATCH \/v1\/users\/user_2abc\/metadata\)$/],
    ]) {
      assert.equal(json.name, name);
      if (message instanceof RegExp) assert.match(json.message, message);
      else assert.equal(json.message, message);
      assert.ok(printed.includes(json.message), `${json.message} is not in ${printed}`);
    }
    assert.doesNotMatch(stdout, /hidden|gold/);
  });
}

/** Starts the SDK for a test, and returns a client with the hooks of the page and the exporter. */
async function traced(t, options) {
  const exporter = new InMemorySpanExporter();
  // The generator of the SDK uses Math.random, which some of the tests replace.
  let ids = 0;
  const createId = (length) => (++ids).toString(16).padStart(length, "0");
  const idGenerator = { generateTraceId: () => createId(32), generateSpanId: () => createId(16) };
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)], idGenerator });
  provider.register();
  t.after(async () => {
    await provider.shutdown();
    trace.disable();
    context.disable();
  });
  const { tracing } = await import(`${pathToFileURL(join(folder, "tracing.mjs"))}?${t.name}`);
  return { exporter, users: createClerkClient({ secretKey: KEY, ...options, ...tracing }).users };
}

const respond = (body, status = 200) => new Response(body, { status, headers: { "cf-ray": `ray-${status}` } });
const namesOf = ({ events }) => events.map(({ name }) => name);

test("OpenTelemetry: a span per call, and an event per attempt", async (t) => {
  skipWaits(t);
  let calls = 0;
  const fetch = async () => (++calls < 3 ? respond("{}", 503) : respond(userBody()));
  const { exporter, users } = await traced(t, { fetch });
  await users.updateUserMetadata("user_1", { publicMetadata: { plan: "pro" } });
  const [span, ...rest] = exporter.getFinishedSpans();
  assert.deepEqual(rest, []);
  assert.equal(span.name, "clerk.users.updateUserMetadata");
  assert.deepEqual(namesOf(span), ["attempt", "retry", "attempt", "retry", "attempt"]);
  assert.deepEqual(
    span.events.filter(({ name }) => name === "attempt").map(({ attributes }) => attributes),
    [0, 1, 2].map((count) => ({
      "http.request.method": "PATCH",
      "http.request.resend_count": count,
      "server.address": "api.clerk.com",
      "url.path": "/v1/users/user_1/metadata",
    })),
  );
  assert.deepEqual(span.attributes, { "http.response.status_code": 200, "clerk.trace_id": "ray-200" });
  assert.equal(span.status.code, SpanStatusCode.UNSET);
});

test("OpenTelemetry: failed calls, with and without a request", async (t) => {
  const { exporter, users } = await traced(t, { fetch: async () => respond("{}", 404) });
  await assert.rejects(users.getUser("user_1"), { status: 404 });
  await assert.rejects(users.getUser(""), { code: "invalid_user_id" });
  await assert.rejects(users.getUser("user_1", { signal: AbortSignal.abort("stop") }), (reason) => reason === "stop");
  await assert.rejects(users.getUser("user_1", { signal: AbortSignal.abort() }), { name: "AbortError" });
  const spans = exporter.getFinishedSpans();
  assert.deepEqual(spans.map(namesOf), [["attempt", "exception"], ["exception"], ["exception"], ["exception"]]);
  assert.deepEqual(
    spans.map(({ attributes }) => attributes["error.type"]),
    ["api_response_error", "invalid_user_id", "unknown", "AbortError"],
  );
  for (const { status } of spans) assert.equal(status.code, SpanStatusCode.ERROR);
});

test("OpenTelemetry: concurrent calls keep their parents", async (t) => {
  skipWaits(t);
  const failed = new Set();
  const fetch = async (url) => {
    await new Promise((resolve) => setImmediate(resolve));
    if (failed.has(url)) return respond(userBody());
    failed.add(url);
    return respond("{}", 503);
  };
  const { exporter, users } = await traced(t, { fetch });
  const tracer = trace.getTracer("test");
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      tracer.startActiveSpan(`parent ${index}`, async (parent) => {
        await new Promise((resolve) => setImmediate(resolve));
        await users.getUser(`user_${index}`);
        parent.end();
      }),
    ),
  );
  const spans = exporter.getFinishedSpans();
  assert.equal(spans.length, 40);
  for (const parent of spans.filter(({ name }) => name.startsWith("parent"))) {
    const id = parent.spanContext().spanId;
    const [child, ...others] = spans.filter(({ parentSpanContext }) => parentSpanContext?.spanId === id);
    assert.deepEqual(others, []);
    const paths = child.events.filter(({ name }) => name === "attempt").map(({ attributes }) => attributes["url.path"]);
    assert.deepEqual(paths, Array(2).fill(`/v1/users/user_${parent.name.split(" ")[1]}`));
  }
});
