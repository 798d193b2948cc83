// The documented cURL command, with only the host, the key and the ID changed.
import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { KEY, serve } from "./support/backend.mjs";

const isMissing = spawnSync("curl", ["--version"]).error !== undefined;
// Under CI a missing curl is a failure.
const skip = isMissing && !process.env.CI && "curl is not installed";

const curl = (...args) =>
  promisify(execFile)("curl", ["--silent", "--show-error", "--write-out", "\n%{http_code} %{content_type}", ...args]);

const JSON_TYPE = ["-H", "Content-type: application/json"];
const AUTHORIZATION = ["-H", `Authorization: Bearer ${KEY}`];

/** The output of curl: the body as JSON, the status and the content type. */
async function runCurl(...args) {
  const { stdout } = await curl(...args);
  const lastNewline = stdout.lastIndexOf("\n");
  const [status, type] = stdout.slice(lastNewline + 1).split(" ");
  return { json: JSON.parse(stdout.slice(0, lastNewline)), status: Number(status), type };
}

test("the documented command merges metadata", { skip }, async (t) => {
  const { users, url } = await serve(t);
  const { id } = users.create({
    publicMetadata: { birthday: "1990-01-01", plan: { name: "free", seats: 1 } },
    unsafeMetadata: { a: 1 },
  });
  const response = await runCurl(
    "-XPATCH",
    ...AUTHORIZATION,
    ...JSON_TYPE,
    "-d",
    `{
      "public_metadata": {
        "plan": { "name": "pro" },
        "birthday": null
      },
      "private_metadata": {
        "stripeId": "cus_1"
      },
      "unsafe_metadata": {}
    }`,
    `${url}/v1/users/${id}/metadata`,
  );
  assert.deepEqual([response.status, response.type], [200, "application/json"]);
  assert.deepEqual(response.json, users.get(id));
  const { public_metadata, private_metadata, unsafe_metadata } = response.json;
  assert.deepEqual(
    [public_metadata, private_metadata, unsafe_metadata],
    [{ plan: { name: "pro", seats: 1 } }, { stripeId: "cus_1" }, { a: 1 }],
  );
});

test("the command with PUT replaces metadata", { skip }, async (t) => {
  const { users, url } = await serve(t);
  const { id } = users.create({ publicMetadata: { a: 1, b: 2 }, privateMetadata: { c: 3 } });
  const response = await runCurl(
    "-XPUT",
    ...AUTHORIZATION,
    ...JSON_TYPE,
    "-d",
    '{"public_metadata":{"d":4}}',
    `${url}/v1/users/${id}/metadata`,
  );
  assert.deepEqual(
    [response.status, response.json.public_metadata, response.json.private_metadata],
    [200, { d: 4 }, { c: 3 }],
  );
});

test("errors have their status and message", { skip }, async (t) => {
  const { users, url } = await serve(t);
  const { id } = users.create({});
  const body = ["-d", '{"public_metadata":{"a":1}}'];
  for (const [status, code, path, ...args] of [
    [401, "authorization_header_format_invalid", id, ...JSON_TYPE, ...body],
    [401, "authorization_header_format_invalid", id, "-H", `Authorization: ${KEY}`, ...JSON_TYPE, ...body],
    [401, "clerk_key_invalid", id, "-H", "Authorization: Bearer sk_test_other", ...JSON_TYPE, ...body],
    [404, "resource_not_found", "user_nobody", ...AUTHORIZATION, ...JSON_TYPE, ...body],
    // Without the header curl sends application/x-www-form-urlencoded.
    [415, "unsupported_content_type", id, ...AUTHORIZATION, ...body],
    [400, "request_body_invalid", id, ...AUTHORIZATION, ...JSON_TYPE, "-d", "public_metadata=1"],
    [422, "form_param_value_invalid", id, ...AUTHORIZATION, ...JSON_TYPE, "-d", '{"public_metadata":"x"}'],
  ]) {
    const response = await runCurl("-XPATCH", ...args, `${url}/v1/users/${path}/metadata`);
    assert.deepEqual([response.status, response.json.errors[0].code], [status, code]);
  }
  assert.deepEqual(users.get(id).public_metadata, {});
});

test("a large body, for which curl sends Expect: 100-continue", { skip }, async (t) => {
  const { users, url } = await serve(t);
  const { id } = users.create({});
  const text = "x".repeat(8000);
  const body = JSON.stringify({ public_metadata: { text }, private_metadata: { text } });
  const response = await runCurl(
    "-XPATCH",
    ...AUTHORIZATION,
    ...JSON_TYPE,
    "-H",
    "Expect: 100-continue",
    "-d",
    body,
    `${url}/v1/users/${id}/metadata`,
  );
  assert.deepEqual([response.status, response.json.private_metadata.text.length], [200, 8000]);
});
