// The host names that the local Backend API server accepts: loopback names and the allowed names. This
// protects against a page that points its own name to this machine (DNS rebinding).
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { test } from "node:test";
import { createLocalBackend } from "clerk-metadata/local";
import { KEY } from "./support/backend.mjs";
import { dev, run } from "./support/command.mjs";

/** Sends a raw request with these lines as its head; returns the status and the body. */
async function sendRaw({ host = "127.0.0.1", port }, head, body = "") {
  const socket = connect(port, host);
  socket.end(
    `${[...head, `authorization: Bearer ${KEY}`, "connection: close", ...(body ? ["content-type: application/json", `content-length: ${body.length}`] : [])].join("\r\n")}\r\n\r\n${body}`,
  );
  let text = "";
  socket.setEncoding("utf8").on("data", (chunk) => (text += chunk));
  await once(socket, "close");
  const [, status] = /^HTTP\/1\.1 (\d+)/.exec(text);
  const json = /[[{].*[\]}]/s.exec(text.slice(text.indexOf("\r\n\r\n"))); // without the chunked encoding
  return { status: Number(status), text, body: json?.[0] ?? "" };
}

/** A server with one user, and functions that send requests to it with a host name. */
async function serve(t, options) {
  const backend = await createLocalBackend({
    secretKey: KEY,
    rateLimit: false,
    users: [{ id: "user_1", privateMetadata: { secret: "hidden" } }],
  });
  const server = await backend.listen(options);
  t.after(() => server.close());
  const endpoint = { port: server.port };
  return {
    server,
    backend,
    endpoint,
    get: (host) => sendRaw(endpoint, ["GET /v1/users HTTP/1.1", `host: ${host.replace("PORT", server.port)}`]),
    patch: (host) =>
      sendRaw(
        endpoint,
        ["PATCH /v1/users/user_1/metadata HTTP/1.1", `Host: ${host.replace("PORT", server.port)}`],
        '{"public_metadata":{"done":true}}',
      ),
    /** Asserts that the request gets an error with this status and code, and changes nothing. */
    async assertRejected(head, status, code, message) {
      for (const requestLine of [
        "GET /v1/users",
        "GET /v1/users/user_1",
        "PATCH /v1/users/user_1/metadata",
        "DELETE /v1/users/user_1",
        "POST /v1/users",
        "OPTIONS /v1/users",
        "GET /nowhere",
      ]) {
        const lines = head.map((line) => line.replace("TARGET", requestLine).replace("PORT", server.port));
        const response = await sendRaw(
          endpoint,
          lines,
          requestLine.startsWith("P") ? '{"public_metadata":{"done":true}}' : "",
        );
        assert.equal(response.status, status, `${lines.join(" | ")}: ${response.text}`);
        assert.doesNotMatch(response.text, /hidden/);
        assert.doesNotMatch(response.text, /access-control/i);
        if (code === undefined) continue; // the response comes from Node.js itself
        const {
          errors: [error],
        } = JSON.parse(response.body);
        assert.equal(error.code, code);
        assert.match(error.long_message, message);
      }
      assert.deepEqual(
        backend.users.list().map(({ id, public_metadata }) => [id, public_metadata]),
        [["user_1", {}]],
      );
    },
  };
}

const LOOPBACK_NAMES = [
  "localhost",
  "localhost:PORT",
  "LocalHost:1",
  "localhost.",
  "localhost.:PORT",
  "app.localhost:PORT",
  "a.b.LOCALHOST",
  "127.0.0.1",
  "127.0.0.1:PORT",
  "127.1.2.3:80",
  "127.255.255.254",
  "[::1]",
  "[::1]:PORT",
  "[0:0:0:0:0:0:0:1]:PORT",
];
test("loopback names are accepted, in any notation and with any port", async (t) => {
  const { get, patch } = await serve(t);
  for (const host of LOOPBACK_NAMES) {
    const { status, body } = await get(host);
    assert.equal(status, 200, host);
    assert.match(body, /user_1/);
    assert.equal((await patch(host)).status, 200, host);
  }
});

const FOREIGN_NAMES = [
  "evil.example",
  "evil.example:PORT",
  "localhost.evil.example",
  "127.0.0.1.evil.example:PORT",
  "127.0.0.1.nip.io",
  "evil-localhost",
  "notlocalhost:PORT",
  "localhost-",
  "localhostx",
  "127.0.0.1x",
  "0.0.0.0:PORT",
  "128.0.0.1",
  "10.0.0.1:PORT",
  "192.168.1.5",
  "[::]:PORT",
  "[fe80::1]",
  "[::2]",
  "[::ffff:10.0.0.1]",
  "backend",
  "host.docker.internal",
  "xn--e1afmkfd.example",
  "127",
];
for (const host of FOREIGN_NAMES) {
  test(`another name is rejected, and the error says how to allow it: ${host}`, async (t) => {
    const { assertRejected } = await serve(t);
    await assertRejected(
      ["TARGET HTTP/1.1", `Host: ${host}`],
      403,
      "host_not_allowed",
      /does not accept the host name .*--allow-host \S+, or listen\(\{ allowHosts: \["\S+"\] \}\)/,
    );
  });
}

