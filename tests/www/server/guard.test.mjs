// Which requests are accepted. Each rejected request would be accepted except for one property.
import assert from "node:assert/strict";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { after, test } from "node:test";
import { httpServer, userBody } from "../../js/support/server.mjs";
import { ask, errorIn, startAdmin } from "../support/admin.mjs";

const METADATA = "/v1/users/user_1/metadata";
const PATCH = { method: "PATCH", body: '{"public_metadata":{}}' };
const JSON_HEADERS = { "content-type": "application/json" };

/** The headers of every response. */
function assertHeaders({ headers }) {
  assert.equal(
    headers["content-security-policy"],
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src 'self' data: https:; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  assert.equal(headers["cross-origin-opener-policy"], "same-origin");
  assert.equal(headers["cross-origin-resource-policy"], "same-origin");
  assert.equal(headers["referrer-policy"], "no-referrer");
  assert.equal(headers["x-content-type-options"], "nosniff");
  assert.ok(!Object.keys(headers).some((name) => name.startsWith("access-control-")), "CORS allows no other origin");
}

// One server for all tests, because no test changes anything.
const ends = [];
const whole = { after: (end) => ends.push(end) };
after(async () => {
  for (const end of ends.reverse()) await end();
});
const upstream = await httpServer(whole, () => ({ headers: JSON_HEADERS, body: userBody() }));
const admin = await startAdmin(whole, upstream.url);

/** The response must have this status, and the request must not reach the Backend API. */
async function assertRejected(path, options, status, reason) {
  const before = upstream.requests.length;
  const response = await ask(admin, path, options);
  assert.equal(response.status, status, response.text);
  assertHeaders(response);
  assert.equal(response.headers["set-cookie"], undefined);
  assert.equal(response.headers["cache-control"], "no-store");
  const message = path.startsWith("/v1/") ? errorIn(response).message : response.text;
  assert.match(message, reason);
  assert.ok(!message.includes(admin.token), "no error contains the token");
  assert.equal(upstream.requests.length, before);
}

for (const name of ["127.0.0.1", "localhost"]) {
  test(`under ${name} the page, its files and its calls are served`, async () => {
    const host = `${name}:${admin.port}`;
    const origin = `http://${host}`;
    for (const path of ["/", "/index.html", "/admin.json", "/v1/users", "/v1/users/user_1"]) {
      const response = await ask(admin, path, { headers: { host } });
      assert.equal(response.status, 200, path);
      assertHeaders(response);
    }
    for (const headers of [
      { host, origin },
      { host, origin, "sec-fetch-site": "same-origin" },
      { host, origin: undefined, "sec-fetch-site": "same-origin" },
    ]) {
      assert.equal((await ask(admin, METADATA, { ...PATCH, headers })).status, 200);
    }
  });
}

for (const host of [
  "evil.example",
  "127.0.0.1",
  "localhost",
  "127.0.0.1:1",
  "evil.example:PORT",
  "127.0.0.1:PORT.evil.example",
  "[::1]:PORT",
  "0.0.0.0:PORT",
  "127.0.0.2:PORT",
  "localhost.:PORT",
]) {
  test(`another host name is rejected: Host: ${host}`, async () => {
    const headers = { host: host.replace("PORT", admin.port) };
    await assertRejected("/", { headers }, 403, /accepts no other host name/);
    await assertRejected(`/?token=${admin.token}`, { headers }, 403, /accepts no other host name/);
    await assertRejected("/admin.json", { headers }, 403, /accepts no other host name/);
    await assertRejected("/v1/users", { headers }, 403, /accepts no other host name/);
    await assertRejected(
      METADATA,
      { ...PATCH, headers: { ...headers, origin: `http://${headers.host}` } },
      403,
      /accepts no other host name/,
    );
  });
}

test("a request with an unusual host is rejected: two Host headers, or a target that is another URL", async () => {
  const before = upstream.requests.length;
  const cookie = `cookie: ${admin.cookie}`;
  const localHost = `Host: 127.0.0.1:${admin.port}`;
  for (const lines of [
    ["GET /v1/users HTTP/1.1", localHost, "Host: evil.example"],
    ["GET /v1/users HTTP/1.1", "Host: evil.example", localHost],
    ["GET http://evil.example/v1/users HTTP/1.1", localHost],
    ["GET http://evil.example/admin.json HTTP/1.1", localHost],
  ]) {
    const socket = connect(admin.port, "127.0.0.1");
    socket.end(`${[...lines, cookie, "connection: close"].join("\r\n")}\r\n\r\n`);
    assert.match(await text(socket), /^HTTP\/1\.1 403 /, lines.join(" | "));
  }
  assert.equal(upstream.requests.length, before);
});

test("a request without Host is none", async () => {
  const before = upstream.requests.length;
  assert.equal((await ask(admin, "/v1/users", { headers: { host: undefined } })).status, 400);
  assert.equal(upstream.requests.length, before);
});

for (const origin of [
  "null",
  "http://evil.example",
  "https://127.0.0.1:PORT",
  "http://127.0.0.1:1",
  "http://127.0.0.1",
  "http://localhost:PORT",
  "http://127.0.0.1:PORT.evil.example",
  "file://",
  "",
]) {
  test(`a page of another origin is rejected: Origin: ${origin}`, async () => {
    const headers = { origin: origin.replace("PORT", admin.port) };
    await assertRejected("/v1/users", { headers }, 403, /another origin/);
    await assertRejected("/admin.json", { headers }, 403, /another origin/);
    await assertRejected(METADATA, { ...PATCH, headers }, 403, /another origin/);
    await assertRejected(
      METADATA,
      { ...PATCH, headers: { ...headers, "sec-fetch-site": "same-origin" } },
      403,
      /another origin/,
    );
    await assertRejected(
      METADATA,
      { method: "OPTIONS", headers: { ...headers, "access-control-request-method": "PATCH" } },
      403,
      /another origin/,
    );
  });
}

for (const site of ["cross-site", "same-site", "Cross-Site", ""]) {
  test(`a page of another origin is rejected: Sec-Fetch-Site: ${site}`, async () => {
    const headers = { "sec-fetch-site": site };
    await assertRejected("/", { headers }, 403, /another origin/);
    await assertRejected(`/?token=${admin.token}`, { headers }, 403, /another origin/);
    await assertRejected("/v1/users", { headers }, 403, /another origin/);
    await assertRejected(METADATA, { ...PATCH, headers }, 403, /another origin/);
  });
}

for (const method of ["PATCH", "PUT", "POST", "DELETE"]) {
  test(`${method} without an origin is rejected`, async () => {
    await assertRejected(
      METADATA,
      { ...PATCH, method, headers: { origin: undefined } },
      403,
      /must have an Origin header/,
    );
    await assertRejected(
      METADATA,
      { ...PATCH, method, headers: { origin: undefined, "sec-fetch-site": "none" } },
      403,
      /must have an Origin header/,
    );
  });
}

test("the token of the address becomes a cookie that scripts and other sites do not get", async () => {
  const response = await ask(admin, `/?token=${admin.token}`, { headers: { cookie: undefined } });
  assert.equal(response.status, 303);
  assertHeaders(response);
  assert.equal(response.headers.location, "/");
  assert.deepEqual(response.headers["set-cookie"], [`${admin.cookie}; HttpOnly; SameSite=Strict; Path=/`]);
  assert.equal(response.headers["cache-control"], "no-store");
  assert.equal(response.text, "");
});

test("the cookie is found among others", async () => {
  const cookie = `a=1; ${admin.cookie}; b=2`;
  assert.equal((await ask(admin, "/admin.json", { headers: { cookie } })).status, 200);
});

const OTHERS = {
  "no cookie": () => undefined,
  "an empty one": ({ cookie }) => cookie.split("=")[0],
  "a wrong token": ({ cookie, token }) => cookie.replace(token, "x".repeat(token.length)),
  "a token cut short": ({ cookie }) => cookie.slice(0, -1),
  "a token with more behind it": ({ cookie }) => `${cookie}x`,
  "the cookie of another port": ({ token }) => `clerk-metadata-admin-1=${token}`,
  "a name that only ends like it": ({ cookie }) => `x${cookie}`,
};
for (const [what, cookieOf] of Object.entries(OTHERS)) {
  test(`a request without the token is rejected: ${what}`, async () => {
    const headers = { cookie: cookieOf(admin) };
    for (const path of [
      "/",
      "/index.html",
      "/admin.json",
      "/nowhere",
      "/?token=",
      `/?token=${"x".repeat(43)}`,
      `/?token=${admin.token}x`,
    ]) {
      await assertRejected(path, { headers }, 401, /^Open the URL that clerk-metadata admin printed/);
    }
    await assertRejected("/v1/users", { headers }, 401, /^Open the URL that/);
    await assertRejected(METADATA, { ...PATCH, headers }, 401, /^Open the URL that/);
  });
}

test("a token at another path than / is rejected", async () => {
  for (const path of ["/index.html", "/admin.json", "/v1/users"]) {
    await assertRejected(`${path}?token=${admin.token}`, { headers: { cookie: undefined } }, 401, /^Open the URL that/);
  }
});

test("the token as authorization is rejected", async () => {
  await assertRejected(
    "/v1/users",
    { headers: { cookie: undefined, authorization: `Bearer ${admin.token}` } },
    401,
    /^Open the URL that/,
  );
});
