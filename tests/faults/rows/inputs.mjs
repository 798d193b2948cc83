// Input that cannot be sent: refused in the same way everywhere, and the server hears nothing.
import { found, input } from "./expected.mjs";

const refused = (name, call, expect, more) => ({
  name: `refused: ${name}`,
  answer: ({ good }) => ({ body: good() }),
  call,
  expect,
  requests: 0,
  ...more,
});
const id = (text) =>
  refused(
    `the id ${JSON.stringify(text)}`,
    (users) => users.updateUserMetadata(text, { publicMetadata: {} }),
    input("userId", /^A valid resource ID is required\. userId: ./),
  );
const metadata = (name, path, value) =>
  refused(
    name,
    (users) => users.updateUserMetadata("user_1", { publicMetadata: value }),
    input(path, new RegExp(`^${path.replace(/[[\].]/g, "\\$&")}: .`)),
  );
const params = (name, given, path) =>
  refused(name, (users) => users.updateUserMetadata("user_1", given), input(path, /./));
const circle = {};
circle.self = circle;

export const INPUTS = [
  ...["", " ", "user_1/.\t.", "user_1/../user_2", "..", "a\\b", "user_1\n"].map(id),
  metadata("NaN", "publicMetadata.a", { a: NaN }),
  metadata("Infinity in a list", "publicMetadata.a[1].b", { a: [0, { b: Infinity }] }),
  metadata("a Map", "publicMetadata.a", { a: new Map([["b", 1]]) }),
  metadata("a Set", "publicMetadata.a.b", { a: { b: new Set() } }),
  metadata("a typed array", "publicMetadata.a", { a: new Uint8Array(1) }),
  metadata("a function", "publicMetadata.a", { a: () => {} }),
  metadata("an invalid date", "publicMetadata.a", { a: new Date(NaN) }),
  metadata("what contains itself", "publicMetadata.a.self", { a: circle }),
  params("a misspelt field", { publicMetdata: {} }, "publicMetdata"),
  params("no field", {}, "params"),
  params("no params", undefined, "params"),
  params("a field that is null", { publicMetadata: null }, "publicMetadata"),
  ...["sk_test_hidden\n", "sk_test_hidden\r\nx-evil: 1", "pk_test_hidden"].map((secretKey) =>
    refused(
      `the secret key ${JSON.stringify(secretKey)}`,
      (users) => users.getUser("user_1"),
      { error: "ClerkInputError", path: "secretKey" },
      { options: { secretKey } },
    ),
  ),
  {
    name: "a fetch of one's own",
    options: {
      fetch: async (url, init) =>
        new Response(JSON.stringify({ object: "user", id: `${init.method} ${url.split("/v1/")[1]}` })),
    },
    call: (users) => users.updateUserMetadata("user_1", { publicMetadata: {} }),
    expect: found({ id: "PATCH users/user_1/metadata" }),
    requests: 0,
  },
  // These are encoded, and so stay one segment of the path.
  ...Object.entries({ "user_1#": "user_1%23", "user_1?x=": "user_1%3Fx%3D", user_é: "user_%C3%A9" }).map(
    ([id, encoded]) => ({
      name: `the id ${id} reaches its own endpoint`,
      answer: ({ path, good }) => ({ body: good(`{"object":"user","id":"${path}"}`) }),
      call: (users) => users.updateUserMetadata(id, { publicMetadata: {} }),
      expect: found({ id: `users/${encoded}/metadata` }),
    }),
  ),
];
