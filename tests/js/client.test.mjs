// The client as a program sees it: calls, users, broken connections.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { createClerkClient, updateUserMetadata, User } from "clerk-metadata";
import * as everything from "clerk-metadata";
import { KEY, serve } from "./support/backend.mjs";
import { rejectsWithApiError, rejectsWithConnectionError, rejectsWithInputError } from "./support/errors.mjs";
import { deadUrl, httpServer, socketServer, userBody } from "./support/server.mjs";

const client = (apiUrl, more) => createClerkClient({ secretKey: "sk_test_hidden", apiUrl, maxRetries: 0, ...more });

test("what the package exports", () => {
  assert.deepEqual(
    Object.keys(everything).sort(),
    [
      "ClerkAPIResponseError",
      "ClerkConnectionError",
      "ClerkInputError",
      "EmailAddress",
      "EnterpriseAccount",
      "EnterpriseAccountConnection",
      "ExternalAccount",
      "IdentificationLink",
      "PhoneNumber",
      "User",
      "Verification",
      "Web3Wallet",
      "createClerkClient",
      "isClerkAPIResponseError",
      "isClerkConnectionError",
      "isClerkInputError",
      "prepareRequest",
      "updateUserMetadata",
    ].sort(),
  );
});

test("update, replace and get, against the local Backend API", async (t) => {
  const { clerk, users, url } = await serve(t);
  const { id } = users.create({ firstName: "Ada", publicMetadata: { a: 1 }, unsafeMetadata: { b: 2 } });
  const updated = await clerk.users.updateUserMetadata(id, { publicMetadata: { c: 3 }, privateMetadata: { d: 4 } });
  assert.deepEqual(updated.publicMetadata, { a: 1, c: 3 });
  const replaced = await clerk.users.replaceUserMetadata(id, { publicMetadata: { e: 5 }, unsafeMetadata: {} });
  const got = await clerk.users.getUser(id);
  for (const user of [replaced, got]) {
    assert.ok(user instanceof User);
    assert.equal(user.id, id);
    assert.equal(user.firstName, "Ada");
    assert.deepEqual([user.publicMetadata, user.privateMetadata, user.unsafeMetadata], [{ e: 5 }, { d: 4 }, {}]);
  }
  await rejectsWithApiError(clerk.users.getUser("user_nobody"), {
    status: 404,
    message: "not found",
    errors: [
      {
        code: "resource_not_found",
        message: "not found",
        longMessage: "No user was found with id user_nobody",
        meta: {},
      },
    ],
  });
  // With another key.
  const { code, errors } = await rejectsWithApiError(client(url).users.getUser(id), { status: 401 });
  assert.deepEqual([code, errors[0].code], ["api_response_error", "clerk_key_invalid"]);
});

test("the methods need no `this`", async (t) => {
  const { clerk, users } = await serve(t);
  const { id } = users.create({});
  const { updateUserMetadata, replaceUserMetadata, getUser } = clerk.users;
  assert.deepEqual((await updateUserMetadata(id, { publicMetadata: { a: 1 } })).publicMetadata, { a: 1 });
  assert.deepEqual((await replaceUserMetadata(id, { publicMetadata: { b: 1 } })).publicMetadata, { b: 1 });
  assert.deepEqual((await getUser(id)).publicMetadata, { b: 1 });
});

/** With other variables in the environment, which come back in the end. */
async function withEnvironment(variables, act) {
  const names = ["CLERK_SECRET_KEY", "CLERK_API_URL", "CLERK_API_VERSION"];
  const before = names.map((name) => process.env[name]);
  const set = (name, value) => (value === undefined ? delete process.env[name] : (process.env[name] = value));
  names.forEach((name) => set(name, variables[name]));
  try {
    return await act();
  } finally {
    names.forEach((name, at) => set(name, before[at]));
  }
}

