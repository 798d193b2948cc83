// dev --upstream forwards what it does not serve, with the key of the caller, and nothing that changes a user.
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { request } from "node:http";
import { test } from "node:test";
import { dev, run } from "./support/command.mjs";
import { deadUrl, httpServer, socketServer } from "./support/server.mjs";
import { KEY, devWithUpstream, upstreamServer, userText } from "./support/upstream.mjs";
import { createUpstream, UpstreamError } from "../../pkg/src/cli/dev/upstream.js";

const JSON_HEADERS = { "content-type": "application/json" };
/** Responds to every request. */
const echo = (t) => upstreamServer(t, {}, () => ({ status: 200, headers: JSON_HEADERS, body: '{"ok":true}' }));

for (const [method, path, body] of [
  ["GET", "/v1/jwks"],
  ["GET", "/v1/sessions?user_id=user_1"],
  ["GET", "/v1/sessions/sess_1"],
  ["HEAD", "/v1/jwks"],
  ["GET", "/v1/clients/handshake_payload?nonce=a%2Fb"],
  ["GET", "/v1/users/user_1/organization_invitations?limit=5"],
  ["GET", "/v1/users/user_1/oauth_access_tokens/google"],
  ["GET", "/v1/organizations/org_1/invitations"],
  ["GET", "/v1/domains"],
  ["POST", "/v1/sessions/sess_1/tokens", "{}"],
  ["POST", "/v1/sessions/sess_1/tokens/my-template", "{}"],
  ["POST", "/v1/sessions/sess_1/refresh", '{"expired_token":"x"}'],
  ["POST", "/v1/sessions/sess_1/revoke"],
  ["POST", "/v1/clients/verify", '{"token":"x"}'],
  ["POST", "/v1/sign_in_tokens", '{"user_id":"user_1"}'],
  ["POST", "/v1/testing_tokens"],
  ["POST", "/v1/api_keys/verify", '{"secret":"x"}'],
  ["POST", "/v1/m2m_tokens/verify", '{"token":"x"}'],
  ["POST", "/v1/oauth_applications/access_tokens/verify", "{}"],
]) {
  test(`forwarded: ${method} ${path}`, async (t) => {
    const upstream = await echo(t);
    const { url } = await devWithUpstream(t, upstream);
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${KEY}`, "x-custom": "1", ...(body && JSON_HEADERS) },
      body,
    });
    assert.equal(response.status, 200);
    assert.equal(await response.text(), method === "HEAD" ? "" : '{"ok":true}');
    assert.equal(upstream.requests.length, 1);
    const [sent] = upstream.requests;
    assert.deepEqual([sent.method, sent.url, sent.body], [method, path, body ?? ""]);
    assert.deepEqual([sent.headers.authorization, sent.headers["x-custom"]], [`Bearer ${KEY}`, "1"]);
    assert.equal(sent.headers.host, new URL(upstream.url).host);
  });
}

for (const [method, path] of [
  ["PATCH", "/v1/users/user_1"],
  ["PUT", "/v1/users/user_1"],
  ["POST", "/v1/users/user_1/ban"],
  ["POST", "/v1/users/user_1/verify_password"],
  ["POST", "/v1/users/user_1/profile_image"],
  ["DELETE", "/v1/users/user_1/mfa"],
  ["PATCH", "/v1/users/user_1/metadata/"],
  ["POST", "/v1/users/user_1/metadata"],
  ["PATCH", "/V1/users/user_1/metadata"],
  ["PATCH", "/v1//users/user_1/metadata"],
  ["PATCH", "/v1/%75sers/user_1/metadata"],
  ["PATCH", "/v2/users/user_1/metadata"],
  ["POST", "/v1/sessions/..%2f..%2fusers/user_1/tokens"],
  ["POST", "/v1/organizations/org_1/metadata"],
  ["PUT", "/v1/organizations/org_1/memberships/user_1/metadata"],
  ["PUT", "/v1/organizations/org_1/logo"],
  ["POST", "/v1/organizations/org_1/invitations"],
  ["PATCH", "/v1/instance"],
  ["POST", "/v1/invitations"],
  ["DELETE", "/v1/sessions/sess_1"],
  ["PATCH", "/v1/jwks"],
]) {
  test(`not forwarded: ${method} ${path}`, async (t) => {
    const upstream = await echo(t);
    const { url } = await devWithUpstream(t, upstream);
    const { hostname, port } = new URL(url);
    // fetch would normalize the path.
    const outgoing = request({ hostname, port, method, path, headers: { authorization: `Bearer ${KEY}` } });
    outgoing.end();
    const [response] = await once(outgoing, "response");
    const { errors } = JSON.parse(
      await response
        .setEncoding("utf8")
        .toArray()
        .then((chunks) => chunks.join("")),
    );
    assert.deepEqual([response.statusCode, errors[0].code], [501, "not_forwarded"]);
    assert.ok(errors[0].message.startsWith(`dev does not serve ${method} ${path}, and does not forward it`));
    assert.deepEqual(upstream.requests, []);
  });
}

test("dot segments cannot make a change of a user look like another request", async (t) => {
  const upstream = await echo(t);
  const { url } = await devWithUpstream(t, upstream, ["--user", "user_1"]);
  const { hostname, port } = new URL(url);
  const path = "/v1/sessions/../users/user_1/metadata";
  const headers = { authorization: `Bearer ${KEY}`, ...JSON_HEADERS };
  const outgoing = request({ hostname, port, method: "PATCH", path, headers });
  outgoing.end('{"public_metadata":{"a":1}}');
  const [response] = await once(outgoing, "response");
  response.resume();
  assert.equal(response.statusCode, 200); // the local user
  assert.deepEqual(upstream.requests, []);
});

test("the changes of users that dev serves stay local", async (t) => {
  const upstream = await upstreamServer(t, { user_1: userText("user_1") });
  const { call } = await devWithUpstream(t, upstream);
  await call("POST", "/users", { username: "ada" });
  await call("PATCH", "/users/user_1/metadata", { public_metadata: { a: 1 } });
  await call("PUT", "/users/user_1/metadata", { private_metadata: { a: 1 } });
  await call("DELETE", "/users/user_1");
  assert.deepEqual(
    upstream.requests.map(({ method, url, body }) => [method, url, body]),
    [["GET", "/v1/users/user_1", ""]],
  );
});

test("headers of the connection, cookies and CORS are not passed on", async (t) => {
  const upstream = await upstreamServer(t, {}, () => ({
    status: 201,
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "clerk-trace-id": "trace_1",
      "access-control-allow-origin": "*",
      "set-cookie": "a=1",
      connection: "x-hop",
      "x-hop": "1",
      "strict-transport-security": "max-age=1",
    },
    body: "hi",
  }));
  const { url } = await devWithUpstream(t, upstream);
  const { hostname, port } = new URL(url);
  const headers = {
    cookie: "session=1",
    connection: "x-own",
    "x-own": "1",
    "x-kept": "1",
    te: "trailers",
    expect: "x",
  };
  delete headers.expect;
  const outgoing = request({ hostname, port, path: "/v1/jwks", headers });
  outgoing.end();
  const [response] = await once(outgoing, "response");
  response.resume();
  const [sent] = upstream.requests;
  for (const name of ["cookie", "x-own", "te", "authorization"]) assert.equal(sent.headers[name], undefined, name);
  assert.equal(sent.headers["x-kept"], "1");
  assert.match(sent.headers.via, /^1\.1 clerk-metadata-dev-[\da-f]{8}$/);
  assert.equal(response.statusCode, 201);
  for (const name of ["access-control-allow-origin", "set-cookie", "x-hop", "strict-transport-security"])
    assert.equal(response.headers[name], undefined, name);
  assert.equal(response.headers["clerk-trace-id"], "trace_1");
  assert.equal(response.headers["content-type"], "text/plain; charset=utf-8");
});

test("a response is streamed", async (t) => {
  let finish;
  const upstream = await upstreamServer(t, {}, (_, outgoing) => {
    outgoing.writeHead(200, JSON_HEADERS);
    outgoing.write("[1,");
    finish = () => outgoing.end("2]");
    return undefined;
  });
  const { url } = await devWithUpstream(t, upstream);
  const response = await fetch(`${url}/v1/domains`);
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  assert.equal(decoder.decode((await reader.read()).value), "[1,"); // before upstream has ended
  finish();
  assert.equal(decoder.decode((await reader.read()).value), "2]");
  assert.equal((await reader.read()).done, true);
});

test("a request body is streamed", async (t) => {
  let firstChunk;
  const received = new Promise((resolve) => (firstChunk = resolve));
  const upstream = await socketServer(t, (socket) =>
    socket.setEncoding("utf8").on("data", (text) => {
      if (text.includes("first")) firstChunk();
      if (text.includes("last")) socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
    }),
  );
  const { url } = await devWithUpstream(t, upstream);
  const { hostname, port } = new URL(url);
  const outgoing = request({ hostname, port, method: "POST", path: "/v1/testing_tokens" });
  outgoing.write("first");
  await received; // although the request has not ended
  outgoing.end("last");
  const [response] = await once(outgoing, "response");
  response.resume();
  assert.equal(response.statusCode, 200);
});

test("a client that disconnects ends the request to upstream", async (t) => {
  let closed;
  const upstreamClosed = new Promise((resolve) => (closed = resolve));
  let reached;
  const upstreamReached = new Promise((resolve) => (reached = resolve));
  const upstream = await httpServer(t, (_, outgoing) => {
    outgoing.once("close", closed);
    reached();
  });
  const { url } = await devWithUpstream(t, upstream);
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write("GET /v1/jwks HTTP/1.1\r\nhost: localhost\r\n\r\n");
  await upstreamReached;
  socket.destroy();
  await upstreamClosed;
});

for (const status of [301, 302, 307, 308]) {
  test(`a redirect (${status}) is a 502, and is not followed`, async (t) => {
    const other = await echo(t);
    const upstream = await upstreamServer(t, {}, () => ({ status, headers: { location: `${other.url}/v1/jwks` } }));
    const { call } = await devWithUpstream(t, upstream);
    for (const path of ["/jwks", "/users/user_1"]) {
      const { status: responseStatus, headers, json } = await call("GET", path);
      assert.deepEqual([responseStatus, headers.get("location"), json.errors[0].code], [502, null, "bad_gateway"]);
      assert.equal(
        json.errors[0].message,
        `The upstream ${upstream.url} responded with a redirect (${status}). It is not followed, because the key must go to one origin only.`,
      );
    }
    assert.deepEqual(other.requests, []);
  });
}

test("a 304 is passed on", async (t) => {
  const upstream = await upstreamServer(t, {}, () => ({ status: 304, headers: { etag: '"1"' } }));
  const { call } = await devWithUpstream(t, upstream);
  const { status, headers } = await call("GET", "/jwks", undefined, { "if-none-match": '"1"' });
  assert.deepEqual([status, headers.get("etag")], [304, '"1"']);
});

test("an upstream that is down is a 502, and local users stay available", async (t) => {
  const url = await deadUrl();
  const { call } = await devWithUpstream(t, { url }, ["--user", "user_local"]);
  for (const [method, path] of [
    ["GET", "/jwks"],
    ["GET", "/users/user_1"],
    ["GET", "/users?user_id=user_1"],
  ]) {
    const { status, json } = await call(method, path);
    assert.deepEqual([status, json.errors[0].code], [502, "bad_gateway"]);
    assert.equal(json.errors[0].message, `The upstream ${url} could not be reached (ECONNREFUSED).`);
  }
  assert.equal((await call("GET", "/users/user_local")).status, 200);
});

test("an upstream that breaks off is a 502, or a broken response", async (t) => {
  const upstream = await socketServer(t, (socket) =>
    socket.once("data", (data) =>
      String(data).startsWith("GET /v1/jwks")
        ? socket.destroy()
        : socket.end("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"),
    ),
  );
  const { call } = await devWithUpstream(t, upstream);
  const { status, json } = await call("GET", "/jwks");
  assert.deepEqual(
    [status, json.errors[0].message],
    [502, `The upstream ${upstream.url} could not be reached (ECONNRESET).`],
  );
  await assert.rejects(call("GET", "/domains"), TypeError);
  const user = await call("GET", "/users/user_1");
  assert.deepEqual([user.status, user.json.errors[0].code], [502, "bad_gateway"]);
});

test("an upstream that does not respond is a 504", async (t) => {
  const upstream = await httpServer(t, () => undefined);
  const { request: send } = createUpstream(upstream.url, { timeout: 20 });
  await assert.rejects(
    send({ method: "GET", target: "/v1/jwks", headers: {} }, new AbortController().signal),
    (error) => {
      assert.ok(error instanceof UpstreamError);
      assert.equal(error.response.status, 504);
      const message = `The upstream ${upstream.url} did not respond within 0.02 seconds.`;
      assert.deepEqual(JSON.parse(error.response.body).errors, [
        { code: "gateway_timeout", message, long_message: message },
      ]);
      return true;
    },
  );
});

test("an upstream that leads back to dev is a 508", async (t) => {
  const relay = { url: "" };
  const upstream = await httpServer(t, async ({ url, headers }) => {
    const response = await fetch(relay.url + url, {
      headers: { via: headers.via, authorization: headers.authorization ?? "" },
    });
    return { status: response.status, headers: JSON_HEADERS, body: await response.text() };
  });
  const { url, call } = await devWithUpstream(t, upstream);
  relay.url = url;
  for (const path of ["/jwks", "/users/user_1", "/users?user_id=user_1"]) {
    upstream.requests.length = 0;
    const { status, json } = await call("GET", path);
    assert.deepEqual([status, json.errors[0].code], [508, "loop_detected"], path);
    assert.equal(upstream.requests.length, 1, path);
  }
});

test("requests are logged on one line each, without the query and the key, unless --quiet", async (t) => {
  const upstream = await upstreamServer(t, { user_1: userText("user_1"), user_2: userText("user_2") }, ({ url }) =>
    url.startsWith("/v1/jwks") ? { headers: JSON_HEADERS, body: "{}" } : false,
  );
  const calls = async ({ call }) => {
    await call("GET", "/users/user_1");
    await call("PATCH", "/users/user_1/metadata", { public_metadata: { a: 1 } });
    await call("GET", "/users?user_id=user_2");
    await call("GET", "/users/user_none");
    await call("GET", `/jwks?key=${KEY}`);
    await call("GET", `/${KEY}`);
    await call("POST", "/organizations/org_1/invitations", {});
  };
  const server = await devWithUpstream(t, upstream);
  const startText = server.stdout();
  await calls(server);
  server.child.kill("SIGINT");
  await server.exit;
  const log = server.stdout().slice(startText.length);
  assert.deepEqual(
    log
      .replaceAll(/ \d+ ms/g, " N ms")
      .trim()
      .split("\n"),
    [
      "GET /v1/users/user_1 200 N ms copied from upstream",
      "PATCH /v1/users/user_1/metadata 200 N ms",
      "GET /v1/users 200 N ms 1 copied from upstream",
      "GET /v1/users/user_none 404 N ms",
      "GET /v1/jwks 200 N ms forwarded",
      "GET /v1/sk_… 404 N ms forwarded",
      "POST /v1/organizations/org_1/invitations 501 N ms",
    ],
  );
  assert.ok(!(server.stdout() + (await server.stderr)).includes(KEY));

  const quiet = await devWithUpstream(t, upstream, ["--quiet"]);
  const quietText = quiet.stdout();
  await calls(quiet);
  quiet.child.kill("SIGINT");
  await quiet.exit;
  assert.equal(quiet.stdout(), quietText);
});

test("the start says which upstream is used", async (t) => {
  const clerk =
    /\n\nUpstream: https:\/\/api\.clerk\.com\nUsers, organizations and memberships are copied from there on first use/;
  const none =
    /\n\nNo upstream: only users, .*\/v1\/jwks, get a 404\..* cannot verify sessions unless it has CLERK_JWT_KEY /s;
  for (const [args, env, expected] of [
    [[], {}, none],
    [[], { CLERK_SECRET_KEY: "" }, none],
    [[], { CLERK_SECRET_KEY: "sk_test_local" }, none],
    [["--no-upstream"], { CLERK_SECRET_KEY: KEY }, none],
    [[], { CLERK_SECRET_KEY: KEY }, clerk],
    // The variable that points the app to dev.
    [[], { CLERK_SECRET_KEY: KEY, CLERK_API_URL: "http://127.0.0.1:4100" }, clerk],
    [["--upstream", "https://api.clerk.com/"], {}, clerk],
    [["--upstream", "http://localhost:1"], { CLERK_SECRET_KEY: KEY }, /\n\nUpstream: http:\/\/localhost:1\n/],
  ]) {
    const server = await dev(t, args, { env });
    assert.match(server.stdout(), expected, args.join(" "));
    assert.ok(!server.stdout().includes(KEY));
    server.child.kill("SIGKILL");
  }
  const { stderr, code } = await run(t, ["dev", "--upstream", "https://api.clerk.com", "--no-upstream"]);
  assert.equal(code, 2);
  assert.match(stderr, /^clerk-metadata: --upstream and --no-upstream cannot be combined\.\n/);
});

test("a CLERK_SECRET_KEY that is not a secret key turns on no upstream, and is not printed", async (t) => {
  for (const key of ["pk_test_mistaken", "mistaken"]) {
    const { stdout, stderr, code } = await run(t, ["dev"], { env: { CLERK_SECRET_KEY: key } });
    assert.deepEqual([code, stdout], [2, ""]);
    const text = stderr.replaceAll("\n", " ");
    assert.match(
      text,
      /^clerk-metadata: CLERK_SECRET_KEY is not a secret key: .* Set a secret key, or use --no-upstream\. /,
    );
    assert.ok(!stderr.includes("mistaken"));
  }
});

test("without an upstream, what dev does not serve is a 404", async (t) => {
  const { url } = await dev(t);
  const response = await fetch(`${url}/v1/jwks`, { headers: { authorization: "Bearer sk_test_x" } });
  assert.deepEqual([response.status, (await response.json()).errors[0].code], [404, "resource_not_found"]);
});
