// Responses of 10 MB, compressed to a few KB, that could take a hundred times as much memory: each in a
// separate process, which must not need more than 100 MB for the whole call.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { httpServer } from "./support/server.mjs";

const PROGRAM = fileURLToPath(new URL("memory/call.mjs", import.meta.url));
const LIMIT = 10 * 1024 * 1024;
const MAX_INCREASE = 100 * 1000 * 1000;

/** `start`, as many parts as fit into 10 MB, and `end`; `part` is a string or a function of the index. */
function fillWith(start, part, end) {
  const parts = [];
  let size = start.length + end.length;
  for (let index = 0; ; index += 1) {
    const text = typeof part === "string" ? part : part(index);
    size += Buffer.byteLength(text) + 1;
    if (size > LIMIT) return start + parts.join() + end;
    parts.push(text);
  }
}
function nested(start, open, close, end) {
  const levels = Math.floor((LIMIT - start.length - end.length - 1) / (open.length + close.length));
  return `${start}${open.repeat(levels)}1${close.repeat(levels)}${end}`;
}
const longText = (start, repeated, end) =>
  start + repeated.repeat(Math.floor((LIMIT - start.length - end.length) / Buffer.byteLength(repeated))) + end;

const USER_START = '{"object":"user","id":"u"';
const USER = `${USER_START}}`;
const list = (field, part, end = "]}") => fillWith(`${USER_START},"${field}":[`, part, end);
const metadata = (start, part, end) => fillWith(`${USER_START},"public_metadata":${start}`, part, end);
const shortKey = (index) => index.toString(36);

/** Success responses that cause `unexpected_response`. */
const TOO_LARGE = {
  "external accounts": list("external_accounts", "{}"),
  "external accounts with a verification": list("external_accounts", '{"verification":{}}'),
  "enterprise accounts": list("enterprise_accounts", '{"enterprise_connection":{},"verification":{}}'),
  "email addresses": list("email_addresses", "{}"),
  "web3 wallets": list("web3_wallets", "{}"),
  "links of a phone number": fillWith(`${USER_START},"phone_numbers":[{"linked_to":[`, "{}", "]}]}"),
  "phone numbers with links": list("phone_numbers", '{"verification":{},"linked_to":[{},{}]}'),
  "a list that is repeated many times": fillWith(`${USER_START},`, '"email_addresses":[{},{}]', "}"),
  "empty objects in metadata": metadata('{"a":[', "{}", "]}}"),
  "empty arrays in metadata": metadata('{"a":[', "[]", "]}}"),
  "whole numbers in metadata": metadata('{"a":[', "1", "]}}"),
  "fractions in metadata": metadata('{"a":[', "1.5", "]}}"),
  "strings in metadata": metadata('{"a":[', (index) => `"${shortKey(index)}"`, "]}}"),
  "keys in metadata": metadata("{", (index) => `"${shortKey(index)}":1`, "}}"),
  "numbers as keys in metadata": metadata("{", (index) => `"${index * 1000}":1`, "}}"),
  "objects of one key each in metadata": metadata('{"a":[', (index) => `{"${shortKey(index)}":1}`, "]}}"),
  "nested arrays in metadata": nested(`${USER_START},"public_metadata":{"a":`, "[", "]", "}}"),
  "nested objects in metadata": nested(`${USER_START},"public_metadata":`, '{"a":', "}", "}"),
  "metadata of an account": fillWith(`${USER_START},"external_accounts":[{"public_metadata":{"a":[`, "{}", "]}}]}"),
  "an unknown field": list("other", "{}"),
  "nested arrays in an unknown field": nested(`${USER_START},"other":`, "[", "]", "}"),
  "a name": longText(`${USER_START},"first_name":"`, "x", '"}'),
  "a name with characters beyond Latin-1": longText(`${USER_START},"first_name":"`, "€", '"}'),
  "a name of escapes": longText(`${USER_START},"first_name":"`, "\\u0001", '"}'),
  "an ID that is returned in two fields": longText(
    `${USER_START},"external_accounts":[{"provider_user_id":"`,
    "x",
    '"}]}',
  ),
};
const TOO_LARGE_LISTS = {
  users: fillWith("[", USER, "]"),
  "empty objects": fillWith("[", "{}", "]"),
  "users with accounts": fillWith("[", `${USER_START},"external_accounts":[{},{}]}`, "]"),
  "one user with email addresses among many": fillWith(
    `[${USER},${USER_START},"email_addresses":[`,
    "{}",
    `]},${USER}]`,
  ),
  arrays: fillWith("[", "[]", "]"),
  "users with empty objects in metadata": fillWith(
    "[",
    `${USER_START},"public_metadata":{"a":[${Array(2000).fill("{}")}]}}`,
    "]",
  ),
  "users with nested arrays of 250 KB in metadata": fillWith(
    "[",
    `${USER_START},"public_metadata":{"a":${"[".repeat(125e3)}${"]".repeat(125e3)}}}`,
    "]",
  ),
  "arrays that do not end": "[".repeat(LIMIT),
};
const UNEXPECTED_BODIES = {
  "white space": " ".repeat(LIMIT),
  "arrays that do not end": "[".repeat(LIMIT),
  numbers: fillWith("[", "1", "]"),
  "a string": longText('"', "x", '"'),
  "a truncated user": fillWith(`${USER_START},"external_accounts":[`, '{"id":"x"', ""),
};
const item = '{"code":"form_param_unknown","message":"m"}';
/** Bodies of a 422, and the number of errors that are read. */
const ERRORS = {
  "empty errors": [fillWith('{"errors":[', "{}", "]}"), 100],
  errors: [fillWith('{"errors":[', item, "]}"), 100],
  "an error and one with keys in its meta": [
    fillWith(`{"errors":[${item},{"code":"a","message":"b","meta":{`, (index) => `"${shortKey(index)}":1`, "}}]}"),
    1,
  ],
  "an error and one with nested arrays in its meta": [
    nested(`{"errors":[${item},{"code":"a","message":"b","meta":{"a":`, "[", "]", "}}]}"),
    1,
  ],
  "an error and one with a long key": [
    longText(`{"errors":[${item},{"code":"a","message":"b","meta":{"`, "\\u0001", '":1}}]}'),
    1,
  ],
  "an error and one with a long message": [longText(`{"errors":[${item},{"code":"a","message":"`, "x", '"}]}'), 1],
  "an error and one with a long message beyond Latin-1": [
    longText(`{"errors":[${item},{"code":"a","message":"`, "€", '"}]}'),
    1,
  ],
  "an error and one with nested arrays of 600 KB in its meta": [
    `{"errors":[${item},{"message":"b","meta":{"a":${"[".repeat(3e5)}${"]".repeat(3e5)}}}],"other":"${"x".repeat(LIMIT - 700_000)}"}`,
    1,
  ],
  "an error with nested arrays of 200 KB in its meta": [
    `{"errors":[{"message":"m","meta":{"a":${"[".repeat(1e5)}${"]".repeat(1e5)}}}],"other":"${"x".repeat(LIMIT - 700_000)}"}`,
    1,
  ],
  "an error with 600 KB of keys in its meta": [
    `{"errors":[{"message":"m","meta":{${Array.from({ length: 60_000 }, (_, index) => `"${shortKey(index)}":1`)}}}],"other":"${"x".repeat(LIMIT - 700_000)}"}`,
    1,
  ],
  "a trace ID": [longText(`{"errors":[${item}],"clerk_trace_id":"`, "x", '"}'), 1],
  "repeated lists of errors": [fillWith("{", `"errors":[${item}]`, "}"), 1],
  "nested arrays": [nested('{"errors":', "[", "]", "}"), 0],
};

