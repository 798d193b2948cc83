// The parameters of GET /users and GET /users/count, over HTTP.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { serve } from "./support/backend.mjs";

const { request, users } = await serve({ after });

// The users are created in this order, which is also the order of created_at.
const ADA = users.create({
  id: "user_ada",
  externalId: "ext-a",
  username: "ada",
  firstName: "Ada",
  lastName: "Lovelace",
  emailAddress: ["ada@example.com"],
  createdAt: 1000,
  updatedAt: 9000,
  lastSignInAt: 50,
  lastActiveAt: 60,
});
users.create({
  id: "user_bob",
  externalId: "ext-b",
  firstName: "Bob",
  lastName: "Builder",
  emailAddress: ["bob@example.com", "b@work.example"],
  phoneNumber: ["+15555550101"],
  createdAt: 2000,
  updatedAt: 8000,
  banned: true,
});
users.create({
  id: "user_cyd",
  username: "cyd",
  firstName: "Cyd",
  phoneNumber: ["+15555550102"],
  web3Wallet: [`0x${"c".repeat(40)}`],
  createdAt: 3000,
  updatedAt: 7000,
  lastActiveAt: 70,
});
users.create({
  id: "user_dan",
  firstName: "dan",
  emailAddress: ["Dan@Example.com"],
  createdAt: 4000,
  updatedAt: 6000,
  lastSignInAt: 40,
});

const ids = async (query) => {
  const { status, json, text } = await request("GET", `/users${query}`);
  assert.equal(status, 200, text);
  assert.ok(Array.isArray(json));
  return json.map(({ id }) => id.slice("user_".length)).join(" ");
};
const total = async (query) => {
  const { status, json, text } = await request("GET", `/users/count${query}`);
  assert.equal(status, 200, text);
  assert.equal(json.object, "total_count");
  return json.total_count;
};

const FILTERS = {
  "": "dan cyd bob ada",
  "?user_id=user_ada": "ada",
  "?user_id=user_ada&user_id=user_cyd": "cyd ada",
  "?user_id[]=user_ada&user_id[]=user_nobody": "ada",
  "?user_id=-user_ada": "dan cyd bob",
  "?user_id=%2Buser_ada": "ada",
  "?external_id=ext-a&external_id=ext-b": "bob ada",
  "?username=ADA": "ada",
  "?email_address=dan@example.com&email_address=B%40WORK.example": "dan bob",
  "?phone_number=%2B15555550101": "bob",
  "?phone_number=+15555550101": "bob",
  [`?web3_wallet=0x${"C".repeat(40)}`]: "cyd",
  "?query=example.com": "dan bob ada",
  "?query=LOVE": "ada",
  "?query=user_c": "cyd",
  "?email_address_query=work": "bob",
  "?phone_number_query=5550102": "cyd",
  "?username_query=y": "cyd",
  "?name_query=ada%20love": "ada",
  "?banned=true": "bob",
  "?banned=false": "dan cyd ada",
  "?created_at_after=1000&created_at_before=4000": "cyd bob",
  "?last_active_at_after=60": "cyd",
  "?last_active_at_since=60": "cyd ada",
  "?last_sign_in_at_before=50": "dan",
  "?organization_id=org_1": "",
  "?provider=oauth_google&provider_user_id=1": "",
  "?query=example.com&banned=true": "bob",
};
for (const [query, expected] of Object.entries(FILTERS)) {
  test(`filter: ${query || "no parameters"}`, async () => {
    assert.equal(await ids(query), expected);
    assert.equal(await total(query), expected === "" ? 0 : expected.split(" ").length);
  });
}

