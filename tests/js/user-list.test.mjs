// getUserList and getCount: their requests, their results, and the parameters that they reject.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient, User } from "clerk-metadata";
import { serve } from "./support/backend.mjs";
import { rejectsWithApiError, rejectsWithConnectionError, rejectsWithInputError } from "./support/errors.mjs";
import { httpServer, userBody } from "./support/server.mjs";

const COUNT = JSON.stringify({ object: "total_count", total_count: 7 });
const isCount = ({ url }) => url.startsWith("/v1/users/count");

/** A client, and the queries of its list requests and of its count requests. */
async function recording(t, list = "[]", count = COUNT) {
  const server = await httpServer(t, (request) => ({ body: isCount(request) ? count : list }));
  const asked = (counts) =>
    server.requests
      .filter((request) => isCount(request) === counts)
      .map(({ url }) => url.replace(/^\/v1\/users(\/count)?/, ""));
  const { users } = createClerkClient({ secretKey: "sk_test_fake", apiUrl: server.url });
  return { users, requests: server.requests, lists: () => asked(false), counts: () => asked(true) };
}

test("a page of users of the local Backend API, and the total count", async (t) => {
  const { clerk, users } = await serve(t);
  for (const [id, firstName] of [
    ["user_ada", "Ada"],
    ["user_bob", "Bob"],
    ["user_cyd", "Cyd"],
  ]) {
    users.create({ id, firstName, emailAddress: [`${firstName}@example.com`] });
  }
  const { data, totalCount, ...rest } = await clerk.users.getUserList({ limit: 1, offset: 1, orderBy: "+created_at" });
  assert.deepEqual(rest, {});
  assert.equal(totalCount, 3);
  assert.deepEqual(
    data.map(({ id }) => id),
    ["user_bob"],
  );
  assert.ok(data[0] instanceof User);
  assert.equal(data[0].emailAddresses[0].emailAddress, "Bob@example.com");
  assert.deepEqual(data[0].raw, users.get("user_bob"));
  assert.equal((await clerk.users.getUserList()).data.length, 3);
  assert.equal(await clerk.users.getCount(), 3);
  assert.equal(await clerk.users.getCount({ emailAddress: ["ada@example.com", "cyd@example.com"] }), 2);
  assert.deepEqual(await clerk.users.getUserList({ query: "nobody" }), { data: [], totalCount: 0 });
});

test("all users, page by page, with startingAfter", async (t) => {
  const { clerk, users } = await serve(t);
  users.seed(25);
  const expected = users
    .list()
    .sort((one, other) => other.created_at - one.created_at)
    .map(({ created_at }) => created_at);
  const seen = [];
  const lengths = [];
  let startingAfter;
  for (;;) {
    const { data, totalCount } = await clerk.users.getUserList({ limit: 10, startingAfter });
    assert.equal(totalCount, 25);
    seen.push(...data);
    lengths.push(data.length);
    if (data.length < 10) break;
    startingAfter = data.at(-1).id;
  }
  assert.deepEqual(lengths, [10, 10, 5]);
  assert.equal(new Set(seen.map(({ id }) => id)).size, 25);
  assert.deepEqual(
    seen.map(({ createdAt }) => createdAt),
    expected,
  );
});

test("each filter selects the matching users of the local Backend API", async (t) => {
  const { clerk, users } = await serve(t);
  users.create({
    id: "user_ada",
    username: "ada_l",
    firstName: "Ada",
    emailAddress: ["Ada@example.com"],
    externalAccounts: [{ provider: "oauth_google", providerUserId: "g1" }],
  });
  users.create({
    id: "user_bob",
    username: "bob",
    lastName: "Jones",
    phoneNumber: ["+15555550101"],
    banned: true,
    externalAccounts: [
      { provider: "oauth_github", providerUserId: "g1" },
      { provider: "oauth_google", providerUserId: "g2" },
    ],
  });
  for (const [params, expected] of [
    [{ emailAddressQuery: "ADA@" }, ["user_ada"]],
    [{ phoneNumberQuery: "5550101" }, ["user_bob"]],
    [{ usernameQuery: "A_" }, ["user_ada"]],
    [{ nameQuery: "jon" }, ["user_bob"]],
    [{ banned: true }, ["user_bob"]],
    [{ banned: false }, ["user_ada"]],
    [{ provider: "oauth_google", providerUserId: "g1" }, ["user_ada"]],
    [{ provider: "oauth_google", providerUserId: ["g1", "g2"] }, ["user_ada", "user_bob"]],
    [{ provider: "oauth_github", providerUserId: ["g1", "g2"] }, ["user_bob"]],
    [{ provider: "oauth_apple", providerUserId: ["g1"] }, []],
    [{ userId: ["-user_ada"] }, ["user_bob"]],
  ]) {
    const { data, totalCount } = await clerk.users.getUserList({ ...params, orderBy: "created_at" });
    assert.deepEqual([data.map(({ id }) => id), totalCount], [expected, expected.length], JSON.stringify(params));
    assert.equal(await clerk.users.getCount(params), expected.length);
  }
  const [account] = (await clerk.users.getUser("user_ada")).externalAccounts;
  assert.deepEqual([account.provider, account.providerUserId, account.externalId], ["oauth_google", "g1", "g1"]);
});

