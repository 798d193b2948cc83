// The calls that the server forwards to the Backend API, and their responses.
import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { createForward } from "../../../pkg/src/cli/admin/forward.js";
import { backendOf } from "../../../pkg/src/cli/admin/backend.js";
import { deadUrl, httpServer, socketServer, userBody } from "../../js/support/server.mjs";
import { serve } from "../../js/support/backend.mjs";
import { KEY, ask, assertNoKey, errorIn, startAdmin } from "../support/admin.mjs";

const METADATA = "/v1/users/user_1/metadata";
const ORGANIZATION_METADATA = "/v1/organizations/org_1/metadata";
const MEMBER_METADATA = "/v1/organizations/org_1/memberships/user_1/metadata";
const BODY = '{"public_metadata":{"plan":{"seats":5},"trial":null}}';
const JSON_HEADERS = { "content-type": "application/json" };
const aUser = () => ({ headers: JSON_HEADERS, body: userBody() });

test("the page's calls reach the Backend API, with the key and without what the page has sent of itself", async (t) => {
  const upstream = await httpServer(t, aUser);
  const admin = await startAdmin(t, upstream.url);
  for (const [method, path, sent, body = ""] of [
    ["GET", "/v1/users", "/v1/users"],
    [
      "GET",
      "/v1/users?limit=10&offset=20&order_by=-created_at&query=ada+l%26%3D%23",
      "/v1/users?limit=10&offset=20&order_by=-created_at&query=ada+l%26%3D%23",
    ],
    ["GET", "/v1/users/count?query=ada", "/v1/users/count?query=ada"],
    ["GET", "/v1/users/user_1", "/v1/users/user_1"],
    ["GET", "/v1/users/ada%40example.com", "/v1/users/ada%40example.com"],
    ["PATCH", METADATA, METADATA, BODY],
    ["PUT", METADATA, METADATA, BODY],
    ["GET", "/v1/organizations?limit=10&query=a%26b", "/v1/organizations?limit=10&query=a%26b"],
    ["GET", "/v1/organizations/org_1", "/v1/organizations/org_1"],
    ["PATCH", ORGANIZATION_METADATA, ORGANIZATION_METADATA, BODY],
    ["PUT", ORGANIZATION_METADATA, ORGANIZATION_METADATA, BODY],
    ["GET", "/v1/organizations/org_1/memberships?limit=1", "/v1/organizations/org_1/memberships?limit=1"],
    ["PATCH", MEMBER_METADATA, MEMBER_METADATA, BODY],
  ]) {
    const headers = {
      authorization: "Bearer sk_test_kept_by_the_server",
      "clerk-api-version": "1999-01-01",
      "x-forwarded-for": "1.2.3.4",
      "user-agent": "a browser",
    };
    const response = await ask(admin, path, { method, headers, body: body || undefined });
    assert.deepEqual([response.status, response.text], [200, userBody()], path);
    const request = upstream.requests.at(-1);
    assert.deepEqual([request.method, request.url, request.body], [method, sent, body]);
    assert.equal(request.headers.authorization, `Bearer ${KEY}`);
    assert.equal(request.headers["clerk-api-version"], "2026-05-12");
    assert.match(request.headers["user-agent"], /^clerk-metadata\//);
    assert.equal(request.headers["content-type"], body ? "application/json" : undefined);
    for (const name of ["cookie", "origin", "x-forwarded-for"]) assert.equal(request.headers[name], undefined, name);
  }
});

test("a path and a version of the Backend API's own come before the page's", async (t) => {
  const upstream = await httpServer(t, aUser);
  const admin = await startAdmin(t, `${upstream.url}/clerk`, { env: { CLERK_API_VERSION: "v2" } });
  assert.equal((await ask(admin, "/v1/users/user_1")).status, 200);
  assert.equal((await ask(admin, "/v1/users/count")).status, 200);
  assert.equal((await ask(admin, METADATA, { method: "PUT", body: BODY })).status, 200);
  assert.deepEqual(
    upstream.requests.map(({ url }) => url),
    ["/clerk/v2/users/user_1", "/clerk/v2/users/count", "/clerk/v2/users/user_1/metadata"],
  );
});

const ELSEWHERE = [
  ["POST", "/v1/users"],
  ["DELETE", "/v1/users/user_1"],
  ["PATCH", "/v1/users/user_1"],
  ["PATCH", "/v1/users"],
  ["GET", METADATA],
  ["HEAD", "/v1/users"],
  ["OPTIONS", METADATA],
  ["PATCH", "/v1/users/count/metadata"],
  ["PATCH", "/v1/users/%63ount/metadata"],
  ["GET", "/v1/users/%63ount"],
  ["GET", "/v1/users/"],
  ["GET", "/v1/users//"],
  ["GET", "/v1/users/user_1/"],
  ["GET", "/v1/users/user_1/../user_2"],
  ["GET", "/v1/users/.."],
  ["GET", "/v1/users/."],
  ["GET", "/v1/users/%2e%2e"],
  ["GET", "/v1/users/%252e%252e"],
  ["GET", "/v1/users/..%2Fsessions"],
  ["GET", "/v1/users/..%5Csessions"],
  ["GET", "/v1/users/user_1%2Fmetadata"],
  ["GET", "/v1/users/user_1%252Fmetadata"],
  ["GET", "/v1/users/user_1%0d%0ax"],
  ["GET", "/v1/users/user_1%20"],
  ["GET", "/v1/users/user_1%00"],
  ["GET", "/v1/users/%ff"],
  ["GET", "/v1/users/%"],
  ["GET", "/v1/users/user_1#x"],
  ["PATCH", "/v1/users/user_1/metadata/x"],
  ["PATCH", "/v1/users/user_1/metadata/../../user_2/metadata"],
  ["POST", "/v1/organizations"],
  ["PATCH", "/v1/organizations/org_1"],
  ["DELETE", "/v1/organizations/org_1"],
  ["GET", ORGANIZATION_METADATA],
  ["POST", "/v1/organizations/org_1/memberships"],
  ["GET", "/v1/organizations/org_1/memberships/user_1"],
  ["PATCH", "/v1/organizations/org_1/memberships/user_1"],
  ["DELETE", "/v1/organizations/org_1/memberships/user_1"],
  ["PUT", MEMBER_METADATA],
  ["GET", MEMBER_METADATA],
  ["GET", "/v1/organizations/org_1/invitations"],
  ["GET", "/v1/organizations/org_1/billing/subscription"],
  ["GET", "/v1/organizations/"],
  ["GET", "/v1/organizations/org_1/"],
  ["GET", "/v1/organizations/.."],
  ["GET", "/v1/organizations/%2e%2e"],
  ["GET", "/v1/organizations/..%2Fsessions/memberships"],
  ["GET", "/v1/organizations/org_1%2Fmemberships"],
  ["GET", "/v1/organizations/../sessions/memberships"],
  ["PATCH", "/v1/organizations/org_1/memberships/../metadata"],
  ["PATCH", "/v1/organizations/org_1/memberships/..%2Fx/metadata"],
  ["PATCH", "/v1/organizations/%2e%2e/memberships/user_1/metadata"],
  ["PATCH", "/v1/organizations/org_1/memberships/%ff/metadata"],
  ["GET", "/v1/users/user_1/organization_memberships"],
  ["GET", "/v1/organizationsx"],
  ["GET", "/v1/sessions"],
  ["GET", "/v1/"],
  ["GET", "/v1/usersx"],
];

test("everything else is a 404, and goes nowhere", async (t) => {
  const upstream = await httpServer(t, aUser);
  const admin = await startAdmin(t, upstream.url);
  for (const [method, path] of ELSEWHERE) {
    const response = await ask(admin, path, { method });
    assert.equal(response.status, 404, `${method} ${path}`);
    if (method === "HEAD") continue;
    assert.deepEqual(errorIn(response), {
      code: "resource_not_found",
      message: `The admin page's server does not forward ${method} to this path.`,
      long_message: `The admin page's server does not forward ${method} to this path.`,
    });
  }
  for (const path of ["/V1/users", "//v1/users", "/v2/users", "http://127.0.0.1/v1/users", "*"]) {
    assert.equal((await ask(admin, path)).status, 404, path);
  }
  assert.deepEqual(upstream.requests, []);
});

test("a body of another type, or too large, goes nowhere", async (t) => {
  const upstream = await httpServer(t, aUser);
  const admin = await startAdmin(t, upstream.url);
  for (const type of [
    undefined,
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonx",
  ]) {
    const response = await ask(admin, METADATA, { method: "PATCH", body: BODY, headers: { "content-type": type } });
    assert.deepEqual([response.status, errorIn(response).code], [415, "unsupported_content_type"], type);
  }
  const largest = JSON.stringify({ public_metadata: { a: "x".repeat(256 * 1024 - 30) } }).padEnd(256 * 1024);
  const response = await ask(admin, METADATA, { method: "PATCH", body: `${largest} ` });
  assert.equal(response.status, 413);
  assert.deepEqual(errorIn(response), {
    code: "request_body_too_large",
    message: "The request body exceeds the maximum allowed size of 262144 bytes.",
    long_message: "The request body exceeds the maximum allowed size of 262144 bytes.",
  });
  assert.deepEqual(upstream.requests, []);
  assert.equal(
    (
      await ask(admin, METADATA, {
        method: "PATCH",
        body: largest,
        headers: { "content-type": "Application/JSON; charset=utf-8" },
      })
    ).status,
    200,
  );
  assert.equal(upstream.requests[0].body, largest);
});

test("status, body and a few headers come back; what else the Backend API says stays here", async (t) => {
  const body = JSON.stringify({
    errors: [{ code: "too_many_requests", message: "Too many requests", long_message: "…" }],
    clerk_trace_id: "trace_1",
  });
  const upstream = await httpServer(t, () => ({
    status: 429,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "retry-after": "7",
      "clerk-trace-id": "trace_1",
      "cf-ray": "ray_1",
      "set-cookie": "a=1",
      "x-other": "1",
      "access-control-allow-origin": "*",
      "cache-control": "public, max-age=600",
    },
    body,
  }));
  const { status, headers, text } = await ask(await startAdmin(t, upstream.url), "/v1/users");
  assert.deepEqual([status, text], [429, body]);
  assert.deepEqual(
    [headers["content-type"], headers["retry-after"], headers["clerk-trace-id"], headers["cf-ray"]],
    ["application/json", "7", "trace_1", "ray_1"],
  );
  for (const name of ["set-cookie", "x-other", "access-control-allow-origin"])
    assert.equal(headers[name], undefined, name);
  assert.equal(headers["cache-control"], "no-store");
});