test("the bare function reads the environment at each call", async (t) => {
  const server = await httpServer(t, () => ({ body: userBody() }));
  const call = () => updateUserMetadata("user_1", { publicMetadata: { a: 1 } });
  await withEnvironment({}, () => rejectsWithInputError(call(), { code: "missing_secret_key", path: "secretKey" }));
  await withEnvironment({ CLERK_SECRET_KEY: "" }, () => rejectsWithInputError(call(), { code: "missing_secret_key" }));
  assert.equal(server.requests.length, 0);
  const user = await withEnvironment({ CLERK_SECRET_KEY: "sk_test_1", CLERK_API_URL: server.url }, call);
  assert.ok(user instanceof User);
  await withEnvironment(
    { CLERK_SECRET_KEY: "sk_test_2", CLERK_API_URL: `${server.url}/proxy/`, CLERK_API_VERSION: "v2" },
    call,
  );
  assert.deepEqual(
    server.requests.map(({ method, url, headers, body }) => [method, url, headers.authorization, body]),
    [
      ["PATCH", "/v1/users/user_1/metadata", "Bearer sk_test_1", '{"public_metadata":{"a":1}}'],
      ["PATCH", "/proxy/v2/users/user_1/metadata", "Bearer sk_test_2", '{"public_metadata":{"a":1}}'],
    ],
  );
});

test("a client of its own options does not read the environment", async () => {
  await withEnvironment({ CLERK_SECRET_KEY: "sk_test_1" }, () =>
    rejectsWithInputError(createClerkClient({}).users.getUser("user_1"), { code: "missing_secret_key" }),
  );
});

test("the options are those of the moment the client was made", async (t) => {
  const server = await httpServer(t, () => ({ body: userBody() }));
  const options = { secretKey: "sk_test_1", apiUrl: server.url };
  const clerk = createClerkClient(options);
  options.secretKey = "sk_test_2";
  options.apiUrl = "http://127.0.0.1:1";
  await clerk.users.getUser("user_1");
  assert.equal(server.requests[0].headers.authorization, "Bearer sk_test_1");
});

test("the global fetch is looked up at the call", async (t) => {
  const clerk = createClerkClient({ secretKey: "sk_test_1" });
  const fetch = t.mock.method(globalThis, "fetch", async () => new Response(userBody({ first_name: "Late" })));
  assert.equal((await clerk.users.getUser("user_1")).firstName, "Late");
  assert.equal(fetch.mock.callCount(), 1);
});

test("nobody listens: no answer, with the cause", async () => {
  const error = await rejectsWithConnectionError(client(await deadUrl()).users.getUser("user_1"), {
    code: "connection_failed",
    message: /^No answer from the Backend API: fetch failed: connect ECONNREFUSED/,
    status: undefined,
    clerkTraceId: undefined,
  });
  assert.ok(error.cause instanceof TypeError);
  assert.equal(error.cause.cause.code, "ECONNREFUSED");
  assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /hidden/);
});

test("the connection is reset", async (t) => {
  const server = await socketServer(t, (socket) => socket.once("data", () => socket.resetAndDestroy()));
  for (const call of [
    (users) => users.updateUserMetadata("user_1", { publicMetadata: {} }),
    (users) => users.getUser("user_1"),
  ]) {
    const error = await rejectsWithConnectionError(call(client(server.url).users), {
      code: "connection_failed",
      message: /./,
      status: undefined,
    });
    assert.ok(error.cause instanceof TypeError);
    assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /hidden/);
  }
});

test("no HTTP at all", async (t) => {
  const server = await socketServer(t, (socket) => socket.end("220 mail.example ESMTP\r\n"));
  const error = await rejectsWithConnectionError(client(server.url).users.getUser("user_1"), {
    code: "connection_failed",
  });
  assert.ok(error.cause instanceof Error);
});

async function truncating(t) {
  return httpServer(t, (_, outgoing) => {
    outgoing.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    outgoing.write(userBody().slice(0, 20), () => outgoing.destroy());
  });
}
test("the body breaks off", async (t) => {
  const server = await truncating(t);
  const error = await rejectsWithConnectionError(client(server.url).users.getUser("user_1"), {
    code: "connection_failed",
    message: /./,
  });
  assert.ok(error.cause instanceof Error);
});
test("the body breaks off: the status is known", async (t) => {
  const server = await truncating(t);
  await rejectsWithConnectionError(client(server.url).users.getUser("user_1"), { status: 200 });
});