test("the raw value of each listed user is its part of the response", async (t) => {
  const { users } = await recording(
    t,
    `[${userBody({ id: "user_1", brand_new: 1 })},${userBody({ id: "user_2", brand_new: 2 })}]`,
  );
  const { data } = await users.getUserList();
  assert.deepEqual(
    data.map(({ raw }) => [raw.id, raw.brand_new]),
    [
      ["user_1", 1],
      ["user_2", 2],
    ],
  );
  assert.equal(data[0].raw, data[0].raw);
});

for (const [what, params, list, count] of [
  ["nothing", undefined, "", ""],
  ["null", null, "", ""],
  ["no parameter", {}, "", ""],
  ["a page", { limit: 20, offset: 40, orderBy: "-last_active_at" }, "?limit=20&offset=40&order_by=-last_active_at", ""],
  ["what is empty", { limit: 0, offset: undefined, query: "", userId: [], username: null }, "", ""],
  [
    "a filter of one and of many",
    { username: "ada", userId: ["user_1", "user_2"] },
    "?username=ada&user_id=user_1&user_id=user_2",
    "?username=ada&user_id=user_1&user_id=user_2",
  ],
  ["what has to be encoded", { query: "a b&c=é/+" }, "?query=a+b%26c%3D%C3%A9%2F%2B", "?query=a+b%26c%3D%C3%A9%2F%2B"],
  ["digits, as out of a URL", { limit: "10" }, "?limit=10", ""],
  [
    "times",
    { createdAtAfter: 1764000000000, last_active_at_since: 1 },
    "?created_at_after=1764000000000&last_active_at_since=1",
    "?created_at_after=1764000000000&last_active_at_since=1",
  ],
  [
    "a page after a user",
    { limit: 500, startingAfter: "user_1", orderBy: "-created_at", offset: 0 },
    "?limit=500&starting_after=user_1&order_by=-created_at",
    "",
  ],
  ["the first of such pages", { limit: 500, startingAfter: undefined }, "?limit=500", ""],
  [
    "a page after no one, with an offset",
    { startingAfter: "", offset: 10, orderBy: "username" },
    "?offset=10&order_by=username",
    "",
  ],
  [
    "parts of texts",
    { emailAddressQuery: "a@", phoneNumberQuery: "+1 555", usernameQuery: "ö", nameQuery: "x&y" },
    "?email_address_query=a%40&phone_number_query=%2B1+555&username_query=%C3%B6&name_query=x%26y",
    "?email_address_query=a%40&phone_number_query=%2B1+555&username_query=%C3%B6&name_query=x%26y",
  ],
  ["who is banned", { banned: true }, "?banned=true", "?banned=true"],
  ["who is not banned", { banned: false }, "?banned=false", "?banned=false"],
  ["who is banned, as out of a URL", { banned: "false" }, "?banned=false", "?banned=false"],
  ["banned or not", { banned: undefined, limit: 1 }, "?limit=1", ""],
  ["banned or not, as out of a URL", { banned: "" }, "", ""],
  [
    "an account at a provider",
    { provider: "oauth_google", providerUserId: "1" },
    "?provider=oauth_google&provider_user_id=1",
    "?provider=oauth_google&provider_user_id=1",
  ],
  [
    "accounts at a provider",
    { providerUserId: ["1", "2"], provider: "oauth_custom_x" },
    "?provider_user_id=1&provider_user_id=2&provider=oauth_custom_x",
    "?provider_user_id=1&provider_user_id=2&provider=oauth_custom_x",
  ],
  ["no account", { provider: "", providerUserId: [] }, "", ""],
  [
    "whom to include and exclude",
    { userId: ["+user_1", "-user_2"] },
    "?user_id=%2Buser_1&user_id=-user_2",
    "?user_id=%2Buser_1&user_id=-user_2",
  ],
  ["no prototype", Object.assign(Object.create(null), { limit: 1 }), "?limit=1", ""],
]) {
  test(`the query of ${what}`, async (t) => {
    const { users, lists, counts } = await recording(t);
    assert.deepEqual(await users.getUserList(params), { data: [], totalCount: 7 });
    assert.equal(await users.getCount(params), 7);
    assert.deepEqual([lists(), counts()], [[list], [count, count]]);
  });
}

