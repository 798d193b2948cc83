// The `User` class: classes of its parts, getters, and copies.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import * as clerk from "clerk-metadata";
import { fixture } from "./support/fixtures.mjs";
import { userBody } from "./support/server.mjs";

const FULL_USER = fixture("responses.json").find(({ name }) => name === "a user with all fields");

async function userOf(body) {
  const client = clerk.createClerkClient({ secretKey: "sk_test_fake", fetch: async () => new Response(body) });
  return client.users.getUser("user_1");
}

test("each part of a user is an instance of its class", async () => {
  const user = await userOf(FULL_USER.response.body);
  const parts = {
    User: user,
    EmailAddress: user.emailAddresses[0],
    PhoneNumber: user.phoneNumbers[0],
    Web3Wallet: user.web3Wallets[0],
    ExternalAccount: user.externalAccounts[0],
    EnterpriseAccount: user.enterpriseAccounts[0],
    EnterpriseAccountConnection: user.enterpriseAccounts[0].enterpriseConnection,
    Verification: user.emailAddresses[0].verification,
    IdentificationLink: user.emailAddresses[0].linkedTo[0],
  };
  for (const [name, part] of Object.entries(parts)) {
    assert.equal(clerk[name].name, name);
    assert.equal(Object.getPrototypeOf(part), clerk[name].prototype, name);
    assert.ok(inspect(part).startsWith(`${name} {`), inspect(part));
  }
  for (const part of [user.web3Wallets[0], user.externalAccounts[0], user.enterpriseAccounts[0]])
    assert.ok(part.verification instanceof clerk.Verification);
  assert.equal(user.phoneNumbers[0].verification, null);
  for (const plain of [user.publicMetadata, user.privateMetadata, user.unsafeMetadata, user.raw]) {
    assert.equal(Object.getPrototypeOf(plain), Object.prototype);
  }
});

test("the getters", async () => {
  const user = await userOf(FULL_USER.response.body);
  assert.equal(user.primaryEmailAddress, user.emailAddresses[0]);
  assert.equal(user.primaryPhoneNumber, user.phoneNumbers[0]);
  assert.equal(user.primaryWeb3Wallet, user.web3Wallets[0]);
  assert.equal(user.fullName, "Ada Lovelace");
});

test("the getters of a user without these parts", async () => {
  const user = await userOf(userBody());
  for (const name of ["primaryEmailAddress", "primaryPhoneNumber", "primaryWeb3Wallet", "fullName"])
    assert.equal(user[name], null, name);
});

test("the primary address is not the first one", async () => {
  const user = await userOf(
    userBody({
      primary_email_address_id: "idn_2",
      primary_phone_number_id: "idn_gone",
      email_addresses: [{ id: "idn_1" }, { id: "idn_2", email_address: "ada@example.com" }],
      phone_numbers: [{ id: "idn_3" }],
    }),
  );
  assert.equal(user.primaryEmailAddress.emailAddress, "ada@example.com");
  assert.equal(user.primaryPhoneNumber, null);
});

for (const [first_name, last_name, fullName] of [
  ["Ada", "Lovelace", "Ada Lovelace"],
  ["Ada", null, "Ada"],
  [null, "Lovelace", "Lovelace"],
  ["", "", null],
  [" ", null, null],
]) {
  test(`the full name of ${first_name} ${last_name}`, async () => {
    assert.equal((await userOf(userBody({ first_name, last_name }))).fullName, fullName);
  });
}

test("raw is the whole response, including unknown fields, and the same object on each access", async () => {
  const user = await userOf(FULL_USER.response.body);
  assert.deepEqual(user.raw, JSON.parse(FULL_USER.response.body));
  assert.equal(user.raw, user.raw);
  assert.equal((await userOf(userBody({ brand_new: { a_b: 1 } }))).raw.brand_new.a_b, 1);
});

test("JSON, spread, clone and comparison use the fields", async () => {
  const user = await userOf(FULL_USER.response.body);
  assert.deepEqual(JSON.parse(JSON.stringify(user)), FULL_USER.user);
  assert.deepEqual(Object.keys(user), Object.keys(FULL_USER.user));
  // structuredClone does not support a URL, so it becomes a string first.
  const clone = structuredClone({ ...user, externalAccounts: JSON.parse(JSON.stringify(user.externalAccounts)) });
  assert.equal(Object.getPrototypeOf(clone), Object.prototype);
  assert.deepEqual(clone, FULL_USER.user);
  const spread = { ...user, firstName: "Grace" };
  assert.deepEqual(JSON.parse(JSON.stringify(spread)), { ...FULL_USER.user, firstName: "Grace" });
  assert.equal(user.firstName, "Ada");
  assert.deepEqual(await userOf(FULL_USER.response.body), user);
});

test("the users of two responses share no objects", async () => {
  const [first, second] = [await userOf(FULL_USER.response.body), await userOf(FULL_USER.response.body)];
  first.publicMetadata.plan.max_seats = 0;
  first.emailAddresses.push("x");
  first.raw.id = "changed";
  assert.deepEqual(second.publicMetadata.plan, { max_seats: 5 });
  assert.equal(second.emailAddresses.length, 1);
  assert.equal(second.raw.id, "user_1");
});

test("a User that the program constructs has no raw", () => {
  assert.equal(new clerk.User().raw, null);
});

test("the verification address is a URL; an invalid address is only in raw", async () => {
  const account = (url) => ({
    id: "eac_1",
    verification: { status: "unverified", strategy: "oauth_google", external_verification_redirect_url: url },
  });
  const urls = ["https://accounts.example.com/o?a=1", null, undefined, "", "no address"];
  const user = await userOf(userBody({ external_accounts: urls.map(account) }));
  const redirectUrls = user.externalAccounts.map(({ verification }) => verification.externalVerificationRedirectURL);
  assert.ok(redirectUrls[0] instanceof URL);
  assert.deepEqual(
    redirectUrls.map((url) => url?.href ?? null),
    [urls[0], null, null, null, null],
  );
  assert.equal(
    JSON.parse(JSON.stringify(user)).externalAccounts[0].verification.externalVerificationRedirectURL,
    urls[0],
  );
  assert.equal(user.raw.external_accounts[4].verification.external_verification_redirect_url, "no address");
});
