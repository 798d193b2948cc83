// Every route of the local Backend API over HTTP: statuses, error codes and messages.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { serve } from "./support/backend.mjs";

const local = await serve({ after });
const { users, request } = local;

/** Asserts that a response has one error, with this status, code, message and parameter. */
function assertError({ status, headers, json, text }, expected) {
  const [error, ...others] = json.errors;
  assert.deepEqual([status, error.code], [expected.status, expected.code], text);
  assert.deepEqual(others, []);
  assert.ok(error.message && error.long_message, text);
  if (expected.message) assert.equal(error.message, expected.message);
  if (expected.longMessage) assert.equal(error.long_message, expected.longMessage);
  assert.deepEqual(error.meta, expected.param === undefined ? undefined : { param_name: expected.param });
  assert.equal(headers.get("content-type"), "application/json");
  assert.match(json.clerk_trace_id, /^[0-9a-f]{32}$/);
  assert.equal(headers.get("x-clerk-trace-id"), json.clerk_trace_id);
}

test("POST /users, GET, DELETE, GET again", async () => {
  const created = await request("POST", "/users", {
    external_id: "ext-1",
    first_name: "Ada",
    last_name: "Lovelace",
    username: "ada",
    email_address: ["Ada@example.com", "ada@work.example"],
    phone_number: ["+1 (555) 555-0100"],
    password: "correct horse",
    public_metadata: { a: 1 },
    private_metadata: { b: null },
    unsafe_metadata: { c: {} },
    created_at: "2012-10-20T07:15:20.902Z",
  });
  assert.equal(created.status, 200);
  const user = created.json;
  assert.match(user.id, /^user_/);
  assert.equal(user.created_at, 1_350_717_320_902);
  assert.equal(user.primary_email_address_id, user.email_addresses[0].id);
  assert.deepEqual(
    user.email_addresses.map(({ email_address }) => email_address),
    ["Ada@example.com", "ada@work.example"],
  );
  assert.equal(user.phone_numbers[0].phone_number, "+15555550100");
  assert.equal(user.password_enabled, true);
  assert.doesNotMatch(created.text, /correct horse/);
  assert.deepEqual(
    [user.public_metadata, user.private_metadata, user.unsafe_metadata],
    [{ a: 1 }, { b: null }, { c: {} }],
  );

  const fetched = await request("GET", `/users/${user.id}`);
  assert.deepEqual([fetched.status, fetched.text], [200, created.text]);
  assert.deepEqual((await request("GET", `/users/${encodeURIComponent(user.id).replace("_", "%5F")}`)).json, user);

  const deletion = await request("DELETE", `/users/${user.id}`);
  assert.deepEqual(
    [deletion.status, deletion.json],
    [200, { object: "user", id: user.id, deleted: true, external_id: "ext-1" }],
  );
  const missing = {
    status: 404,
    code: "resource_not_found",
    message: "not found",
    longMessage: `No user was found with id ${user.id}`,
  };
  assertError(await request("GET", `/users/${user.id}`), missing);
  assertError(await request("DELETE", `/users/${user.id}`), missing);
  assertError(await request("PATCH", `/users/${user.id}/metadata`, { public_metadata: {} }), missing);
  assertError(await request("PUT", `/users/${user.id}/metadata`, { public_metadata: {} }), missing);
});

test("PATCH merges, PUT replaces, and an omitted field is kept", async () => {
  const { id } = users.create({ publicMetadata: { a: { b: 1, c: 2 } }, privateMetadata: { d: 1 } });
  const patched = await request("PATCH", `/users/${id}/metadata`, { public_metadata: { a: { b: null, e: 3 } } });
  assert.deepEqual(
    [patched.status, patched.json.public_metadata, patched.json.private_metadata],
    [200, { a: { c: 2, e: 3 } }, { d: 1 }],
  );
  const replaced = await request("PUT", `/users/${id}/metadata`, {
    public_metadata: { a: { b: null } },
    unsafe_metadata: { f: 1 },
  });
  assert.deepEqual(
    [replaced.json.public_metadata, replaced.json.private_metadata, replaced.json.unsafe_metadata],
    [{ a: { b: null } }, { d: 1 }, { f: 1 }],
  );
  const cleared = await request("PUT", `/users/${id}/metadata`, { public_metadata: {} });
  assert.deepEqual(cleared.json.public_metadata, {});
  const unchanged = await request("PATCH", `/users/${id}/metadata`, {});
  assert.deepEqual([unchanged.status, unchanged.json], [200, cleared.json]);
});

