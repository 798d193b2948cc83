// The options logger and logLevel, and the environment variable CLERK_METADATA_LOG.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { createClerkClient, updateUserMetadata } from "clerk-metadata";
import { clerkClient as expressClient } from "clerk-metadata/express";
import { clerkClient as cloudflareClient } from "clerk-metadata/cloudflare";
import { rejectsWithApiError, rejectsWithConnectionError, rejectsWithInputError } from "./support/errors.mjs";
import { LEVELS, normalize, recordingLogger } from "./support/logger.mjs";
import { deadUrl, userBody } from "./support/server.mjs";
import { skipWaits } from "./support/waits.mjs";

const KEY = "sk_test_hidden";

function failingOnce() {
  let calls = 0;
  return async () =>
    ++calls === 1
      ? new Response("{}", { status: 503, headers: { "cf-ray": "ray-1" } })
      : new Response(userBody(), { headers: { "cf-ray": "ray-2" } });
}

const URL_TEXT = "https://api.clerk.com/v1/users/user_1/metadata";
const CALL = "callId=ID operation=updateUserMetadata";
const LINES = [
  ["debug", `onRequest ${CALL} attempt=1 method=PATCH url=${URL_TEXT}`],
  ["debug", `onResponse ${CALL} attempt=1 method=PATCH url=${URL_TEXT} status=503 duration=N clerkTraceId=ray-1`],
  ["warn", `onRetry ${CALL} attempt=1 status=503 code=api_response_error attempts=1 delay=250 clerkTraceId=ray-1`],
  ["debug", `onRequest ${CALL} attempt=2 method=PATCH url=${URL_TEXT}`],
  ["debug", `onResponse ${CALL} attempt=2 method=PATCH url=${URL_TEXT} status=200 duration=N clerkTraceId=ray-2`],
  ["info", `onSuccess ${CALL} status=200 attempts=2 clerkTraceId=ray-2`],
];

for (const [level, expected] of [
  ["debug", LINES],
  ["info", LINES.filter(([level]) => level !== "debug")],
  ["warn", LINES.filter(([level]) => level === "warn")],
  ["error", []],
  ["off", []],
  [undefined, LINES.filter(([level]) => level === "warn")],
]) {
  test(`a logger with the level ${level}`, async (t) => {
    skipWaits(t);
    const { lines, logger } = recordingLogger();
    const clerk = createClerkClient({ secretKey: KEY, fetch: failingOnce(), logger, logLevel: level });
    await clerk.users.updateUserMetadata("user_1", { publicMetadata: { plan: "pro" } });
    assert.deepEqual(
      lines.map(([level, line, ...rest]) => [level, normalize(line), ...rest]),
      expected.map(([level, text]) => [level, `[clerk-metadata] ${text}`]),
    );
  });
}

test("a call that fails is logged with its codes", async (t) => {
  skipWaits(t);
  const body = { errors: [{ code: "resource_not_found", message: "not found" }], clerk_trace_id: "trace-1" };
  for (const [options, call, rejects, expected] of [
    [
      { fetch: async () => new Response(JSON.stringify(body), { status: 404 }) },
      ({ getUser }) => getUser("user_1"),
      (call) => rejectsWithApiError(call, { status: 404 }),
      [
        "error",
        "operation=getUser status=404 code=api_response_error errors=resource_not_found attempts=1 clerkTraceId=trace-1",
      ],
    ],
    [
      { apiUrl: await deadUrl(), maxRetries: 0 },
      ({ getUserList }) => getUserList({ emailAddress: ["jo@example.com"] }),
      (call) => rejectsWithConnectionError(call, { code: "connection_failed" }),
      ["error", "operation=getUserList code=connection_failed attempts=1"],
    ],
    [
      {},
      ({ getUser }) => getUser(""),
      (call) => rejectsWithInputError(call, { code: "invalid_user_id" }),
      ["error", "operation=getUser code=invalid_user_id"],
    ],
    [
      {},
      ({ getUser }) => getUser("user_1", { signal: AbortSignal.abort(new Error("stop")) }),
      (call) => assert.rejects(call, { message: "stop" }),
      ["info", "operation=getUser code=aborted"],
    ],
  ]) {
    const { lines, logger } = recordingLogger();
    await rejects(call(createClerkClient({ secretKey: KEY, logger, logLevel: "info", ...options }).users));
    assert.deepEqual(
      lines.map(([level, line]) => [level, normalize(line)]),
      [[expected[0], `[clerk-metadata] onError callId=ID ${expected[1]}`]],
    );
  }
});

