// dev --upstream copies users on first use. Their changes stay local.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { folder } from "./support/folder.mjs";
import { KEY, devWithUpstream, upstreamServer, userText } from "./support/upstream.mjs";

const requestsOf = ({ requests }) => requests.map(({ method, url }) => `${method} ${url}`);

test("a requested user is copied with every field and digit, and read locally from then on", async (t) => {
  const text = userText("user_ada", { metadata: '{"id":9007199254740993,"text":"\\ud83d"}' });
  const upstream = await upstreamServer(t, { user_ada: text });
  const { call } = await devWithUpstream(t, upstream);
  const first = await call("GET", "/users/user_ada");
  assert.equal(first.status, 200);
  assert.deepEqual(first.json, JSON.parse(text));
  assert.ok(first.text.includes('"id":9007199254740993,"text":"\\ud83d"'), first.text);
  assert.equal((await call("GET", "/users/user_ada")).text, first.text);
  assert.deepEqual(requestsOf(upstream), ["GET /v1/users/user_ada"]);
  assert.equal(upstream.requests[0].headers.authorization, `Bearer ${KEY}`);
});

for (const [method, expected] of [
  ["PATCH", { plan: "free", seats: 2 }],
  ["PUT", { seats: 2 }],
]) {
  test(`${method} of an unknown user copies it, and changes it locally only`, async (t) => {
    const upstream = await upstreamServer(t, { user_ada: userText("user_ada") });
    const { call } = await devWithUpstream(t, upstream);
    const changed = await call(method, "/users/user_ada/metadata", { public_metadata: { seats: 2 } });
    assert.equal(changed.status, 200);
    assert.deepEqual(changed.json.public_metadata, expected);
    assert.equal(changed.json.image_url, "https://img.example.com/user_ada");
    assert.ok(changed.json.updated_at > 1_700_000_000_000);
    assert.deepEqual((await call("GET", "/users/user_ada")).json, changed.json);
    assert.deepEqual(requestsOf(upstream), ["GET /v1/users/user_ada"]);
  });
}

test("concurrent requests copy a user once", async (t) => {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  let waiting = 0;
  const upstream = await upstreamServer(t, { user_ada: userText("user_ada") }, async ({ url }) => {
    if (url === "/v1/users/user_ada") await released;
    if (url === "/v1/ready") waiting++;
    return false;
  });
  const { call } = await devWithUpstream(t, upstream);
  const reads = Array.from({ length: 5 }, () => call("GET", "/users/user_ada"));
  const writes = Array.from({ length: 5 }, (_, index) =>
    call("PATCH", "/users/user_ada/metadata", { private_metadata: { [`key${index}`]: index } }),
  );
  await call("GET", "/ready"); // is handled after them
  assert.equal(waiting, 1);
  release();
  assert.deepEqual(new Set((await Promise.all([...reads, ...writes])).map(({ status }) => status)), new Set([200]));
  const { json } = await call("GET", "/users/user_ada");
  for (let index = 0; index < 5; index++) assert.equal(json.private_metadata[`key${index}`], index);
  assert.deepEqual(requestsOf(upstream), ["GET /v1/users/user_ada", "GET /v1/ready"]);
});

test("an unknown user is a 404", async (t) => {
  const upstream = await upstreamServer(t);
  const { call } = await devWithUpstream(t, upstream);
  for (const [method, path, body] of [
    ["GET", "/users/user_none"],
    ["PATCH", "/users/user_none/metadata", { public_metadata: {} }],
    ["DELETE", "/users/user_none"],
  ]) {
    const { status, json } = await call(method, path, body);
    assert.equal(status, 404);
    assert.deepEqual(
      [json.errors[0].code, json.errors[0].long_message],
      ["resource_not_found", "No user was found with id user_none"],
    );
  }
  assert.deepEqual(new Set(requestsOf(upstream)), new Set(["GET /v1/users/user_none"]));
});

test("a user that was deleted locally stays deleted, also after a restart", async (t) => {
  const upstream = await upstreamServer(t, { user_ada: userText("user_ada"), user_bob: userText("user_bob") });
  const file = join(folder(t), "users.ndjson");
  const first = await devWithUpstream(t, upstream, ["--data", file]);
  assert.equal((await first.call("DELETE", "/users/user_ada")).status, 200);
  assert.equal((await first.call("GET", "/users/user_ada")).status, 404);
  assert.deepEqual((await first.call("GET", "/users?user_id=user_ada")).json, []);
  assert.deepEqual(requestsOf(upstream), ["GET /v1/users/user_ada"]);
  first.child.kill("SIGINT");
  await first.exit;
  for (let restart = 0; restart < 2; restart++) {
    const next = await devWithUpstream(t, upstream, ["--data", file]);
    assert.equal((await next.call("GET", "/users/user_ada")).status, 404);
    next.child.kill("SIGINT");
    await next.exit;
  }
  assert.deepEqual(requestsOf(upstream), ["GET /v1/users/user_ada"]);
});

