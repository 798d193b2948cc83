// Responses of status 2xx whose body is invalid, belongs to another resource, or is valid in an unusual form.
import { succeeds, LISTS, unexpectedResponse, USERS } from "./expected.mjs";

const NOT_JSON = /the body is not JSON\. Check apiUrl\.$/;
const WRONG_JSON = /the body is not a (user|list of users|count)\. Check apiUrl\.$/;
const bytes = (...parts) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...new TextEncoder().encode(part)] : part)));
const utf16 = (text) =>
  Uint8Array.from([...text].flatMap((char) => [char.charCodeAt(0) & 255, char.charCodeAt(0) >> 8]));

const row = (name, createBody, expect, extraFields) => ({
  name: `200: ${name}`,
  respond: ({ success }) => ({ body: createBody(success) }),
  expect,
  ...extraFields,
});
const wrongJson = (name, text) => row(name, () => text, unexpectedResponse(200, WRONG_JSON));
const notJson = (name, createBody) => row(name, createBody, unexpectedResponse(200, NOT_JSON));

export const BODIES = [
  notJson("an empty body", () => ""),
  notJson("whitespace", () => " \r\n\t"),
  notJson("an HTML page", () => "<!doctype html><title>Sign in</title>"),
  notJson("truncated JSON", (success) => success().slice(0, -1)),
  notJson("two JSON values", (success) => `${success()}${success()}`),
  notJson("a trailing comma", () => '{"object":"user","id":"user_1",}'),
  notJson("single quotes", () => "{'object':'user'}"),
  notJson("a comment", (success) => `/* */${success()}`),
  notJson("NaN", () => '{"object":"user","id":"user_1","created_at":NaN}'),
  notJson("an unescaped line break in a string", () => '{"object":"user","id":"user\n1"}'),
  notJson("a NUL after the value", (success) => `${success()}\0`),
  notJson("UTF-16", (success) => utf16(success())),
  notJson("UTF-16 with a byte order mark", (success) => bytes([0xff, 0xfe], [...utf16(success())])),
  notJson("a prefix against JSON hijacking", (success) => `)]}',\n${success()}`),
  wrongJson("null", "null"),
  wrongJson("a string", '"user_1"'),
  wrongJson("a number", "1e3"),
  wrongJson("false", "false"),
  wrongJson("an object of another type", '{"object":"organization","id":"org_1"}'),
  wrongJson("an error body", '{"errors":[{"code":"a"}]}'),
  wrongJson("an array of arrays", "[[]]"),
  wrongJson("an array of null", "[null]"),
  row(
    "an ID that is not a string",
    (success) => success('{"object":"user","id":7}'),
    unexpectedResponse(200, WRONG_JSON),
    {
      calls: [...USERS, ...LISTS],
    },
  ),
  row("no ID", (success) => success('{"object":"user"}'), unexpectedResponse(200, WRONG_JSON), {
    calls: [...USERS, ...LISTS],
  }),
  row(
    "an `object` field that is not a string",
    (success) => success('{"object":["user"],"id":"user_1"}'),
    unexpectedResponse(200, WRONG_JSON),
    {
      calls: [...USERS, ...LISTS],
    },
  ),
  row("an array instead of a user", () => "[]", unexpectedResponse(200, WRONG_JSON), { calls: USERS }),
  ...["-1", "1.5", "1e3", '"1"', "null", "[1]"].map((count) =>
    row(
      `a count of ${count}`,
      () => `{"object":"total_count","total_count":${count}}`,
      unexpectedResponse(200, WRONG_JSON),
      {
        calls: ["getCount"],
      },
    ),
  ),
  row("a byte order mark", (success) => bytes([0xef, 0xbb, 0xbf], success()), succeeds()),
  row("whitespace before and after the JSON", (success) => ` \r\n\t${success()} \r\n\t`, succeeds()),
  row(
    "invalid UTF-8 in a string",
    (success) => {
      const [start, end] = success('{"object":"user","id":"user_1","first_name":"a\0b"}').split("\0");
      return end === undefined ? start : bytes(start, [0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80], end);
    },
    succeeds({ firstName: "a\ufffd\ufffd(\ufffd\ufffd\ufffdb" }),
    { calls: [...USERS, ...LISTS] },
  ),
  row(
    "UTF-8 sequences of two to four bytes",
    (success) => success('{"object":"user","id":"user_1","first_name":"é€💶"}'),
    succeeds({ firstName: "é€💶" }),
  ),
  ...[
    [201, "201"],
    [202, "202"],
    [203, "203"],
    [206, "206"],
    [299, "299"],
  ].map(([status, name]) => ({
    name: `${name} with the expected body`,
    respond: ({ success }) => ({ status, body: success() }),
    expect: { ...succeeds(), status },
  })),
  {
    name: "204",
    respond: () => ({ status: 204, headers: {}, contentLength: null }),
    expect: unexpectedResponse(204, NOT_JSON),
  },
  { name: "205", respond: () => ({ status: 205, headers: {} }), expect: unexpectedResponse(205, NOT_JSON) },
  {
    name: "200 with cf-ray and an HTML page",
    respond: () => ({ headers: { "cf-ray": "ray_1" }, body: "<html>" }),
    expect: unexpectedResponse(200, NOT_JSON, { clerkTraceId: "ray_1" }),
  },
];