test("no line contains the key, metadata, query values, or texts of a response or of fetch", async (t) => {
  skipWaits(t);
  const SECRETS = /hidden|gold|jo@|tier|\n/;
  const { lines, logger } = recordingLogger();
  const hostile = { code: "gold\nx", message: "gold", long_message: `gold ${KEY}`, meta: { tier: "gold" } };
  const responses = [
    new Response(JSON.stringify({ errors: [{ ...hostile, code: "invalid" }] }), { status: 422 }),
    new Response("gold", { status: 200, headers: { "x-tier": `gold ${KEY}` } }),
  ];
  const users = (fetch) => createClerkClient({ secretKey: KEY, fetch, logger, logLevel: "debug", maxRetries: 1 }).users;
  const metadata = { publicMetadata: { tier: "gold" } };
  for (const response of responses)
    await assert.rejects(users(async () => response.clone()).updateUserMetadata("user_1", metadata));
  const throwing = async (_url, init) => {
    throw new Error(`${init.body} ${init.headers.authorization}`);
  };
  await assert.rejects(users(throwing).updateUserMetadata("user_1", metadata));
  await assert.rejects(users(throwing).getUserList({ emailAddress: ["jo@example.com"], query: "gold" }));
  await assert.rejects(users(throwing).updateUserMetadata("user_1", { publicMetadata: { tier: NaN, gold: 1 } }));
  await assert.rejects(users(throwing).updateUserMetadata("user_1", { tier: "gold" }));
  await assert.rejects(users(throwing).updateUserMetadata(KEY, metadata));
  assert.ok(lines.length > 15, `${lines.length} lines`);
  for (const [, line] of lines) assert.doesNotMatch(line, SECRETS);
});

test("codes and trace IDs of a response stay on one line of at most 1000 characters", async () => {
  const { lines, logger } = recordingLogger();
  const body = JSON.stringify({ errors: [{ code: `a\r\n[fake] é${"x".repeat(5000)}` }], clerk_trace_id: "t\u001b[2J" });
  const fetch = async () => new Response(body, { status: 404 });
  await rejectsWithApiError(createClerkClient({ secretKey: KEY, fetch, logger }).users.getUser("user_1"), {
    status: 404,
  });
  const [[, line]] = lines;
  assert.match(line, /^[ -~]{1000}$/);
  assert.match(line, /errors=a\?\?\?fake\?\?\?x/);
});

test("without a logger, console is used, as it is at the time of the event", async (t) => {
  const lines = [];
  const clerk = createClerkClient({ secretKey: KEY, fetch: async () => new Response(userBody()), logLevel: "info" });
  t.mock.method(console, "info", (line) => lines.push(line));
  await clerk.users.getUser("user_1");
  assert.equal(lines.length, 1);
  assert.match(lines[0], /^\[clerk-metadata\] onSuccess callId=call_\w+ operation=getUser status=200 attempts=1$/);
});

test("the functions of a logger are called as its methods", async () => {
  class ClassLogger {
    lines = [];
    error() {}
    warn() {}
    info(line) {
      this.lines.push(line);
    }
    debug() {}
  }
  const logger = new ClassLogger();
  const options = { secretKey: KEY, fetch: async () => new Response(userBody()), logger, logLevel: "info" };
  await createClerkClient(options).users.getUser("user_1");
  assert.equal(logger.lines.length, 1);
});

test("a logger that throws or rejects does not affect the call, and hooks are still called", async () => {
  for (const log of [
    () => {
      throw new Error("full");
    },
    async () => {
      throw new Error("full");
    },
  ]) {
    const logger = Object.fromEntries(LEVELS.map((level) => [level, log]));
    let hookCalls = 0;
    const clerk = createClerkClient({
      secretKey: KEY,
      fetch: async () => new Response(userBody()),
      logger,
      logLevel: "debug",
      onSuccess: () => hookCalls++,
    });
    assert.equal((await clerk.users.getUser("user_1")).id, "user_1");
    assert.equal(hookCalls, 1);
  }
});

test("invalid values of logger and logLevel are rejected", async () => {
  const fetch = () => assert.fail("nothing is sent");
  for (const logLevel of ["loud", "DEBUG", 1, true, {}])
    await rejectsWithInputError(createClerkClient({ secretKey: KEY, fetch, logLevel }).users.getUser("user_1"), {
      code: "invalid_option",
      path: "logLevel",
      message: "logLevel: must be off, error, warn, info or debug.",
    });
  for (const logger of [{}, "console", 1, true, { error() {}, warn() {}, info() {} }])
    await rejectsWithInputError(createClerkClient({ secretKey: KEY, fetch, logger }).users.getUser("user_1"), {
      code: "invalid_option",
      path: "logger",
      message: "logger: must be an object with the functions error, warn, info and debug.",
    });
});

/** Sets environment variables for a test. */
function setEnvironment(t, variables) {
  const previous = { ...process.env };
  Object.assign(process.env, variables);
  t.after(() => {
    for (const name of Object.keys(variables)) {
      if (previous[name] === undefined) delete process.env[name];
      else process.env[name] = previous[name];
    }
  });
}