const PAGES = {
  "?limit=2": "dan cyd",
  "?limit=2&offset=2": "bob ada",
  "?limit=2&offset=3": "ada",
  "?limit=2&offset=4": "",
  "?limit=500": "dan cyd bob ada",
  "?starting_after=user_cyd": "bob ada",
  "?starting_after=user_cyd&limit=1": "bob",
  "?starting_after=user_ada": "",
  "?order_by=created_at&starting_after=user_ada&limit=2": "bob cyd",
  "?order_by=created_at": "ada bob cyd dan",
  "?order_by=%2Bcreated_at": "ada bob cyd dan",
  "?order_by=+created_at": "ada bob cyd dan",
  "?order_by=-created_at": "dan cyd bob ada",
  "?order_by=updated_at": "dan cyd bob ada",
  "?order_by=first_name": "ada bob cyd dan",
  "?order_by=-first_name": "dan cyd bob ada",
  "?order_by=username": "ada cyd bob dan",
  "?order_by=last_active_at": "ada cyd bob dan",
  "?order_by=-created_at&order_by=created_at": "dan cyd bob ada",
};
for (const [query, expected] of Object.entries(PAGES)) {
  test(`page: ${query}`, async () => assert.equal(await ids(query), expected));
}

test("a page has ten users by default; the count does not depend on the page", async (t) => {
  const backend = await serve(t);
  backend.users.seed(25);
  assert.equal((await backend.request("GET", "/users")).json.length, 10);
  const { json } = await backend.request("GET", "/users/count?limit=2&offset=1&order_by=username");
  assert.deepEqual(json, { object: "total_count", total_count: 25 });
  const listedUsers = [];
  for (let offset = 0; offset < 25; offset += 7)
    listedUsers.push(...(await backend.request("GET", `/users?limit=7&offset=${offset}`)).json);
  assert.deepEqual(
    listedUsers.map(({ id }) => id).sort(),
    backend.users
      .list()
      .map(({ id }) => id)
      .sort(),
  );
});

const REJECTED = {
  "?limit=0": ["form_param_value_invalid", "limit"],
  "?limit=501": ["form_param_value_invalid", "limit"],
  "?limit=x": ["form_param_value_invalid", "limit"],
  "?limit=": ["form_param_value_invalid", "limit"],
  "?offset=-1": ["form_param_value_invalid", "offset"],
  "?offset=1.5": ["form_param_value_invalid", "offset"],
  "?order_by=age": ["form_param_value_invalid", "order_by"],
  "?order_by=": ["form_param_value_invalid", "order_by"],
  "?starting_after=user_nobody": ["form_param_value_invalid", "starting_after"],
  "?starting_after=user_ada&offset=1": ["form_param_value_invalid", "starting_after"],
  "?starting_after=user_ada&order_by=username": ["form_param_value_invalid", "starting_after"],
  "?banned=yes": ["form_param_type_invalid", "banned"],
  "?created_at_after=yesterday": ["form_param_type_invalid", "created_at_after"],
  "?userid=user_ada": ["form_param_unknown", "userid"],
  "?provider=oauth_google": ["form_conditional_param_missing", "provider_user_id"],
  "?provider_user_id=1": ["form_conditional_param_missing", "provider"],
  [`?${Array.from({ length: 101 }, (_, index) => `user_id=u${index}`).join("&")}`]: [
    "form_param_array_size_exceeded",
    "user_id",
  ],
};
for (const [query, [code, param_name]] of Object.entries(REJECTED)) {
  test(`rejected: ${query.slice(0, 60)}`, async () => {
    const { status, json } = await request("GET", `/users${query}`);
    assert.deepEqual([status, json.errors.map((error) => [error.code, error.meta])], [422, [[code, { param_name }]]]);
  });
}

test("the errors name every invalid parameter", async () => {
  const { status, json } = await request("GET", "/users?limit=0&banned=maybe&colour=red");
  assert.deepEqual([status, json.errors.map(({ meta }) => meta.param_name)], [422, ["limit", "banned", "colour"]]);
  const counted = await request("GET", "/users/count?banned=maybe&colour=red");
  assert.deepEqual(
    [counted.status, counted.json.errors.map(({ meta }) => meta.param_name)],
    [422, ["banned", "colour"]],
  );
});

test("a list contains complete users", async () => {
  assert.deepEqual((await request("GET", "/users?user_id=user_ada")).json, [ADA]);
});
