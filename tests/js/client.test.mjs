// The public interface of the client: exports, calls, users, broken connections.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { createClerkClient, updateUserMetadata, User } from "clerk-metadata";
import * as packageExports from "clerk-metadata";
import { KEY, serve } from "./support/backend.mjs";
import { rejectsWithApiError, rejectsWithConnectionError, rejectsWithInputError } from "./support/errors.mjs";
import { deadUrl, httpServer, socketServer, userBody } from "./support/server.mjs";

const client = (apiUrl, clientOptions) =>
  createClerkClient({ secretKey: "sk_test_hidden", apiUrl, maxRetries: 0, ...clientOptions });

test("the exports of the package", () => {
  assert.deepEqual(
    Object.keys(packageExports).sort(),
    [
      "ClerkAPIResponseError",
      "ClerkConnectionError",
      "ClerkInputError",
      "EmailAddress",
      "EnterpriseAccount",
      "EnterpriseAccountConnection",
      "ExternalAccount",
      "IdentificationLink",
      "Organization",
      "OrganizationMembership",
      "OrganizationMembershipPublicUserData",
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
  const fetched = await clerk.users.getUser(id);
  for (const user of [replaced, fetched]) {
    assert.ok(user instanceof User);
    assert.equal(user.id, id);
    assert.equal(user.firstName, "Ada");
    assert.deepEqual([user.publicMetadata, user.privateMetadata, user.unsafeMetadata], [{ e: 5 }, { d: 4 }, {}]);
  }
  await rejectsWithApiError(clerk.users.getUser("user_nobody"), {
    status: 404,
    message: "No user was found with id user_nobody",
    errors: [
      {
        code: "resource_not_found",
        message: "not found",
        longMessage: "No user was found with id user_nobody",
        meta: {},
      },
    ],
  });
  // The other client has another key.
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

/** Runs a function with other environment variables and restores them afterwards. */
async function withEnvironment(variables, action) {
  const names = ["CLERK_SECRET_KEY", "CLERK_API_URL", "CLERK_API_VERSION"];
  const previous = names.map((name) => process.env[name]);
  const setVariable = (name, value) => (value === undefined ? delete process.env[name] : (process.env[name] = value));
  names.forEach((name) => setVariable(name, variables[name]));
  try {
    return await action();
  } finally {
    names.forEach((name, index) => setVariable(name, previous[index]));
  }
}

test("the function updateUserMetadata reads the environment at each call", async (t) => {
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

test("a client with options does not read the environment", async () => {
  await withEnvironment({ CLERK_SECRET_KEY: "sk_test_1" }, () =>
    rejectsWithInputError(createClerkClient({}).users.getUser("user_1"), { code: "missing_secret_key" }),
  );
});

test("changing the options object after creating the client has no effect", async (t) => {
  const server = await httpServer(t, () => ({ body: userBody() }));
  const options = { secretKey: "sk_test_1", apiUrl: server.url };
  const clerk = createClerkClient(options);
  options.secretKey = "sk_test_2";
  options.apiUrl = "http://127.0.0.1:1";
  await clerk.users.getUser("user_1");
  assert.equal(server.requests[0].headers.authorization, "Bearer sk_test_1");
});

test("the global fetch is looked up at the time of the call", async (t) => {
  const clerk = createClerkClient({ secretKey: "sk_test_1" });
  const fetch = t.mock.method(globalThis, "fetch", async () => new Response(userBody({ first_name: "Late" })));
  assert.equal((await clerk.users.getUser("user_1")).firstName, "Late");
  assert.equal(fetch.mock.callCount(), 1);
});

test("a refused connection: no response, with the cause", async () => {
  const error = await rejectsWithConnectionError(client(await deadUrl()).users.getUser("user_1"), {
    code: "connection_failed",
    message: /^No response from the Backend API: fetch failed: connect ECONNREFUSED/,
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

test("a response that is not HTTP", async (t) => {
  const server = await socketServer(t, (socket) => socket.end("220 mail.example ESMTP\r\n"));
  const error = await rejectsWithConnectionError(client(server.url).users.getUser("user_1"), {
    code: "connection_failed",
  });
  assert.ok(error.cause instanceof Error);
});

async function truncatingServer(t) {
  return httpServer(t, (_, outgoing) => {
    outgoing.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    outgoing.write(userBody().slice(0, 20), () => outgoing.destroy());
  });
}
test("the connection breaks during the body", async (t) => {
  const server = await truncatingServer(t);
  const error = await rejectsWithConnectionError(client(server.url).users.getUser("user_1"), {
    code: "connection_failed",
    message: /./,
  });
  assert.ok(error.cause instanceof Error);
});
test("the connection breaks during the body: the error has the status", async (t) => {
  const server = await truncatingServer(t);
  await rejectsWithConnectionError(client(server.url).users.getUser("user_1"), { status: 200 });
});

for (const status of [301, 302, 303, 307, 308]) {
  test(`a redirect with ${status} is not followed`, async (t) => {
    const redirectTarget = await httpServer(t, () => ({ body: userBody() }));
    const server = await httpServer(t, () => ({
      status,
      headers: { location: `${redirectTarget.url}/v1/users/user_1`, "cf-ray": "ray-1" },
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
    assert.equal(redirectTarget.requests.length, 0);
  });
}

test("the error of a custom fetch is the cause", async () => {
  const cause = new TypeError("no network", { cause: new Error("unplugged") });
  const callWithFetch = (fetch) =>
    createClerkClient({ secretKey: "sk_test_fake", maxRetries: 0, fetch }).users.getUser("user_1");
  const expected = {
    code: "connection_failed",
    message: "No response from the Backend API: no network: unplugged",
    cause,
  };
  await rejectsWithConnectionError(
    callWithFetch(() => {
      throw cause;
    }),
    expected,
  );
  await rejectsWithConnectionError(
    callWithFetch(async () => {
      throw cause;
    }),
    expected,
  );
  await rejectsWithConnectionError(
    callWithFetch(async () => {
      throw "a string";
    }),
    { message: "No response from the Backend API: a string", cause: "a string" },
  );
  await rejectsWithConnectionError(
    callWithFetch(async () => {
      throw undefined;
    }),
    { message: /the request failed/ },
  );
});

test("a custom fetch may be synchronous, and is called without this", async () => {
  let thisValue = "not called";
  const fetch = function () {
    thisValue = this;
    return new Response(userBody());
  };
  await createClerkClient({ secretKey: "sk_test_fake", fetch }).users.getUser("user_1");
  assert.equal(thisValue, undefined);
});

test("many concurrent calls: each gets its own response", async (t) => {
  const COUNT = 50;
  const pending = [];
  const server = await httpServer(t, ({ url }, outgoing) => {
    pending.push({ id: url.split("/")[3], outgoing });
    if (pending.length < COUNT) return;
    // Responds in reverse order.
    for (const { id, outgoing } of pending.reverse()) outgoing.end(userBody({ id, public_metadata: { id } }));
  });
  const { users } = client(server.url);
  const ids = Array.from({ length: COUNT }, (_, index) => `user_${index}`);
  const results = await Promise.all(
    ids.map((id, index) => (index % 2 ? users.getUser(id) : users.updateUserMetadata(id, { publicMetadata: { id } }))),
  );
  assert.deepEqual(
    results.map(({ id }) => id),
    ids,
  );
  assert.deepEqual(
    results.map(({ publicMetadata }) => publicMetadata.id),
    ids,
  );
  for (const { url, body } of server.requests) if (body) assert.ok(body.includes(`"${url.split("/")[3]}"`));
});

test("two clients are independent", async (t) => {
  const serverFor = (name) =>
    httpServer(t, ({ headers }) => ({ body: userBody({ first_name: name, last_name: headers.authorization }) }));
  const [firstServer, secondServer] = [await serverFor("One"), await serverFor("Two")];
  const clerks = [
    createClerkClient({ secretKey: "sk_test_one", apiUrl: firstServer.url }),
    createClerkClient({ secretKey: "sk_test_two", apiUrl: secondServer.url }),
  ];
  const names = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => (await clerks[index % 2].users.getUser("user_1")).fullName),
  );
  assert.deepEqual(
    names,
    Array.from({ length: 20 }, (_, index) => (index % 2 ? "Two Bearer sk_test_two" : "One Bearer sk_test_one")),
  );
});

test("after any failed call the next call works", async (t) => {
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

test("String() of an API error, and the guards of Clerk's packages", async (t) => {
  const body = JSON.stringify({
    errors: [{ code: "a", message: "b", long_message: "c", meta: { param_name: "d" } }],
    clerk_trace_id: "trace",
  });
  const server = await httpServer(t, () => ({ status: 422, body }));
  const error = await rejectsWithApiError(client(server.url).users.getUser("user_1"), { status: 422 });
  assert.equal(
    String(error),
    '[ClerkAPIResponseError]\nMessage:b (GET /v1/users/user_1)\nStatus:422\nSerialized errors: {"code":"a","message":"b","longMessage":"c","meta":{"paramName":"d"}}\nClerk Trace ID: trace',
  );
  const official = await import("@clerk/backend/errors");
  assert.equal(official.isClerkAPIResponseError(error), true);
  assert.equal(
    packageExports.isClerkAPIResponseError(new official.ClerkAPIResponseError("x", { data: [], status: 500 })),
    true,
  );
  assert.equal(packageExports.isClerkAPIResponseError(new Error("x")), false);
});

test("ClerkAPIResponseError accepts the constructor options of Clerk's class", async () => {
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
    const [officialError, ourError] = [official, packageExports].map(
      ({ ClerkAPIResponseError }) => new ClerkAPIResponseError("m", options),
    );
    for (const name of ["message", "status", "code", "clerkError", "clerkTraceId", "retryAfter", "cause"])
      assert.equal(ourError[name], officialError[name], name);
    assert.deepEqual(JSON.parse(JSON.stringify(ourError.errors)), JSON.parse(JSON.stringify(officialError.errors)));
    assert.equal(String(ourError), String(officialError));
    assert.ok(official.isClerkAPIResponseError(ourError));
  }
  const errors = [{ code: "a", message: "b", longMessage: undefined, meta: {} }];
  assert.deepEqual(
    new packageExports.ClerkAPIResponseError("m", { errors, data: [reason], status: 422 }).errors,
    errors,
  );
  assert.equal("cause" in new packageExports.ClerkAPIResponseError("m", { status: 422 }), false);
});

test("String() of an API error works although its meta is nested too deep for JSON", async (t) => {
  const body = `{"errors":[{"code":"a","message":"b","meta":{"deep":${"[".repeat(100_000)}${"]".repeat(100_000)}}}]}`;
  const server = await httpServer(t, () => ({ status: 422, body }));
  const error = await client(server.url)
    .users.getUser("user_1")
    .catch((error) => error);
  assert.equal(
    String(error),
    '[ClerkAPIResponseError]\nMessage:b (GET /v1/users/user_1)\nStatus:422\nSerialized errors: {"code":"a","message":"b"}',
  );
});

test("the guards accept any value", () => {
  for (const guard of [
    packageExports.isClerkAPIResponseError,
    packageExports.isClerkConnectionError,
    packageExports.isClerkInputError,
  ]) {
    for (const value of [undefined, null, 0, "", "ClerkInputError", Symbol("s"), {}, [], () => {}])
      assert.equal(guard(value), false);
  }
});
