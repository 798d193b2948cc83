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
async function clientWithRecording(t, listBody = "[]", count = COUNT) {
  const server = await httpServer(t, (request) => ({ body: isCount(request) ? count : listBody }));
  const queriesOf = (isCountQuery) =>
    server.requests
      .filter((request) => isCount(request) === isCountQuery)
      .map(({ url }) => url.replace(/^\/v1\/users(\/count)?/, ""));
  const { users } = createClerkClient({ secretKey: "sk_test_fake", apiUrl: server.url });
  return { users, requests: server.requests, lists: () => queriesOf(false), counts: () => queriesOf(true) };
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
    .sort((first, second) => second.created_at - first.created_at)
    .map(({ created_at }) => created_at);
  const listedUsers = [];
  const lengths = [];
  let startingAfter;
  for (;;) {
    const { data, totalCount } = await clerk.users.getUserList({ limit: 10, startingAfter });
    assert.equal(totalCount, 25);
    listedUsers.push(...data);
    lengths.push(data.length);
    if (data.length < 10) break;
    startingAfter = data.at(-1).id;
  }
  assert.deepEqual(lengths, [10, 10, 5]);
  assert.equal(new Set(listedUsers.map(({ id }) => id)).size, 25);
  assert.deepEqual(
    listedUsers.map(({ createdAt }) => createdAt),
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
  const { users } = await clientWithRecording(
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

for (const [description, params, listBody, count] of [
  ["nothing", undefined, "", ""],
  ["null", null, "", ""],
  ["no parameter", {}, "", ""],
  ["a page", { limit: 20, offset: 40, orderBy: "-last_active_at" }, "?limit=20&offset=40&order_by=-last_active_at", ""],
  ["empty values", { limit: 0, offset: undefined, query: "", userId: [], username: null }, "", ""],
  [
    "a filter with one value and a filter with several",
    { username: "ada", userId: ["user_1", "user_2"] },
    "?username=ada&user_id=user_1&user_id=user_2",
    "?username=ada&user_id=user_1&user_id=user_2",
  ],
  [
    "characters that must be encoded",
    { query: "a b&c=é/+" },
    "?query=a+b%26c%3D%C3%A9%2F%2B",
    "?query=a+b%26c%3D%C3%A9%2F%2B",
  ],
  ["a number as a string, as from a URL", { limit: "10" }, "?limit=10", ""],
  [
    "times",
    { createdAtAfter: 1764000000000, last_active_at_since: 1 },
    "?created_at_after=1764000000000&last_active_at_since=1",
    "?created_at_after=1764000000000&last_active_at_since=1",
  ],
  [
    "startingAfter",
    { limit: 500, startingAfter: "user_1", orderBy: "-created_at", offset: 0 },
    "?limit=500&starting_after=user_1&order_by=-created_at",
    "",
  ],
  ["the first page with startingAfter", { limit: 500, startingAfter: undefined }, "?limit=500", ""],
  [
    "an empty startingAfter, with an offset",
    { startingAfter: "", offset: 10, orderBy: "username" },
    "?offset=10&order_by=username",
    "",
  ],
  [
    "substring filters",
    { emailAddressQuery: "a@", phoneNumberQuery: "+1 555", usernameQuery: "ö", nameQuery: "x&y" },
    "?email_address_query=a%40&phone_number_query=%2B1+555&username_query=%C3%B6&name_query=x%26y",
    "?email_address_query=a%40&phone_number_query=%2B1+555&username_query=%C3%B6&name_query=x%26y",
  ],
  ["banned users", { banned: true }, "?banned=true", "?banned=true"],
  ["users that are not banned", { banned: false }, "?banned=false", "?banned=false"],
  ["banned as a string, as from a URL", { banned: "false" }, "?banned=false", "?banned=false"],
  ["undefined for banned", { banned: undefined, limit: 1 }, "?limit=1", ""],
  ["an empty string for banned", { banned: "" }, "", ""],
  [
    "an external account",
    { provider: "oauth_google", providerUserId: "1" },
    "?provider=oauth_google&provider_user_id=1",
    "?provider=oauth_google&provider_user_id=1",
  ],
  [
    "external accounts of one provider",
    { providerUserId: ["1", "2"], provider: "oauth_custom_x" },
    "?provider_user_id=1&provider_user_id=2&provider=oauth_custom_x",
    "?provider_user_id=1&provider_user_id=2&provider=oauth_custom_x",
  ],
  ["no external account", { provider: "", providerUserId: [] }, "", ""],
  [
    "user IDs to include and to exclude",
    { userId: ["+user_1", "-user_2"] },
    "?user_id=%2Buser_1&user_id=-user_2",
    "?user_id=%2Buser_1&user_id=-user_2",
  ],
  ["an object without a prototype", Object.assign(Object.create(null), { limit: 1 }), "?limit=1", ""],
]) {
  test(`the query of ${description}`, async (t) => {
    const { users, lists, counts: isCountQuery } = await clientWithRecording(t);
    assert.deepEqual(await users.getUserList(params), { data: [], totalCount: 7 });
    assert.equal(await users.getCount(params), 7);
    assert.deepEqual([lists(), isCountQuery()], [[listBody], [count, count]]);
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
for (const [description, params, expected] of [
  ["a string", "limit=1", { path: "params" }],
  ["an array", [1], { path: "params" }],
  ["a Map", new Map([["limit", 1]]), { path: "params" }],
  ["a URLSearchParams", new URLSearchParams("limit=1"), { path: "params" }],
  [
    "a misspelled name",
    { emailAdress: ["a@example.com"] },
    { path: "emailAdress", message: /Did you mean emailAddress\?/ },
  ],
  ["a name in snake_case", { order_by: "created_at" }, { path: "order_by", message: /Did you mean orderBy\?/ }],
  ["a number below 0", { offset: -1 }, { path: "offset" }],
  ["a fraction", { limit: 1.5 }, { path: "limit" }],
  ["NaN", { limit: NaN }, { path: "limit" }],
  ["a number beyond the safe integers", { createdAtAfter: 2 ** 53 }, { path: "createdAtAfter" }],
  ["a string for a number", { limit: "ten" }, { path: "limit" }],
  ["a Date for a number", { createdAtAfter: new Date(5) }, { path: "createdAtAfter" }],
  ["a number for a string", { query: 5 }, { path: "query" }],
  ["a number among strings", { userId: ["user_1", 2] }, { path: "userId[1]" }],
  ["a hole among strings", { userId: [, "user_1"] }, { path: "userId[0]" }],
  ["a string for a boolean", { banned: "yes" }, { path: "banned", message: /^banned: must be true or false\.$/ }],
  ["a number for a boolean", { banned: 1 }, { path: "banned" }],
  ["0 for a boolean", { banned: 0 }, { path: "banned" }],
  ["an array for a boolean", { banned: [true] }, { path: "banned" }],
  ["a boolean for a string", { nameQuery: true }, { path: "nameQuery" }],
  ["a boolean for a number", { limit: false }, { path: "limit" }],
  ["an array for startingAfter", { startingAfter: ["user_1"] }, { path: "startingAfter" }],
  ["an object for startingAfter", { startingAfter: { id: "user_1" } }, { path: "startingAfter" }],
  [
    "startingAfter with an offset",
    { startingAfter: "user_1", offset: 10 },
    { path: "startingAfter", message: /offset/ },
  ],
  [
    "startingAfter with an offset from a URL",
    { offset: "010", startingAfter: "user_1" },
    { path: "startingAfter", message: /offset/ },
  ],
  [
    "startingAfter with another order",
    { startingAfter: "user_1", orderBy: "-last_active_at" },
    { path: "startingAfter", message: /orderBy/ },
  ],
  ["provider without providerUserId", { provider: "oauth_google" }, { path: "provider", message: /providerUserId/ }],
  [
    "provider with an empty providerUserId",
    { provider: "oauth_google", providerUserId: [] },
    { path: "provider", message: /providerUserId/ },
  ],
  ["providerUserId without provider", { providerUserId: ["1"] }, { path: "providerUserId", message: /provider\./ }],
  ["several providers", { provider: ["oauth_google"], providerUserId: "1" }, { path: "provider" }],
  [
    "a misspelled startingAfter",
    { startAfter: "user_1" },
    { path: "startAfter", message: /Did you mean startingAfter\?/ },
  ],
  [
    "emailAddressQuery in snake_case",
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
  test(`rejected: ${description}`, async (t) => {
    const { users, requests } = await clientWithRecording(t);
    for (const call of [users.getUserList, users.getCount])
      await rejectsWithInputError(call(params), { code: "invalid_params", ...expected });
    assert.equal(requests.length, 0);
  });
}

for (const [description, listBody, count, reason] of [
  ["a user for a list", userBody(), COUNT, /not a list of users/],
  [
    "a list that contains another object",
    `[${userBody()},{"object":"email_address","id":"idn_1"}]`,
    COUNT,
    /not a list of users/,
  ],
  ["a page of another API", `{"data":[${userBody()}],"total_count":1}`, COUNT, /not a list of users/],
  ["a list for a count", "[]", "[]", /not a count/],
  ["a count that is not a number", "[]", '{"total_count":"7"}', /not a count/],
]) {
  test(`a response with ${description}`, async (t) => {
    const { users } = await clientWithRecording(t, listBody, count);
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
