// The resources that the client creates from a response, compared with those of the Rust client (clerk-metadata/wasm),
// which reads the response with the tables of the core.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient, User } from "clerk-metadata";
import { httpServer } from "./support/server.mjs";
import * as wasm from "./support/wasm-entry.mjs";

const verification = '"verification":{"status":"verified","external_verification_redirect_url":"https://a.example/"}';
const accounts = `[{"id":"e1","provider_user_id":"p","image_url":null,${verification}},7,null,[],{"external_account_id":"x"}]`;

/** Members of a user, as JSON text. */
const BODIES = {
  "no fields": "",
  "null in each kind of field":
    '"banned":null,"image_url":null,"public_metadata":null,"email_addresses":null,"locale":null',
  "fields of other types": '"banned":"x","username":5,"email_addresses":{},"phone_numbers":"x","public_metadata":[1]',
  "nested resources, and values that are none": `"external_accounts":${accounts},"email_addresses":[{"linked_to":[{"id":"l"},3]}]`,
  "a nested resource of another type":
    '"email_addresses":[{"verification":[]},{"verification":"x"},{"verification":7}]',
  "an enterprise account": `"enterprise_accounts":[{"id":"a","enterprise_connection":{"id":"c","logo_public_url":"u"},${verification}}]`,
  "repeated keys": '"locale":"a","locale":"b","email_addresses":[{"id":"a"}],"email_addresses":[{"id":"b"}]',
  "escaped keys": '"\\u006cocale":"a","image\\u005furl":"b"',
  "keys of Object.prototype": '"__proto__":{"locale":"x"},"constructor":1,"toString":2,"hasOwnProperty":3',
  "unknown fields": '"other":{"a":[1]},"first_Name":"x"',
};

for (const [description, members] of Object.entries(BODIES)) {
  test(`a user with ${description}`, async (t) => {
    const body = `{"object":"user","id":"user_1"${members && ","}${members}}`;
    const { url } = await httpServer(t, (request) => ({
      body: request.url.includes("/count") ? '{"total_count":1}' : request.url.includes("users?") ? `[${body}]` : body,
    }));
    const options = { secretKey: "sk_test_fake", apiUrl: url };
    const { users } = createClerkClient(options);
    const user = await users.getUser("user_1");
    const expected = JSON.stringify(await wasm.getUser("user_1", options));
    assert.equal(JSON.stringify(user), expected);
    assert.ok(user instanceof User);
    assert.deepEqual(user.raw, JSON.parse(body));
    const { data } = await users.getUserList({ limit: 1 });
    assert.equal(JSON.stringify(data), `[${expected}]`);
    assert.deepEqual(data[0].raw, JSON.parse(body));
  });
}