test("the page of a proxy comes back as text", async (t) => {
  const body = "<script>alert(1)</script>";
  const upstream = await httpServer(t, () => ({ status: 503, headers: { "content-type": "text/html" }, body }));
  const { status, headers, text } = await ask(await startAdmin(t, upstream.url), "/v1/users/user_1");
  assert.deepEqual([status, headers["content-type"], text], [503, "text/plain; charset=utf-8", body]);
});

/** Backend APIs that fail, with the error that the page receives. */
const UNUSABLE = {
  "one that is not there": [
    () => deadUrl(),
    502,
    "bad_gateway",
    (url) => `The Backend API at ${url} could not be reached: the connection was refused (ECONNREFUSED).`,
  ],
  "one that breaks the connection": [
    async (t) => (await socketServer(t, (socket) => socket.once("data", () => socket.destroy()))).url,
    502,
    "bad_gateway",
    (url) =>
      new RegExp(
        `^The Backend API at ${url} could not be reached: the connection was closed \\((ECONNRESET|UND_ERR_SOCKET)\\)\\.$`,
      ),
  ],
  "one that breaks off in the body": [
    async (t) =>
      (
        await socketServer(t, (socket) =>
          socket.once("data", () =>
            socket.end("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"),
          ),
        )
      ).url,
    502,
    "bad_gateway",
    (url) => new RegExp(`^The Backend API at ${url} could not be reached: `),
  ],
  "one that sends elsewhere": [
    async (t) =>
      (await httpServer(t, () => ({ status: 307, headers: { location: "http://127.0.0.1:1/v1/users" } }))).url,
    502,
    "bad_gateway",
    (url) =>
      `The Backend API at ${url} responded with a redirect (307). Redirects are not followed, because the secret key is sent to one origin only.`,
  ],
  "one whose response does not end": [
    async (t) => (await httpServer(t, () => ({ headers: JSON_HEADERS, body: "x".repeat(10 * 1024 * 1024 + 1) }))).url,
    502,
    "bad_gateway",
    (url) => `The Backend API at ${url} responded with more than 10 MB. Request fewer users at once.`,
  ],
  "one that repeats the key in its body": [
    async (t) => (await httpServer(t, ({ headers }) => ({ headers: JSON_HEADERS, body: JSON.stringify(headers) }))).url,
    502,
    "bad_gateway",
    (url) =>
      `The response from ${url} contains the secret key, so it is not shown. Check that this is the Backend API.`,
  ],
  "one that repeats the key in a header": [
    async (t) =>
      (await httpServer(t, ({ headers }) => ({ headers: { "cf-ray": headers.authorization }, body: "{}" }))).url,
    502,
    "bad_gateway",
    (url) =>
      `The response from ${url} contains the secret key, so it is not shown. Check that this is the Backend API.`,
  ],
};
for (const [what, [make, status, code, messageOf]] of Object.entries(UNUSABLE)) {
  test(`a Backend API that cannot be used is told of in plain words: ${what}`, async (t) => {
    const url = await make(t);
    const admin = await startAdmin(t, url);
    for (const [path, options] of [["/v1/users"], [METADATA, { method: "PATCH", body: BODY }]]) {
      const response = await ask(admin, path, options);
      const error = errorIn(response);
      assert.deepEqual([response.status, error.code], [status, code]);
      const expected = messageOf(url);
      if (expected instanceof RegExp) assert.match(error.message, expected);
      else assert.equal(error.message, expected);
    }
    assert.equal((await ask(admin, "/")).status, 200); // and the server goes on
    assertNoKey(admin.stdout());
  });
}