const INVALID_AUTHORIZATIONS = [
  undefined,
  "",
  "Bearer",
  "Bearer ",
  "sk_test_local",
  "Basic c2s=",
  "Bearer sk_test_local extra",
];
for (const authorization of INVALID_AUTHORIZATIONS) {
  test(`401: authorization ${JSON.stringify(authorization)}`, async () => {
    assertError(await request("GET", "/users", undefined, { authorization }), {
      status: 401,
      code: "authorization_header_format_invalid",
      message: "Invalid Authorization header format",
      longMessage: "Invalid Authorization header format. Must be 'Bearer <YOUR_API_KEY>'",
    });
  });
}
test("401: another key, which the response does not contain", async () => {
  const { id } = users.create({});
  for (const [method, path, body] of [
    ["GET", "/users"],
    ["GET", `/users/${id}`],
    ["PATCH", `/users/${id}/metadata`, { public_metadata: { a: 1 } }],
    ["DELETE", `/users/${id}`],
    ["GET", "/nowhere"],
  ]) {
    const response = await request(method, path, body, { authorization: "Bearer sk_test_hidden" });
    assertError(response, { status: 401, code: "clerk_key_invalid" });
    assert.doesNotMatch(response.text, /hidden/);
  }
  assert.deepEqual(users.get(id).public_metadata, {});
});

test("404 and 405: unknown users, routes and methods", async () => {
  for (const path of [
    "/nowhere",
    "/usersx",
    "/users/",
    "/users//metadata",
    "/users/user_1/metadata/",
    "/users/user_1/other",
    "/users/user_1/metadata/x",
    "",
  ]) {
    assertError(await request("GET", path), { status: 404, code: "resource_not_found" });
  }
  for (const [method, path, allow] of [
    ["PUT", "/users", "GET, POST"],
    ["DELETE", "/users", "GET, POST"],
    ["POST", "/users/count", "GET"],
    ["PATCH", "/users/user_1", "GET, DELETE"],
    ["POST", "/users/user_1", "GET, DELETE"],
    ["GET", "/users/user_1/metadata", "PATCH, PUT"],
    ["POST", "/users/user_1/metadata", "PATCH, PUT"],
    ["DELETE", "/users/user_1/metadata", "PATCH, PUT"],
    ["OPTIONS", "/users", "GET, POST"],
  ]) {
    const response = await request(method, path);
    assertError(response, { status: 405, code: "method_not_allowed" });
    assert.equal(response.headers.get("allow"), allow, `${method} ${path}`);
  }
  const headResponse = await request("HEAD", "/users");
  assert.deepEqual([headResponse.status, headResponse.text], [405, ""]);
});

test("400: a version that is not a date", async () => {
  for (const version of ["latest", "2026-13-01", "2026-05-32", "2026-5-1", "v1"]) {
    assertError(await request("GET", "/users", undefined, { "clerk-api-version": version }), {
      status: 400,
      code: "api_version_invalid",
      message: "API version is invalid",
    });
  }
  for (const version of ["2026-05-12", "2025-04-10", undefined]) {
    assert.equal((await request("GET", "/users", undefined, { "clerk-api-version": version })).status, 200);
  }
});

test("415: an unsupported content type", async () => {
  const { id } = users.create({});
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""]) {
    assertError(
      await request("PATCH", `/users/${id}/metadata`, '{"public_metadata":{"a":1}}', { "content-type": type }),
      {
        status: 415,
        code: "unsupported_content_type",
        message: "Content-Type is unsupported",
        longMessage: `Content-Type ${type} is unsupported. You should use application/json instead.`,
      },
    );
  }
  for (const type of ["application/json; charset=utf-8", "Application/JSON"]) {
    assert.equal((await request("PATCH", `/users/${id}/metadata`, "{}", { "content-type": type })).status, 200, type);
  }
});

test("400: a body that is not a JSON object", async () => {
  const { id } = users.create({});
  for (const body of [
    "",
    "{",
    "[]",
    "null",
    '"x"',
    "1",
    '{"public_metadata":{}} x',
    "{'public_metadata':{}}",
    '{"public_metadata":{"a":1,}}',
    '{"public_metadata":{"a":01}}',
    '{"public_metadata":NaN}',
  ]) {
    for (const [method, path] of [
      ["PATCH", `/users/${id}/metadata`],
      ["PUT", `/users/${id}/metadata`],
      ["POST", "/users"],
    ]) {
      assertError(await request(method, path, body), {
        status: 400,
        code: "request_body_invalid",
        message: "Request body invalid",
        longMessage: "The request body is invalid. Please consult the API documentation for more information.",
      });
    }
  }
});

test("413: a body of more than a megabyte; a body of exactly one megabyte is accepted", async () => {
  const { id } = users.create({});
  const body = (length) => '{"public_metadata":{}}'.padEnd(length, " ");
  for (const length of [2 ** 20 + 1, 3 * 2 ** 20]) {
    assertError(await request("PATCH", `/users/${id}/metadata`, body(length)), {
      status: 413,
      code: "request_body_too_large",
    });
  }
  assert.equal((await request("PATCH", `/users/${id}/metadata`, body(2 ** 20))).status, 200);
});

