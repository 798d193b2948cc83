// The request of a call, as a server receives it and as `fetch` receives it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { rejectsWithInputError } from "./support/errors.mjs";
import { fixture, version } from "./support/fixtures.mjs";
import { httpServer, userBody } from "./support/server.mjs";

// The headers that the fetch of Node.js adds.
const FETCH_HEADERS = ["host", "connection", "accept-language", "accept-encoding", "sec-fetch-mode", "content-length"];

const withVersion = (headers) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replace("{version}", version)]));

for (const { name, operation, config, userId, params, request, error } of fixture("requests.json")) {
  if (error) {
    test(`no request is sent: ${name}`, async () => {
      let calls = 0;
      const clerk = createClerkClient({ ...config, fetch: () => calls++ });
      await rejectsWithInputError(clerk.users[operation](userId, params), error);
      assert.equal(calls, 0);
    });
    continue;
  }

  test(`over HTTP: ${name}`, async (t) => {
    const server = await httpServer(t, () => ({ body: userBody() }));
    const path = config.apiUrl === undefined ? "" : new URL(config.apiUrl).pathname;
    const clerk = createClerkClient({ ...config, apiUrl: server.url + path });
    await clerk.users[operation](userId, params);
    assert.equal(server.requests.length, 1);
    const { method, url, headers, body } = server.requests[0];
    assert.equal(method, request.method);
    assert.equal(url, new URL(request.url).pathname);
    assert.equal(body, request.body ?? "");
    for (const headerName of FETCH_HEADERS) delete headers[headerName];
    assert.deepEqual(headers, withVersion(request.headers));
  });

  test(`through fetch: ${name}`, async () => {
    const calls = [];
    const clerk = createClerkClient({
      ...config,
      fetch: async (...call) => {
        calls.push(call);
        return new Response(userBody());
      },
    });
    await clerk.users[operation](userId, params);
    assert.equal(calls.length, 1);
    const [url, { method, headers, body, redirect, ...rest }, ...otherArguments] = calls[0];
    assert.deepEqual(otherArguments, []);
    assert.equal(url, request.url);
    assert.equal(method, request.method);
    assert.equal(redirect, "manual");
    assert.equal(body, request.body ?? undefined);
    assert.deepEqual({ ...headers }, withVersion(request.headers));
    assert.deepEqual(
      Object.keys(rest).filter((key) => rest[key] !== undefined && key !== "signal"),
      [],
    );
  });
}

for (const { id, encoded } of fixture("user_ids.json").accepted) {
  test(`the ID ${JSON.stringify(id)} is one segment of the path`, async (t) => {
    const server = await httpServer(t, () => ({ body: userBody() }));
    const clerk = createClerkClient({ secretKey: "sk_test_fake", apiUrl: server.url });
    await clerk.users.updateUserMetadata(id, { publicMetadata: {} });
    await clerk.users.getUser(id);
    assert.deepEqual(
      server.requests.map(({ url }) => url),
      [`/v1/users/${encoded}/metadata`, `/v1/users/${encoded}`],
    );
  });
}

const config = fixture("config.json");

async function sentRequest(options) {
  const calls = [];
  const clerk = createClerkClient({
    secretKey: "sk_test_fake",
    ...options,
    fetch: async (url, { headers }) => {
      calls.push({ url, headers });
      return new Response(userBody());
    },
  });
  await clerk.users.getUser("user_1");
  assert.equal(calls.length, 1);
  return calls[0];
}

for (const { secretKey } of config.secretKeys.accepted) {
  test(`the key ${secretKey} is sent unchanged`, async () => {
    assert.equal((await sentRequest({ secretKey })).headers.authorization, `Bearer ${secretKey}`);
  });
}
for (const { apiUrl, base } of config.apiUrls.accepted) {
  test(`apiUrl ${apiUrl}`, async () => {
    assert.equal((await sentRequest({ apiUrl })).url, `${base}/v1/users/user_1`);
    assert.equal((await sentRequest({ apiUrl: apiUrl ?? undefined })).url, `${base}/v1/users/user_1`);
  });
}
for (const { apiVersion, segment } of config.apiVersions.accepted) {
  test(`apiVersion ${apiVersion}`, async () => {
    assert.equal((await sentRequest({ apiVersion })).url, `https://api.clerk.com/${segment}/users/user_1`);
  });
}
for (const { userAgent, header } of config.userAgents.accepted) {
  test(`userAgent ${userAgent}`, async () => {
    assert.equal((await sentRequest({ userAgent })).headers["user-agent"], header.replace("{version}", version));
  });
}