test("a Backend API that does not response in time: 504", async (t) => {
  const silent = await httpServer(t, () => {});
  const forward = createForward(await backendOf({ secretKey: KEY, apiUrl: silent.url }), { timeout: 20 });
  const response = await forward({ method: "GET", path: "/v1/users", query: "" }, new AbortController().signal);
  assert.equal(response.status, 504);
  assert.equal(
    errorIn({ headers: response.headers, text: response.body }).message,
    `The Backend API at ${silent.url} did not respond within 0.02 seconds.`,
  );
});

test("a page that has left ends its call", async (t) => {
  let asked;
  const outgoing = new Promise((resolve) => (asked = resolve));
  const upstream = await httpServer(t, (_, outgoing) => void asked(outgoing));
  const admin = await startAdmin(t, upstream.url);
  const controller = new AbortController();
  const call = fetch(`${admin.origin}/v1/users`, { headers: { cookie: admin.cookie }, signal: controller.signal });
  const closed = once(await outgoing, "close");
  controller.abort();
  await assert.rejects(call, { name: "AbortError" });
  await closed;
});

test("against a local Backend API: find, read, merge, replace", async (t) => {
  const { url, users } = await serve(t, {
    secretKey: KEY,
    users: [{ id: "user_1", firstName: "Ada", publicMetadata: { plan: { name: "pro" }, trial: true } }],
  });
  const admin = await startAdmin(t, url);
  const json = async (...call) => JSON.parse((await ask(admin, ...call)).text);
  assert.deepEqual(
    (await json("/v1/users?query=ada")).map(({ id }) => id),
    ["user_1"],
  );
  assert.deepEqual(await json("/v1/users/count"), { object: "total_count", total_count: 1 });
  assert.deepEqual((await json(METADATA, { method: "PATCH", body: BODY })).public_metadata, {
    plan: { name: "pro", seats: 5 },
  });
  assert.deepEqual((await json("/v1/users/user_1")).public_metadata, { plan: { name: "pro", seats: 5 } });
  await json(METADATA, { method: "PUT", body: '{"public_metadata":{}}' });
  assert.deepEqual(users.get("user_1").public_metadata, {});
});