test("--data keeps a copied user and its changes", async (t) => {
  const upstream = await upstreamServer(t, { user_ada: userText("user_ada", { metadata: '{"id":9007199254740993}' }) });
  const file = join(folder(t), "users.ndjson");
  const first = await devWithUpstream(t, upstream, ["--data", file]);
  const { text } = await first.call("PATCH", "/users/user_ada/metadata", { public_metadata: { plan: "pro" } });
  first.child.kill("SIGKILL");
  await first.exit;
  assert.ok(!readFileSync(file, "utf8").includes(KEY));
  const second = await devWithUpstream(t, upstream, ["--data", file]);
  assert.equal((await second.call("GET", "/users/user_ada")).text, text);
  assert.ok(text.includes('{"id":9007199254740993,"plan":"pro"}'), text);
  assert.equal(upstream.requests.length, 1);
});

test("a list copies the users that it names, and is served locally", async (t) => {
  const users = Object.fromEntries(["user_a", "user_b", "user_c", "user_d"].map((id) => [id, userText(id)]));
  const upstream = await upstreamServer(t, users);
  const { call } = await devWithUpstream(t, upstream, ["--user", "user_local"]);
  const idsOf = async (query) => (await call("GET", `/users?${query}`)).json.map(({ id }) => id).sort();
  await call("PATCH", "/users/user_a/metadata", { public_metadata: { plan: "pro" } });
  assert.deepEqual(await idsOf("user_id=user_a&user_id=user_b&user_id=user_local"), ["user_a", "user_b", "user_local"]);
  assert.deepEqual(await idsOf("email_address=user_c@example.com"), ["user_c"]);
  assert.deepEqual((await call("GET", "/users/count?email_address=user_c@example.com")).json.total_count, 1);
  const sent = requestsOf(upstream);
  assert.deepEqual(sent.slice(0, 2), ["GET /v1/users/user_a", "GET /v1/users?user_id=user_b&limit=500"]);
  assert.equal((await call("GET", "/users/user_a")).json.public_metadata.plan, "pro");
  // A search and a page name nobody: they find the users that are there.
  const before = upstream.requests.length;
  assert.deepEqual(await idsOf("limit=10"), ["user_a", "user_b", "user_c", "user_local"]);
  assert.deepEqual(await idsOf("query=user_d"), []);
  assert.equal((await call("GET", "/users/count")).json.total_count, 4);
  assert.equal(upstream.requests.length, before);
});

test("a copied user may have the email address of a user that was created locally", async (t) => {
  const upstream = await upstreamServer(t, { user_ada: userText("user_ada", { email: "ada@example.com" }) });
  const { call } = await devWithUpstream(t, upstream);
  const created = await call("POST", "/users", { email_address: ["ada@example.com"] });
  assert.equal(created.status, 200);
  assert.equal((await call("GET", "/users/user_ada")).status, 200);
  assert.equal((await call("GET", `/users/${created.json.id}`)).status, 200);
});

test("a response of upstream that is not a user is passed on, or a 502", async (t) => {
  const bodies = {
    user_limited: {
      status: 429,
      headers: { "retry-after": "7", "content-type": "application/json" },
      body: '{"errors":[]}',
    },
    user_html: { headers: { "content-type": "text/html" }, body: "<html>" },
    user_other: { headers: { "content-type": "application/json" }, body: '{"object":"user"}' },
  };
  const upstream = await upstreamServer(t, {}, ({ url }) => bodies[url.split("/").at(-1)] ?? false);
  const { call } = await devWithUpstream(t, upstream);
  const limited = await call("GET", "/users/user_limited");
  assert.deepEqual([limited.status, limited.headers.get("retry-after"), limited.text], [429, "7", '{"errors":[]}']);
  for (const id of ["user_html", "user_other"]) {
    const { status, json } = await call("GET", `/users/${id}`);
    assert.deepEqual([status, json.errors[0].code], [502, "bad_gateway"]);
    assert.ok(json.errors[0].message.startsWith(`The response of the upstream ${upstream.url} could not be stored: `));
  }
  assert.equal((await call("GET", "/users/count")).json.total_count, 0);
});

test("without an accepted key, nothing is sent to upstream", async (t) => {
  const upstream = await upstreamServer(t, { user_ada: userText("user_ada") });
  const { call } = await devWithUpstream(t, upstream, ["--secret-key", KEY]);
  for (const authorization of ["Bearer sk_test_other", "Bearer pk_test_x", "sk_test_x"]) {
    for (const path of ["/users/user_ada", "/users?user_id=user_ada", "/jwks"])
      assert.equal((await call("GET", path, undefined, { authorization })).status, 401, `${authorization} ${path}`);
  }
  assert.deepEqual(upstream.requests, []);
  assert.equal((await call("GET", "/users/user_ada")).status, 200);
});