for (const [description, lines, status, code] of [
  ["an empty Host", ["Host:"], 400, "host_header_invalid"],
  ["no Host, in HTTP/1.1", [], 400, undefined],
  [
    "two Host headers, the second with another name",
    ["Host: localhost", "Host: evil.example"],
    400,
    "host_header_invalid",
  ],
  [
    "two Host headers, the first with another name",
    ["Host: evil.example", "Host: localhost"],
    400,
    "host_header_invalid",
  ],
  ["a comma-separated list", ["Host: localhost, evil.example"], 400, "host_header_invalid"],
  ["user information before the host", ["Host: localhost@evil.example"], 400, "host_header_invalid"],
  ["user information that looks like a host", ["Host: evil.example@localhost"], 400, "host_header_invalid"],
  ["a path", ["Host: localhost/.evil.example"], 400, "host_header_invalid"],
  ["a backslash", ["Host: localhost\\.evil.example"], 400, "host_header_invalid"],
  ["a query", ["Host: localhost?evil.example"], 400, "host_header_invalid"],
  ["a fragment", ["Host: localhost#evil.example"], 400, "host_header_invalid"],
  ["an invalid port", ["Host: localhost:evil"], 400, "host_header_invalid"],
  ["an invalid address", ["Host: 127.0.0.1.1"], 400, "host_header_invalid"],
  ["an unterminated address", ["Host: [::1"], 400, "host_header_invalid"],
  ["non-ASCII letters", ["Host: größe.example"], 400, "host_header_invalid"],
]) {
  test(`a request with an ambiguous host is rejected: ${description}`, async (t) => {
    const { assertRejected } = await serve(t);
    await assertRejected(["TARGET HTTP/1.1", ...lines], status, code, /exactly one Host header/);
  });
}

test("HTTP/1.0: a request with a loopback name is accepted, and one without is rejected", async (t) => {
  const { endpoint, assertRejected } = await serve(t);
  assert.equal((await sendRaw(endpoint, ["GET /v1/users HTTP/1.0", "Host: localhost"])).status, 200);
  await assertRejected(["TARGET HTTP/1.0"], 400, "host_header_invalid", /exactly one Host header/);
  await assertRejected(["TARGET HTTP/1.0", "Host: evil.example"], 403, "host_not_allowed", /evil\.example/);
});

test("a request target that is a URL must name the same host as the header", async (t) => {
  const { endpoint, backend } = await serve(t);
  const statusFor = (target, host) => sendRaw(endpoint, [`GET ${target} HTTP/1.1`, `Host: ${host}`]);
  assert.equal((await statusFor("http://localhost/v1/users", "localhost")).status, 200);
  assert.equal((await statusFor("HTTP://LOCALHOST:1/v1/users", "localhost")).status, 200);
  for (const [target, host] of [
    ["http://evil.example/v1/users", "localhost"],
    ["http://localhost/v1/users", "evil.example"],
    ["http://localhost@evil.example/v1/users", "localhost"],
    ["http://evil.example@localhost/v1/users", "localhost"],
    ["//evil.example/v1/users", "evil.example"],
    ["ftp://localhost/v1/users", "localhost"],
    ["v1/users", "localhost"],
  ]) {
    const { status, text } = await statusFor(target, host);
    assert.ok([400, 403].includes(status), `${target} ${host}: ${text}`);
    assert.doesNotMatch(text, /hidden/);
  }
  assert.equal(backend.users.count(), 1);
});

test("allowHosts: the listed names are accepted too, in any case and notation, and no others", async (t) => {
  const { get, assertRejected } = await serve(t, {
    allowHosts: ["Backend", "api.example.test.", "größe.example", "10.1.2.3", "fd00::1", "[fd00::0:2]"],
  });
  for (const host of [
    ...LOOPBACK_NAMES,
    "backend",
    "backend:PORT",
    "BACKEND.:4100",
    "api.example.test",
    "xn--gre-6ka8i.example",
    "10.1.2.3:PORT",
    "[fd00::1]:PORT",
    "[fd00:0::2]",
  ]) {
    assert.equal((await get(host)).status, 200, host);
  }
  for (const host of ["evil.example", "x.backend", "backend.evil.example", "example.test", "10.1.2.4", "[fd00::3]"]) {
    await assertRejected(
      ["TARGET HTTP/1.1", `Host: ${host}`],
      403,
      "host_not_allowed",
      /does not accept the host name/,
    );
  }
});

const address = Object.values(networkInterfaces())
  .flat()
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;