/** Records the lines of `console`. */
function recordConsole(t) {
  const lines = [];
  for (const level of LEVELS) t.mock.method(console, level, (line) => lines.push([level, line]));
  return lines;
}

test("CLERK_METADATA_LOG: for each way to make a call", async (t) => {
  setEnvironment(t, { CLERK_METADATA_LOG: "Info", CLERK_SECRET_KEY: KEY });
  t.mock.method(globalThis, "fetch", async () => new Response(userBody()));
  const lines = recordConsole(t);
  const metadata = { publicMetadata: {} };
  await createClerkClient({ secretKey: KEY }).users.updateUserMetadata("user_1", metadata);
  await updateUserMetadata("user_1", metadata);
  await expressClient.users.updateUserMetadata("user_1", metadata);
  await cloudflareClient(process.env).users.updateUserMetadata("user_1", metadata);
  assert.deepEqual(
    lines.map(([level, line]) => [level, normalize(line)]),
    Array(4).fill(["info", `[clerk-metadata] onSuccess ${CALL} status=200 attempts=1`]),
  );
});

test("CLERK_METADATA_LOG: of the environment that a Worker passes", async (t) => {
  t.mock.method(globalThis, "fetch", async () => new Response(userBody()));
  const lines = recordConsole(t);
  await cloudflareClient({ CLERK_SECRET_KEY: KEY, CLERK_METADATA_LOG: "info" }).users.getUser("user_1");
  assert.equal(lines.length, 1);
});

test("CLERK_METADATA_LOG: the option logLevel comes first, and logger receives the lines", async (t) => {
  setEnvironment(t, { CLERK_METADATA_LOG: "debug" });
  const consoleLines = recordConsole(t);
  const { lines, logger } = recordingLogger();
  const options = { secretKey: KEY, fetch: async () => new Response(userBody()) };
  await createClerkClient({ ...options, logLevel: "off" }).users.getUser("user_1");
  await createClerkClient({ ...options, logger }).users.getUser("user_1");
  assert.deepEqual(
    lines.map(([level]) => level),
    ["debug", "debug", "info"],
  );
  assert.deepEqual(consoleLines, []);
});

test("CLERK_METADATA_LOG: it is read when the client is created", async (t) => {
  const fetch = async () => new Response(userBody());
  const options = { secretKey: KEY, fetch };
  const lines = recordConsole(t);
  const before = createClerkClient(options);
  setEnvironment(t, { CLERK_METADATA_LOG: "info" });
  const after = createClerkClient(options);
  process.env.CLERK_METADATA_LOG = "debug";
  await before.users.getUser("user_1");
  assert.deepEqual(lines, []);
  await after.users.getUser("user_1");
  assert.deepEqual(
    lines.map(([level]) => level),
    ["info"],
  );
  delete process.env.CLERK_METADATA_LOG;
  await after.users.getUser("user_1");
  assert.equal(lines.length, 2);
});

test("CLERK_METADATA_LOG: an invalid value is ignored with one warning", async (t) => {
  setEnvironment(t, { CLERK_METADATA_LOG: "verbose" });
  const lines = recordConsole(t);
  const options = { secretKey: KEY, fetch: async () => new Response(userBody()) };
  for (let call = 0; call < 3; call++) await createClerkClient(options).users.getUser("user_1");
  assert.deepEqual(lines, [
    ["warn", "[clerk-metadata] CLERK_METADATA_LOG: must be one of off, error, warn, info, debug. It is ignored."],
  ]);
});

test("CLERK_METADATA_LOG: one warning for all entries, and spaces around a level are ignored", async (t) => {
  const program = `
    await Promise.all(["", "/express", "/cloudflare", "/js", "/nextjs"].map(async (entry) => {
      const { createClerkClient, clerkClient } = await import("clerk-metadata" + entry).catch(() => ({}));
      createClerkClient?.({});
      if (entry === "/express") clerkClient.users.getUser("").catch(() => {});
    }));`;
  const run = (level) =>
    spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
      cwd: fileURLToPath(new URL("..", import.meta.url)),
      env: { ...process.env, CLERK_METADATA_LOG: level },
      encoding: "utf8",
      timeout: 60_000,
    }).stderr;
  assert.equal(run("loud").match(/must be one of/g)?.length, 1);
  setEnvironment(t, { CLERK_METADATA_LOG: " INFO\t" });
  const lines = recordConsole(t);
  await createClerkClient({ secretKey: KEY, fetch: async () => new Response(userBody()) }).users.getUser("user_1");
  assert.deepEqual(
    lines.map(([level]) => level),
    ["info"],
  );
});