for (const status of [301, 302, 303, 307, 308]) {
  test(`a redirect with ${status} is not followed`, async (t) => {
    const other = await httpServer(t, () => ({ body: userBody() }));
    const server = await httpServer(t, () => ({
      status,
      headers: { location: `${other.url}/v1/users/user_1`, "cf-ray": "ray-1" },
    }));
    for (const call of [
      (users) => users.updateUserMetadata("user_1", { publicMetadata: {} }),
      (users) => users.getUser("user_1"),
    ]) {
      await rejectsWithConnectionError(call(client(server.url).users), {
        code: "unexpected_response",
        status,
        clerkTraceId: "ray-1",
        message: /redirect/,
      });
    }
    assert.equal(server.requests.length, 2);
    assert.equal(other.requests.length, 0);
  });
}

test("what a custom fetch throws is the cause", async () => {
  const cause = new TypeError("no network", { cause: new Error("unplugged") });
  const throws = (fetch) =>
    createClerkClient({ secretKey: "sk_test_fake", maxRetries: 0, fetch }).users.getUser("user_1");
  const expected = {
    code: "connection_failed",
    message: "No answer from the Backend API: no network: unplugged",
    cause,
  };
  await rejectsWithConnectionError(
    throws(() => {
      throw cause;
    }),
    expected,
  );
  await rejectsWithConnectionError(
    throws(async () => {
      throw cause;
    }),
    expected,
  );
  await rejectsWithConnectionError(
    throws(async () => {
      throw "a string";
    }),
    { message: "No answer from the Backend API: a string", cause: "a string" },
  );
  await rejectsWithConnectionError(
    throws(async () => {
      throw undefined;
    }),
    { message: /the request failed/ },
  );
});

test("a fetch of one's own may be no async function, and is bound to nothing", async () => {
  let self = "not called";
  const fetch = function () {
    self = this;
    return new Response(userBody());
  };
  await createClerkClient({ secretKey: "sk_test_fake", fetch }).users.getUser("user_1");
  assert.equal(self, undefined);
});

test("many calls at once: each gets its own answer", async (t) => {
  const COUNT = 50;
  const waiting = [];
  const server = await httpServer(t, ({ url }, outgoing) => {
    waiting.push({ id: url.split("/")[3], outgoing });
    if (waiting.length < COUNT) return;
    // The last one first.
    for (const { id, outgoing } of waiting.reverse()) outgoing.end(userBody({ id, public_metadata: { id } }));
  });
  const { users } = client(server.url);
  const ids = Array.from({ length: COUNT }, (_, index) => `user_${index}`);
  const answers = await Promise.all(
    ids.map((id, index) => (index % 2 ? users.getUser(id) : users.updateUserMetadata(id, { publicMetadata: { id } }))),
  );
  assert.deepEqual(
    answers.map(({ id }) => id),
    ids,
  );
  assert.deepEqual(
    answers.map(({ publicMetadata }) => publicMetadata.id),
    ids,
  );
  for (const { url, body } of server.requests) if (body) assert.ok(body.includes(`"${url.split("/")[3]}"`));
});

test("two clients do not mix", async (t) => {
  const answering = (name) =>
    httpServer(t, ({ headers }) => ({ body: userBody({ first_name: name, last_name: headers.authorization }) }));
  const [one, two] = [await answering("One"), await answering("Two")];
  const clerks = [
    createClerkClient({ secretKey: "sk_test_one", apiUrl: one.url }),
    createClerkClient({ secretKey: "sk_test_two", apiUrl: two.url }),
  ];
  const names = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => (await clerks[index % 2].users.getUser("user_1")).fullName),
  );
  assert.deepEqual(
    names,
    Array.from({ length: 20 }, (_, index) => (index % 2 ? "Two Bearer sk_test_two" : "One Bearer sk_test_one")),
  );
});