test("listening on all addresses: loopback names and the request's address are accepted; other names must be allowed", {
  skip: address === undefined && "this machine has no other address",
}, async (t) => {
  const backend = await createLocalBackend({ secretKey: KEY });
  const server = await backend.listen({ host: "0.0.0.0" });
  t.after(() => server.close());
  assert.equal(server.url, `http://127.0.0.1:${server.port}`); // a URL that a client can use
  const statusFor = async (connectTo, host) =>
    (await sendRaw({ host: connectTo, port: server.port }, ["GET /v1/users HTTP/1.1", `Host: ${host}`])).status;
  assert.equal(await statusFor(address, `${address}:${server.port}`), 200);
  assert.equal(await statusFor(address, "localhost"), 200);
  assert.equal(await statusFor(address, "0.0.0.0"), 200);
  assert.equal(await statusFor(address, "evil.example"), 403);
  assert.equal(await statusFor(address, "10.255.255.254"), 403);
  assert.equal(await statusFor("127.0.0.1", address), 403); // the request did not arrive at that address
});

test("listening on one address: that address and loopback names are accepted", {
  skip: address === undefined && "this machine has no other address",
}, async (t) => {
  const backend = await createLocalBackend({ secretKey: KEY });
  const server = await backend.listen({ host: address });
  t.after(() => server.close());
  assert.equal(server.url, `http://${address}:${server.port}`);
  const statusFor = async (host) =>
    (await sendRaw({ host: address, port: server.port }, ["GET /v1/users HTTP/1.1", `Host: ${host}`])).status;
  assert.deepEqual(
    [await statusFor(address), await statusFor("localhost"), await statusFor("evil.example")],
    [200, 200, 403],
  );
});

test("listening on IPv6", async (t) => {
  const backend = await createLocalBackend({ secretKey: KEY });
  for (const host of ["::1", "::"]) {
    let server;
    try {
      server = await backend.listen({ host });
    } catch (error) {
      return t.skip(`no IPv6 here: ${error.code}`);
    }
    t.after(() => server.close());
    assert.equal(server.url, `http://[::1]:${server.port}`);
    const statusFor = async (name) =>
      (await sendRaw({ host: "::1", port: server.port }, ["GET /v1/users HTTP/1.1", `Host: ${name}`])).status;
    assert.deepEqual(
      [await statusFor(`[::1]:${server.port}`), await statusFor("localhost"), await statusFor("evil.example")],
      [200, 200, 403],
    );
  }
});

for (const [description, options, message] of [
  ["an unknown option", { hosts: ["a"] }, /unknown option hosts\. The options are port, host, allowHosts/],
  ["a string for allowHosts", { allowHosts: "backend" }, /allowHosts must be an array/],
  ...[
    "",
    " ",
    "*",
    "*.example.com",
    ".example.com",
    "backend:4100",
    "http://backend",
    "backend/",
    "a b",
    "user@backend",
    "127.0.0.1:80",
    "[::1]:80",
    5,
    null,
  ].map((name) => [
    `the name ${JSON.stringify(name)}`,
    { allowHosts: [name] },
    /without scheme, port or wildcard, not /,
  ]),
  ["an empty host", { host: "" }, /host must be an address or a name/],
  ["null for host", { host: null }, /host must be an address or a name/],
  ["a port that is a string", { port: "4100" }, /port must be a whole number from 0 to 65535, not 4100/],
  ["a port out of range", { port: 65536 }, /not 65536/],
  ["a port that is NaN", { port: NaN }, /not NaN/],
]) {
  test(`listen rejects ${description}`, async () => {
    const backend = await createLocalBackend();
    await assert.rejects(backend.listen(options), (error) => {
      assert.ok(error instanceof TypeError || error instanceof RangeError, String(error));
      assert.match(error.message, /^listen: /);
      assert.match(error.message, message);
      return true;
    });
  });
}

test("dev --allow-host can be repeated; other names are rejected", async (t) => {
  const server = await dev(t, ["--allow-host", "backend", "--allow-host=api.example.test"]);
  const port = new URL(server.url).port;
  const statusFor = async (host) => (await sendRaw({ port }, ["GET /v1/users HTTP/1.1", `Host: ${host}`])).status;
  assert.deepEqual(
    [
      await statusFor("backend:4100"),
      await statusFor("api.example.test"),
      await statusFor("localhost"),
      await statusFor("evil.example"),
    ],
    [200, 200, 200, 403],
  );
});

for (const name of ["", "*", "http://backend", "backend:4100"]) {
  test(`dev --allow-host ${JSON.stringify(name)}: exit code 2`, async (t) => {
    const { code, stdout, stderr } = await run(t, ["dev", "--port", "0", "--allow-host", name]);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /^clerk-metadata: --allow-host /);
  });
}

test("each request is checked by its own host name, whatever the request before it had", async (t) => {
  const { get, patch } = await serve(t, { allowHosts: ["backend"] });
  const statuses = [];
  for (const host of ["backend:PORT", "evil.example", "backend:PORT", "", "localhost:PORT", "evil.example", "BACKEND"])
    statuses.push((await get(host)).status);
  assert.deepEqual(statuses, [200, 403, 200, 400, 200, 403, 200]);
  assert.equal((await patch("evil.example")).status, 403);
  assert.equal((await patch("backend")).status, 200);
});
