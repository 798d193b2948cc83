// Invalid input: rejected in the same way in every runtime, without a request.
import { succeeds, inputError } from "./expected.mjs";

const rejected = (name, call, expect, extraFields) => ({
  name: `rejected: ${name}`,
  respond: ({ success }) => ({ body: success() }),
  call,
  expect,
  requestsPerCall: 0,
  ...extraFields,
});
const invalidId = (text) =>
  rejected(
    `the ID ${JSON.stringify(text)}`,
    (users) => users.updateUserMetadata(text, { publicMetadata: {} }),
    inputError("userId", /^A valid resource ID is required\. userId: ./),
  );
const invalidMetadata = (name, path, value) =>
  rejected(
    name,
    (users) => users.updateUserMetadata("user_1", { publicMetadata: value }),
    inputError(path, new RegExp(`^${path.replace(/[[\].]/g, "\\$&")}: .`)),
  );
const invalidParams = (name, params, path) =>
  rejected(name, (users) => users.updateUserMetadata("user_1", params), inputError(path, /./));
const circular = {};
circular.self = circular;

export const INPUTS = [
  ...["", " ", "user_1/.\t.", "user_1/../user_2", "..", "a\\b", "user_1\n"].map(invalidId),
  invalidMetadata("NaN", "publicMetadata.a", { a: NaN }),
  invalidMetadata("Infinity in a list", "publicMetadata.a[1].b", { a: [0, { b: Infinity }] }),
  invalidMetadata("a Map", "publicMetadata.a", { a: new Map([["b", 1]]) }),
  invalidMetadata("a Set", "publicMetadata.a.b", { a: { b: new Set() } }),
  invalidMetadata("a typed array", "publicMetadata.a", { a: new Uint8Array(1) }),
  invalidMetadata("a function", "publicMetadata.a", { a: () => {} }),
  invalidMetadata("an invalid date", "publicMetadata.a", { a: new Date(NaN) }),
  invalidMetadata("a circular value", "publicMetadata.a.self", { a: circular }),
  invalidParams("a misspelled field", { publicMetdata: {} }, "publicMetdata"),
  invalidParams("no field", {}, "params"),
  invalidParams("no params", undefined, "params"),
  invalidParams("a field that is null", { publicMetadata: null }, "publicMetadata"),
  ...["sk_test_hidden\n", "sk_test_hidden\r\nx-evil: 1", "pk_test_hidden"].map((secretKey) =>
    rejected(
      `the secret key ${JSON.stringify(secretKey)}`,
      (users) => users.getUser("user_1"),
      { error: "ClerkInputError", path: "secretKey" },
      { options: { secretKey } },
    ),
  ),
  {
    name: "a custom fetch",
    options: {
      fetch: async (url, init) =>
        new Response(JSON.stringify({ object: "user", id: `${init.method} ${url.split("/v1/")[1]}` })),
    },
    call: (users) => users.updateUserMetadata("user_1", { publicMetadata: {} }),
    expect: succeeds({ id: "PATCH users/user_1/metadata" }),
    requestsPerCall: 0,
  },
  // These IDs are percent-encoded, so each stays one path segment.
  ...Object.entries({ "user_1#": "user_1%23", "user_1?x=": "user_1%3Fx%3D", user_é: "user_%C3%A9" }).map(
    ([id, encoded]) => ({
      name: `the ID ${id} reaches its own endpoint`,
      respond: ({ path, success }) => ({ body: success(`{"object":"user","id":"${path}"}`) }),
      call: (users) => users.updateUserMetadata(id, { publicMetadata: {} }),
      expect: succeeds({ id: `users/${encoded}/metadata` }),
    }),
  ),
];
