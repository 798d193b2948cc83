// The answers of the local Backend API, and the bodies that the client sends, against Clerk's
// published OpenAPI document.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { KEY, serve } from "./support/backend.mjs";
import { fixture } from "./support/fixtures.mjs";
import { openApi, skip } from "./support/openapi.mjs";
import { userBody } from "./support/server.mjs";

const api = skip ? undefined : openApi();
const local = await serve({ after });

const METADATA = "/users/{user_id}/metadata";
const answers = new Map(); // each route with the statuses it was seen with

/** One request, whose answer must be as documented. */
async function ask(method, path, { id = "", query = "", body, headers, status = 200 } = {}) {
  const answer = await local.request(method, path.replace("{user_id}", id) + query, body, headers);
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.headers.get("content-type"), "application/json");
  api.response(method, path, status, answer.json);
  const route = `${method} ${path}`;
  answers.set(route, (answers.get(route) ?? new Set()).add(status));
  return answer.json;
}

const WHOLE = {
  external_id: "ext-1",
  first_name: "Ada",
  last_name: "Lovelace",
  locale: "en-GB",
  username: "ada",
  email_address: ["ada@example.com", "ada@work.example"],
  email_address_identification_status: ["verified", "reserved"],
  phone_number: ["+15555550100"],
  web3_wallet: [`0x${"a".repeat(40)}`],
  password: "correct horse",
  totp_secret: "secret",
  backup_codes: ["one", "two"],
  public_metadata: { a: 1, b: null },
  private_metadata: { c: [1, null] },
  unsafe_metadata: { d: {} },
  delete_self_enabled: false,
  create_organization_enabled: false,
  create_organizations_limit: 3,
  legal_accepted_at: "2024-01-02T03:04:05Z",
  created_at: "2012-10-20T07:15:20.902Z",
  bypass_client_trust: true,
  banned: true,
  locked: true,
};

test("a user with everything, a user with nothing: made, read, listed, changed, removed", { skip }, async () => {
  for (const body of [WHOLE, { skip_user_requirement: true }]) {
    api.request("POST", "/users", body);
    const made = await ask("POST", "/users", { body });
    const { id } = made;
    for (const [name, value] of Object.entries(body)) {
      if (/_metadata$|^(banned|locked|username|first_name|external_id|locale|create_organizations_limit)$/.test(name)) assert.deepEqual(made[name], value, name);
    }
    for (const email of made.email_addresses) api.schema("EmailAddress", email);
    for (const phone of made.phone_numbers) api.schema("PhoneNumber", phone);
    for (const wallet of made.web3_wallets) api.schema("Web3Wallet", wallet);
    assert.deepEqual(await ask("GET", "/users/{user_id}", { id }), made);
    assert.deepEqual(await ask("GET", "/users", { query: `?user_id=${id}` }), [made]);
    assert.deepEqual(await ask("GET", "/users/count", { query: `?user_id=${id}` }), { object: "total_count", total_count: 1 });
    for (const method of ["PATCH", "PUT"]) {
      const change = { public_metadata: { plan: { seats: 5 } }, private_metadata: {}, unsafe_metadata: { e: null } };
      api.request(method, METADATA, change);
      await ask(method, METADATA, { id, body: change });
    }
    const gone = await ask("DELETE", "/users/{user_id}", { id });
    assert.equal(gone.deleted, true);
  }
});

test("seeded users, all of them", { skip }, async () => {
  local.users.seed(200);
  const list = await ask("GET", "/users", { query: "?limit=500" });
  assert.equal(list.length, 200);
  for (const user of local.users.list()) api.schema("User", user);
  assert.deepEqual(await ask("GET", "/users/count"), { object: "total_count", total_count: 200 });
  local.users.clear();
});

test("every refusal", { skip }, async () => {
  const { id } = local.users.create({});
  const body = { public_metadata: {} };
  const wrong = { authorization: "Bearer sk_test_other" };
  const routes = [["GET", "/users"], ["POST", "/users"], ["GET", "/users/count"], ["GET", "/users/{user_id}"], ["DELETE", "/users/{user_id}"], ["PATCH", METADATA], ["PUT", METADATA]];
  for (const [method, path] of routes) {
    const given = { id, body: /^P/.test(method) ? body : undefined };
    await ask(method, path, { ...given, headers: wrong, status: 401 });
    await ask(method, path, { ...given, headers: { authorization: undefined }, status: 401 });
    await ask(method, path, { ...given, headers: { "clerk-api-version": "latest" }, status: 400 });
    if (path.includes("{user_id}")) await ask(method, path, { ...given, id: "user_nobody", status: 404 });
    if (!given.body) continue;
    await ask(method, path, { id, body: "{", status: 400 });
    await ask(method, path, { id, body: "{}", headers: { "content-type": "text/plain" }, status: 415 });
    await ask(method, path, { id, body: "{}".padEnd(2 ** 20 + 1), status: 413 });
    await ask(method, path, { id, body: { public_metadata: [], other: 1 }, status: 422 });
    await ask(method, path, { id, body: { public_metadata: { a: "x".repeat(9000) }, username: path === "/users" ? "ada" : undefined }, status: 422 });
  }
  await ask("POST", "/users", { body: { first_name: "Ada" }, status: 422 });
  await ask("GET", "/users", { query: "?limit=0", status: 422 });
  await ask("GET", "/users/count", { query: "?banned=maybe", status: 422 });
});

