// Successes whose body is not what was asked for, or is it in an odd form.
import { found, LISTS, unexpected, USERS } from "./expected.mjs";

const NOT_JSON = /the body is not JSON\. Is apiUrl the Backend API\?$/;
const OTHER_JSON = /the body is JSON but (holds no user|no list of users|no count)\. Is apiUrl the Backend API\?$/;
const bytes = (...parts) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...new TextEncoder().encode(part)] : part)));
const utf16 = (text) =>
  Uint8Array.from([...text].flatMap((char) => [char.charCodeAt(0) & 255, char.charCodeAt(0) >> 8]));

const body = (name, make, expect, more) => ({
  name: `200: ${name}`,
  answer: ({ good }) => ({ body: make(good) }),
  expect,
  ...more,
});
const withoutUser = (name, text) => body(name, () => text, unexpected(200, OTHER_JSON));
const notJson = (name, make) => body(name, make, unexpected(200, NOT_JSON));

export const BODIES = [
  notJson("an empty body", () => ""),
  notJson("white space", () => " \r\n\t"),
  notJson("a page", () => "<!doctype html><title>Sign in</title>"),
  notJson("JSON that breaks off", (good) => good().slice(0, -1)),
  notJson("two values", (good) => `${good()}${good()}`),
  notJson("a comma too many", () => '{"object":"user","id":"user_1",}'),
  notJson("single quotes", () => "{'object':'user'}"),
  notJson("a comment", (good) => `/* */${good()}`),
  notJson("NaN", () => '{"object":"user","id":"user_1","created_at":NaN}'),
  notJson("a raw line break in a string", () => '{"object":"user","id":"user\n1"}'),
  notJson("a NUL after the value", (good) => `${good()}\0`),
  notJson("UTF-16", (good) => utf16(good())),
  notJson("UTF-16 with its mark", (good) => bytes([0xff, 0xfe], [...utf16(good())])),
  notJson("a prefix against hijacking", (good) => `)]}',\n${good()}`),
  withoutUser("null", "null"),
  withoutUser("a string", '"user_1"'),
  withoutUser("a number", "1e3"),
  withoutUser("false", "false"),
  withoutUser("an object of another kind", '{"object":"organization","id":"org_1"}'),
  withoutUser("errors", '{"errors":[{"code":"a"}]}'),
  withoutUser("an array of arrays", "[[]]"),
  withoutUser("an array of null", "[null]"),
  body("an id that is no string", (good) => good('{"object":"user","id":7}'), unexpected(200, OTHER_JSON), {
    calls: [...USERS, ...LISTS],
  }),
  body("no id", (good) => good('{"object":"user"}'), unexpected(200, OTHER_JSON), { calls: [...USERS, ...LISTS] }),
  body("an object that is no user", (good) => good('{"object":["user"],"id":"user_1"}'), unexpected(200, OTHER_JSON), {
    calls: [...USERS, ...LISTS],
  }),
  body("an array for a user", () => "[]", unexpected(200, OTHER_JSON), { calls: USERS }),
  ...["-1", "1.5", "1e3", '"1"', "null", "[1]"].map((count) =>
    body(`a count of ${count}`, () => `{"object":"total_count","total_count":${count}}`, unexpected(200, OTHER_JSON), {
      calls: ["getCount"],
    }),
  ),
  body("a byte order mark", (good) => bytes([0xef, 0xbb, 0xbf], good()), found()),
  body("white space around", (good) => ` \r\n\t${good()} \r\n\t`, found()),
  body(
    "invalid UTF-8 in a string",
    (good) => {
      const [start, end] = good('{"object":"user","id":"user_1","first_name":"a\0b"}').split("\0");
      return end === undefined ? start : bytes(start, [0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80], end);
    },
    found({ firstName: "a\ufffd\ufffd(\ufffd\ufffd\ufffdb" }),
    { calls: [...USERS, ...LISTS] },
  ),
  body(
    "UTF-8 of four bytes",
    (good) => good('{"object":"user","id":"user_1","first_name":"é€💶"}'),
    found({ firstName: "é€💶" }),
  ),
  ...[
    [201, "201"],
    [202, "202"],
    [203, "203"],
    [206, "206"],
    [299, "299"],
  ].map(([status, name]) => ({
    name: `${name} with what was asked for`,
    answer: ({ good }) => ({ status, body: good() }),
    expect: { ...found(), status },
  })),
  { name: "204", answer: () => ({ status: 204, headers: {}, length: null }), expect: unexpected(204, NOT_JSON) },
  { name: "205", answer: () => ({ status: 205, headers: {} }), expect: unexpected(205, NOT_JSON) },
  {
    name: "200 with cf-ray and a page",
    answer: () => ({ headers: { "cf-ray": "ray_1" }, body: "<html>" }),
    expect: unexpected(200, NOT_JSON, { clerkTraceId: "ray_1" }),
  },
];