test("after a call that failed in any way the next one works", async (t) => {
  const { clerk, users } = await serve(t);
  const { id } = users.create({});
  await rejectsWithInputError(clerk.users.updateUserMetadata(id, { publicMetadata: { a: NaN } }), {
    path: "publicMetadata.a",
  });
  await rejectsWithApiError(clerk.users.getUser("user_nobody"), { status: 404 });
  await rejectsWithConnectionError(
    createClerkClient({ secretKey: KEY, apiUrl: await deadUrl(), maxRetries: 0 }).users.getUser(id),
    {},
  );
  assert.deepEqual((await clerk.users.updateUserMetadata(id, { publicMetadata: { a: 1 } })).publicMetadata, { a: 1 });
});

test("an API error as text, and to the guards of Clerk's own packages", async (t) => {
  const body = JSON.stringify({
    errors: [{ code: "a", message: "b", long_message: "c", meta: { param_name: "d" } }],
    clerk_trace_id: "trace",
  });
  const server = await httpServer(t, () => ({ status: 422, body }));
  const error = await rejectsWithApiError(client(server.url).users.getUser("user_1"), { status: 422 });
  assert.equal(
    String(error),
    '[ClerkAPIResponseError]\nMessage:b\nStatus:422\nSerialized errors: {"code":"a","message":"b","longMessage":"c","meta":{"paramName":"d"}}\nClerk Trace ID: trace',
  );
  const official = await import("@clerk/backend/errors");
  assert.equal(official.isClerkAPIResponseError(error), true);
  assert.equal(
    everything.isClerkAPIResponseError(new official.ClerkAPIResponseError("x", { data: [], status: 500 })),
    true,
  );
  assert.equal(everything.isClerkAPIResponseError(new Error("x")), false);
});

test("an API error of the options of Clerk's own class", async () => {
  const official = await import("@clerk/backend/errors");
  const meta = {
    param_name: "email_address",
    session_id: "sess_1",
    zxcvbn: { suggestions: [{ code: "a_b", message: "c" }] },
    is_plan_upgrade_possible: true,
    link_url: null,
  };
  const reason = { code: "form_param_invalid", message: "b", long_message: "c" };
  for (const data of [
    [
      { ...reason, meta },
      { code: "a", message: "b" },
    ],
    [{ ...reason, meta: null }],
    [],
    null,
    undefined,
  ]) {
    const options = { data, status: 422, clerkTraceId: "trace", retryAfter: 3, cause: new Error("cause") };
    const [theirs, ours] = [official, everything].map(
      ({ ClerkAPIResponseError }) => new ClerkAPIResponseError("m", options),
    );
    for (const name of ["message", "status", "code", "clerkError", "clerkTraceId", "retryAfter", "cause"])
      assert.equal(ours[name], theirs[name], name);
    assert.deepEqual(JSON.parse(JSON.stringify(ours.errors)), JSON.parse(JSON.stringify(theirs.errors)));
    assert.equal(String(ours), String(theirs));
    assert.ok(official.isClerkAPIResponseError(ours));
  }
  const errors = [{ code: "a", message: "b", longMessage: undefined, meta: {} }];
  assert.deepEqual(new everything.ClerkAPIResponseError("m", { errors, data: [reason], status: 422 }).errors, errors);
  assert.equal("cause" in new everything.ClerkAPIResponseError("m", { status: 422 }), false);
});

test("an API error whose meta nests too deep to be written is text all the same", async (t) => {
  const body = `{"errors":[{"code":"a","message":"b","meta":{"deep":${"[".repeat(100_000)}${"]".repeat(100_000)}}}]}`;
  const server = await httpServer(t, () => ({ status: 422, body }));
  const error = await client(server.url)
    .users.getUser("user_1")
    .catch((error) => error);
  assert.equal(
    String(error),
    '[ClerkAPIResponseError]\nMessage:b\nStatus:422\nSerialized errors: {"code":"a","message":"b"}',
  );
});

test("the guards take anything", () => {
  for (const guard of [
    everything.isClerkAPIResponseError,
    everything.isClerkConnectionError,
    everything.isClerkInputError,
  ]) {
    for (const value of [undefined, null, 0, "", "ClerkInputError", Symbol("s"), {}, [], () => {}])
      assert.equal(guard(value), false);
  }
});