/** The outcome of the second call of a process. The first response is `first` and the second one is `body`. */
async function outcome(t, { method, status = 200, first: firstBody = USER, body }) {
  const compressed = gzipSync(body, { level: 1 });
  let calls = 0;
  const { url } = await httpServer(t, (request) => {
    if (request.url.includes("/users/count")) return { body: '{"total_count":1}' };
    calls += 1;
    return calls === 1
      ? { body: firstBody }
      : {
          status,
          headers: { "content-type": "application/json", "content-encoding": "gzip", "cf-ray": "ray" },
          body: compressed,
        };
  });
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", PROGRAM, url, method], {
    maxBuffer: 1024 * 1024,
  });
  const result = JSON.parse(stdout);
  assert.equal(calls, 2);
  assert.ok(result.increase < MAX_INCREASE, `the resident memory rose by ${Math.round(result.increase / 1e6)} MB`);
  return result;
}

const UNEXPECTED = { name: "ClerkConnectionError", code: "unexpected_response", status: 200, hasCause: false };
const TOO_MUCH =
  "The Backend API responded with status 200: the body contains more values than 500 users have. Check apiUrl, or set a smaller limit.";
const PATCH = "(PATCH /v1/users/user_1/metadata)";
const errorOf = ({ name, code, status, hasCause }) => ({ name, code, status, hasCause });

// Two tests run in parallel, because each measures a separate process.
describe("10 MB", { concurrency: 2 }, () => {
  for (const [description, body] of Object.entries(TOO_LARGE)) {
    test(`a user with 10 MB of ${description}`, async (t) => {
      const result = await outcome(t, { method: "getUser", body });
      assert.deepEqual(errorOf(result), UNEXPECTED);
      assert.equal(result.message, `${TOO_MUCH} (GET /v1/users/user_1)`);
    });
  }

  for (const [description, body] of Object.entries(TOO_LARGE_LISTS)) {
    test(`a list of 10 MB: ${description}`, async (t) => {
      const result = await outcome(t, { method: "getUserList", first: "[]", body });
      assert.deepEqual(errorOf(result), UNEXPECTED);
      assert.equal(result.message, `${TOO_MUCH} (GET /v1/users)`);
    });
  }

  for (const [description, body] of Object.entries(UNEXPECTED_BODIES)) {
    for (const [method, firstBody] of [
      ["updateUserMetadata", USER],
      ["getUserList", "[]"],
    ]) {
      test(`${method} and 10 MB of an unexpected body: ${description}`, async (t) => {
        assert.deepEqual(errorOf(await outcome(t, { method, first: firstBody, body })), UNEXPECTED);
      });
    }
  }

  for (const [description, [body, count]] of Object.entries(ERRORS)) {
    test(`a 422 of 10 MB: ${description}`, async (t) => {
      const result = await outcome(t, { method: "updateUserMetadata", status: 422, body });
      assert.deepEqual(errorOf(result), {
        name: "ClerkAPIResponseError",
        code: "api_response_error",
        status: 422,
        hasCause: false,
      });
      assert.equal(result.errors, count);
      assert.equal(
        result.message,
        count > 0 && body.includes('"message":"m"')
          ? `m ${PATCH}`
          : `The Backend API responded with status 422 and no error details. ${PATCH}`,
      );
    });
  }

  test("a user with 10 MB of text in an unknown field is read", async (t) => {
    const result = await outcome(t, { method: "getUser", body: longText(`${USER_START},"other":"`, "x", '"}') });
    assert.equal(result.result, "u");
  });
});