test("a rate limit", { skip }, async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1_700_000_000_000 });
  const limited = await serve(t, { rateLimit: true, users: [{ id: "user_1" }] });
  const bodies = [];
  for (let index = 0; index < 11; index++) bodies.push(await limited.request("PATCH", "/users/user_1/metadata", { public_metadata: {} }));
  const { status, json } = bodies.at(-1);
  assert.equal(status, 429);
  api.response("PATCH", METADATA, 429, json);
});

// Where a documented parameter is a text of a certain form, one such text.
const SAMPLES = { order_by: "-updated_at", starting_after: undefined };

for (const path of ["/users", "/users/count"]) {
  test(`${path} takes every documented parameter`, { skip }, async (t) => {
    const { request } = await serve(t, { users: [{ id: "user_1" }, { id: "user_2" }] });
    const parameters = api.parameters("GET", path);
    assert.ok(parameters.length > 10);
    for (const { name, schema } of parameters) {
      const value = { integer: "1", boolean: "true", array: "x", string: SAMPLES[name] ?? "user_1" }[schema?.type];
      assert.ok(value, `a parameter of another kind: ${name}`);
      const { status, text } = await request("GET", `${path}?${encodeURIComponent(name)}=${value}`);
      assert.equal(status, 200, `${name}: ${text}`);
    }
  });
}

test("every route and every documented status was seen", { skip }, () => {
  // 402 and 403 hang on a plan, which nobody has here.
  const elsewhere = new Set([402, 403]);
  for (const [route, seen] of answers) {
    const [method, path] = route.split(" ");
    for (const status of api.statuses(method, path)) {
      if (!elsewhere.has(status)) assert.ok(seen.has(status), `${route} was not seen to answer ${status}`);
    }
  }
  assert.equal(answers.size, 7);
});

/** The bodies that a call makes. */
async function bodiesOf(act) {
  const bodies = [];
  const fetch = async (_, { method, body }) => {
    bodies.push([method, JSON.parse(body)]);
    return new Response(userBody());
  };
  await act(createClerkClient({ secretKey: KEY, fetch }).users);
  return bodies;
}

test("what the client sends", { skip }, async () => {
  const cases = fixture("requests.json").filter(({ request, params }) => request && params).map(({ params }) => params);
  const more = fixture("merge.json").map(({ patch }) => patch).filter((patch) => typeof patch === "object" && patch !== null && !Array.isArray(patch));
  for (const params of [...cases, ...more.map((patch) => ({ publicMetadata: patch, privateMetadata: patch, unsafeMetadata: patch }))]) {
    const bodies = await bodiesOf(async (users) => {
      await users.updateUserMetadata("user_1", params);
      await users.replaceUserMetadata("user_1", params);
    });
    assert.equal(bodies.length, 2);
    for (const [method, body] of bodies) {
      assert.notDeepEqual(body, {});
      api.request(method, METADATA, body);
    }
  }
});

test("the validators do refuse", { skip }, () => {
  const user = local.users.create({ emailAddress: ["x@example.com"] });
  api.schema("User", user);
  const [email] = user.email_addresses;
  const withEmail = (change) => ({ ...user, email_addresses: [{ ...email, ...change }] });
  const { last_sign_in_at: _, ...missing } = user;
  for (const wrong of [
    missing,
    { ...user, public_metadata: null },
    { ...user, extra: 1 },
    { ...user, created_at: "now" },
    { ...user, object: "organization" },
    { ...user, banned: null },
    withEmail({ linked_to: null }),
    withEmail({ verification: { ...email.verification, status: "perhaps" } }),
    withEmail({ verification: { ...email.verification, object: "verification_otp" } }),
  ]) {
    assert.throws(() => api.schema("User", wrong), /is not as documented/, JSON.stringify(wrong));
  }
  assert.throws(() => api.schema("ClerkErrors", { errors: [{ code: "x", message: "y" }] }), /long_message/);
  assert.throws(() => api.request("PATCH", METADATA, { publicMetadata: {} }), /additional properties/);
  assert.throws(() => api.request("PATCH", METADATA, { public_metadata: null }), /object/);
  assert.throws(() => api.response("GET", "/users/count", 200, { object: "total_count" }), /total_count/);
  assert.throws(() => api.response("PATCH", METADATA, 201, user), /is not documented/);
});