const cause = new RangeError("not now");
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  return proxy;
};
const throws = () => {
  throw cause;
};
for (const [what, params, expected] of [
  ["no object", "limit=1", { path: "params" }],
  ["an array", [1], { path: "params" }],
  ["a Map", new Map([["limit", 1]]), { path: "params" }],
  ["a URLSearchParams", new URLSearchParams("limit=1"), { path: "params" }],
  [
    "a misspelt name",
    { emailAdress: ["a@example.com"] },
    { path: "emailAdress", message: /Did you mean emailAddress\?/ },
  ],
  ["a name of the wire", { order_by: "created_at" }, { path: "order_by", message: /Did you mean orderBy\?/ }],
  ["a number below 0", { offset: -1 }, { path: "offset" }],
  ["half a user", { limit: 1.5 }, { path: "limit" }],
  ["NaN", { limit: NaN }, { path: "limit" }],
  ["more than a number can tell", { createdAtAfter: 2 ** 53 }, { path: "createdAtAfter" }],
  ["text for a number", { limit: "ten" }, { path: "limit" }],
  ["a Date for a number", { createdAtAfter: new Date(5) }, { path: "createdAtAfter" }],
  ["a number for a text", { query: 5 }, { path: "query" }],
  ["a number among texts", { userId: ["user_1", 2] }, { path: "userId[1]" }],
  ["a hole among texts", { userId: [, "user_1"] }, { path: "userId[0]" }],
  ["a text for a flag", { banned: "yes" }, { path: "banned", message: /^banned: it must be true or false\.$/ }],
  ["a number for a flag", { banned: 1 }, { path: "banned" }],
  ["0 for a flag", { banned: 0 }, { path: "banned" }],
  ["a list for a flag", { banned: [true] }, { path: "banned" }],
  ["a flag for a text", { nameQuery: true }, { path: "nameQuery" }],
  ["a flag for a number", { limit: false }, { path: "limit" }],
  ["a list for the user before the page", { startingAfter: ["user_1"] }, { path: "startingAfter" }],
  ["a user for the user before the page", { startingAfter: { id: "user_1" } }, { path: "startingAfter" }],
  [
    "a page after a user, with an offset",
    { startingAfter: "user_1", offset: 10 },
    { path: "startingAfter", message: /offset/ },
  ],
  [
    "a page after a user, with an offset out of a URL",
    { offset: "010", startingAfter: "user_1" },
    { path: "startingAfter", message: /offset/ },
  ],
  [
    "a page after a user, in another order",
    { startingAfter: "user_1", orderBy: "-last_active_at" },
    { path: "startingAfter", message: /orderBy/ },
  ],
  ["a provider without ids", { provider: "oauth_google" }, { path: "provider", message: /providerUserId/ }],
  [
    "a provider with no id",
    { provider: "oauth_google", providerUserId: [] },
    { path: "provider", message: /providerUserId/ },
  ],
  ["ids without a provider", { providerUserId: ["1"] }, { path: "providerUserId", message: /provider\./ }],
  ["several providers", { provider: ["oauth_google"], providerUserId: "1" }, { path: "provider" }],
  [
    "a misspelt name of the new ones",
    { startAfter: "user_1" },
    { path: "startAfter", message: /Did you mean startingAfter\?/ },
  ],
  [
    "a new name of the wire",
    { email_address_query: "a" },
    { path: "email_address_query", message: /Did you mean emailAddressQuery\?/ },
  ],
  [
    "a getter that throws",
    {
      get limit() {
        throw cause;
      },
    },
    { path: "limit", cause },
  ],
  ["a proxy that throws", new Proxy({}, { ownKeys: throws }), { path: "params", cause }],
  ["an array that throws", { userId: new Proxy([], { get: throws }) }, { path: "userId", cause }],
  ["a revoked array", { userId: revoked() }, { path: "userId" }],
]) {
  test(`rejected: ${what}`, async (t) => {
    const { users, requests } = await recording(t);
    for (const call of [users.getUserList, users.getCount])
      await rejectsWithInputError(call(params), { code: "invalid_params", ...expected });
    assert.equal(requests.length, 0);
  });
}

for (const [what, list, count, reason] of [
  ["a user for a list", userBody(), COUNT, /no list of users/],
  [
    "a list with something else in it",
    `[${userBody()},{"object":"email_address","id":"idn_1"}]`,
    COUNT,
    /no list of users/,
  ],
  ["a page of another API", `{"data":[${userBody()}],"total_count":1}`, COUNT, /no list of users/],
  ["a list for a count", "[]", "[]", /no count/],
  ["a count that is no number", "[]", '{"total_count":"7"}', /no count/],
]) {
  test(`a response with ${what}`, async (t) => {
    const { users } = await recording(t, list, count);
    await rejectsWithConnectionError(users.getUserList(), {
      code: "unexpected_response",
      status: 200,
      message: reason,
    });
  });
}

test("an error response to the count request rejects the list", async (t) => {
  const body = JSON.stringify({ errors: [{ code: "too_many_requests", message: "Too many requests" }] });
  const server = await httpServer(t, (request) => (isCount(request) ? { status: 403, body } : { body: "[]" }));
  const { users } = createClerkClient({ secretKey: "sk_test_fake", apiUrl: server.url });
  await rejectsWithApiError(users.getUserList(), { status: 403, message: "Too many requests" });
});