for (const method of ["PATCH", "PUT"]) {
  test(`422, ${method}: unknown parameters and fields that are not objects; no user is changed`, async () => {
    const { id } = users.create({ publicMetadata: { a: 1 } });
    const before = users.get(id);
    const path = `/users/${id}/metadata`;
    assertError(await request(method, path, { publicMetadata: {} }), {
      status: 422,
      code: "form_param_unknown",
      message: "is unknown",
      longMessage: "publicMetadata is not a valid parameter for this request.",
      param: "publicMetadata",
    });
    for (const value of [null, [], "{}", 1, true]) {
      for (const name of ["public_metadata", "private_metadata", "unsafe_metadata"]) {
        assertError(await request(method, path, { [name]: value }), {
          status: 422,
          code: "form_param_value_invalid",
          param: name,
        });
      }
    }
    // All of them in one request, together with a valid field.
    const { status, json } = await request(method, path, {
      public_metadata: { b: 2 },
      private_metadata: 1,
      unsafe_metadata: null,
      other: {},
    });
    assert.deepEqual(
      [status, json.errors.map(({ meta }) => meta.param_name)],
      [422, ["private_metadata", "unsafe_metadata", "other"]],
    );
    assert.deepEqual(users.get(id), before);
  });

  test(`422, ${method}: the result may have 8 KB, in bytes of compact JSON`, async () => {
    const { id } = users.create({});
    const path = `/users/${id}/metadata`;
    const metadataOfSize = (bytes) => ({ a: "x".repeat(bytes - '{"a":""}'.length) });
    for (const name of ["public_metadata", "private_metadata", "unsafe_metadata"]) {
      assert.equal((await request(method, path, { [name]: metadataOfSize(8192) })).status, 200);
      const text = `The given ${name} exceeds the maximum allowed size of 8192 bytes (8 KB).`;
      const tooLarge = {
        status: 422,
        code: "form_param_exceeds_allowed_size",
        message: text,
        longMessage: text,
        param: name,
      };
      assertError(await request(method, path, { [name]: metadataOfSize(8193) }), tooLarge);
      assertError(await request(method, path, { [name]: { a: "ü".repeat(4093) } }), tooLarge);
      assert.equal((await request(method, path, { [name]: { a: "ü".repeat(4092) } })).status, 200);
    }
  });
}

test("422: the limit applies to the merged result; a patch that removes keys may be larger than it", async () => {
  const { id } = users.create({ publicMetadata: { a: "x".repeat(5000) } });
  const path = `/users/${id}/metadata`;
  assertError(await request("PATCH", path, { public_metadata: { b: "y".repeat(5000) } }), {
    status: 422,
    code: "form_param_exceeds_allowed_size",
    param: "public_metadata",
  });
  assert.deepEqual(Object.keys(users.get(id).public_metadata), ["a"]);
  assert.equal((await request("PATCH", path, { public_metadata: { a: null, b: "y".repeat(5000) } })).status, 200);
});

test("422: POST /users reports all errors in one response", async () => {
  const { status, json } = await request("POST", "/users", {
    id: "user_1",
    first_name: 1,
    email_address: "ada@example.com",
    public_metadata: [],
    password: "short",
    created_at: 5,
  });
  assert.equal(status, 422);
  assert.deepEqual(json.errors.map(({ code, meta }) => [code, meta.param_name]).sort(), [
    ["form_param_invalid_time", "created_at"],
    ["form_param_type_invalid", "email_address"],
    ["form_param_type_invalid", "first_name"],
    ["form_param_unknown", "id"],
    ["form_param_value_invalid", "public_metadata"],
    ["form_password_length_too_short", "password"],
  ]);
  assertError(await request("POST", "/users", { first_name: "Ada" }), {
    status: 422,
    code: "form_data_missing",
    message: "missing data",
  });
});

test("422: an identifier is taken, ignoring case, until its user is deleted", async () => {
  const { json: user } = await request("POST", "/users", { email_address: ["taken@example.com"], username: "taken" });
  assertError(await request("POST", "/users", { email_address: ["Taken@Example.com"] }), {
    status: 422,
    code: "form_identifier_exists",
    message: "That email address is taken. Please try another.",
    param: "email_address",
  });
  assertError(await request("POST", "/users", { username: "TAKEN" }), {
    status: 422,
    code: "form_identifier_exists",
    param: "username",
  });
  await request("DELETE", `/users/${user.id}`);
  assert.equal(
    (await request("POST", "/users", { email_address: ["Taken@Example.com"], username: "TAKEN" })).status,
    200,
  );
});

test("non-ASCII text is returned byte for byte, also when it is sent in chunks", async () => {
  const { id } = users.create({});
  const text = "größe 🦀 山田 \u0000 \u2028".repeat(50);
  const patched = await request("PATCH", `/users/${id}/metadata`, { public_metadata: { text } });
  assert.equal(patched.json.public_metadata.text, text);
  // A body in chunks that end inside a character.
  const bytes = new TextEncoder().encode(JSON.stringify({ unsafe_metadata: { text } }));
  const body = new ReadableStream({
    start(stream) {
      for (let offset = 0; offset < bytes.length; offset += 7) stream.enqueue(bytes.subarray(offset, offset + 7));
      stream.close();
    },
  });
  const headers = { authorization: "Bearer sk_test_local", "content-type": "application/json" };
  const response = await fetch(`${local.url}/v1/users/${id}/metadata`, {
    method: "PATCH",
    headers,
    body,
    duplex: "half",
  });
  assert.equal((await response.json()).unsafe_metadata.text, text);
});
