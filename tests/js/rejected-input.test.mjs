// Invalid input is rejected before a request is sent: `fetch` is never called.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { createClerkClient } from "clerk-metadata";
import { rejectsWithInputError } from "./support/errors.mjs";
import { fixture } from "./support/fixtures.mjs";

const operations = ["updateUserMetadata", "replaceUserMetadata"];

/** Makes a call that must be rejected, and returns the error. */
async function assertRejected(expected, call) {
  // Default values would replace `undefined`, which is one of the tested values.
  const { options, operation, id, params } = {
    operation: "updateUserMetadata",
    id: "user_1",
    params: { publicMetadata: {} },
    ...call,
  };
  let calls = 0;
  const fetch = () => {
    calls += 1;
    throw new Error("this must not be called");
  };
  const clerk = createClerkClient({ secretKey: "sk_test_fake", fetch, ...options });
  const error = await rejectsWithInputError(
    operation === "getUser" ? clerk.users.getUser(id) : clerk.users[operation](id, params),
    expected,
  );
  assert.equal(calls, 0);
  return error;
}

const format = (value) => inspect(value, { breakLength: Infinity }).slice(0, 60);

class Plan {
  name = "pro";
}

const EMPTY_PARAMS = [
  undefined,
  null,
  {},
  Object.create(null),
  { publicMetadata: undefined, privateMetadata: undefined },
];
for (const params of EMPTY_PARAMS) {
  test(`parameters without a field: ${format(params)}`, async () => {
    for (const operation of operations) {
      await assertRejected(
        {
          code: "invalid_params",
          path: "params",
          message: /at least one of publicMetadata, privateMetadata and unsafeMetadata/,
        },
        { operation, params },
      );
    }
  });
}

for (const params of [
  "publicMetadata",
  1,
  1n,
  true,
  Symbol("x"),
  () => {},
  [],
  [{ publicMetadata: {} }],
  new Map([["publicMetadata", {}]]),
  new Plan(),
]) {
  test(`parameters that are not a plain object: ${format(params)}`, async () => {
    for (const operation of operations)
      await assertRejected({ code: "invalid_params", path: "params", message: /plain object/ }, { operation, params });
  });
}

const UNKNOWN_FIELDS = {
  publicMetdata: "publicMetadata",
  public_metadata: "publicMetadata",
  PublicMetadata: "publicMetadata",
  privateMetaData: "privateMetadata",
  private: "privateMetadata",
  unsafe_metadata: "unsafeMetadata",
  metadata: undefined,
  plan: undefined,
  "": undefined,
};
for (const [name, suggestion] of Object.entries(UNKNOWN_FIELDS)) {
  test(`an unknown field: ${JSON.stringify(name)}`, async () => {
    const message = suggestion
      ? new RegExp(`Did you mean ${suggestion}\\?`)
      : /Expected publicMetadata, privateMetadata or unsafeMetadata/;
    for (const operation of operations) {
      // The same together with a known field, and with any value.
      for (const value of [{}, undefined, null]) {
        const path = name === "" ? '[""]' : name;
        await assertRejected(
          { code: "invalid_params", path, message },
          { operation, params: { publicMetadata: {}, [name]: value } },
        );
      }
    }
  });
}

const NON_OBJECTS = [
  null,
  "{}",
  "",
  0,
  1,
  NaN,
  1n,
  false,
  true,
  Symbol("x"),
  () => {},
  [],
  [{}],
  new Map(),
  new Set(),
  new Date(0),
  new Plan(),
  new Uint8Array(1),
  new String("x"),
  Promise.resolve({}),
  new WeakMap(),
  /x/,
  new Error("x"),
  new URL("https://example.com"),
];
for (const field of ["publicMetadata", "privateMetadata", "unsafeMetadata"]) {
  test(`${field} is not a plain object`, async () => {
    for (const operation of operations) {
      for (const value of NON_OBJECTS) {
        await assertRejected(
          { code: "invalid_params", path: field, message: /must be a plain object/ },
          { operation, params: { [field]: value } },
        );
      }
    }
  });
}

const NON_STRING_IDS = [
  undefined,
  null,
  0,
  1,
  1n,
  true,
  Symbol("user_1"),
  () => {},
  {},
  ["user_1"],
  new String("user_1"),
  { toString: () => "user_1" },
];
for (const operation of [...operations, "getUser"]) {
  test(`${operation}: an ID that is not a string`, async () => {
    for (const id of NON_STRING_IDS) {
      await assertRejected(
        {
          code: "invalid_user_id",
          path: "userId",
          message: /^A valid resource ID is required\. userId: must be a string/,
        },
        { operation, id },
      );
    }
  });
  test(`${operation}: an ID with a lone surrogate`, async () => {
    for (const id of ["user_\ud83d", "\udc00", "\udc00\ud83d"]) {
      await assertRejected(
        { code: "invalid_user_id", path: "userId", message: /unpaired surrogate/ },
        { operation, id },
      );
    }
  });
}

for (const { id, reason } of fixture("user_ids.json").rejected) {
  test(`the ID ${JSON.stringify(id).slice(0, 40)}`, async () => {
    for (const operation of [...operations, "getUser"]) {
      const error = await assertRejected(
        { code: "invalid_user_id", path: "userId", message: /^A valid resource ID is required\. / },
        { operation, id },
      );
      assert.ok(error.message.includes(reason), error.message);
    }
  });
}

const config = fixture("config.json");

/** No representation of an error may contain the key. */
function assertHidden(error, secret) {
  for (const text of [
    error.message,
    error.stack,
    String(error),
    JSON.stringify(error),
    inspect(error, { depth: 9, showHidden: true }),
    inspect({ ...error }),
  ]) {
    assert.ok(!text.includes(secret), `the key shows in ${text}`);
  }
}

for (const { secretKey, code, reason } of config.secretKeys.rejected) {
  test(`the key ${JSON.stringify(secretKey)}`, async () => {
    for (const operation of [...operations, "getUser"]) {
      const error = await assertRejected({ code, path: "secretKey" }, { operation, options: { secretKey } });
      assert.ok(error.message.includes(reason), error.message);
      if (secretKey?.includes("hid")) assertHidden(error, "hid");
    }
  });
}

test("an error does not contain a key that is not a string", async () => {
  for (const secretKey of [
    ["sk_test_hidden"],
    { sk_test_hidden: 1 },
    new String("sk_test_hidden"),
    () => "sk_test_hidden",
    Symbol("sk_test_hidden"),
    1,
    true,
    1n,
  ]) {
    const error = await assertRejected(
      { code: "invalid_option", path: "secretKey", message: /must be a string/ },
      { options: { secretKey } },
    );
    assertHidden(error, "hidden");
  }
});

test("an error about other input does not contain a valid key", async () => {
  for (const [expected, call] of [
    [{ path: "apiUrl" }, { options: { apiUrl: "http://example.com" } }],
    [{ path: "userId" }, { id: "" }],
    [{ path: "publicMetadata.a" }, { params: { publicMetadata: { a: NaN } } }],
  ]) {
    const options = { secretKey: "sk_test_hidden", ...call.options };
    assertHidden(await assertRejected(expected, { ...call, options }), "hidden");
  }
});

for (const { apiUrl, reason } of config.apiUrls.rejected) {
  test(`apiUrl ${JSON.stringify(apiUrl)}`, async () => {
    const error = await assertRejected({ code: "invalid_option", path: "apiUrl" }, { options: { apiUrl } });
    assert.ok(error.message.includes(reason), error.message);
  });
}
for (const apiVersion of config.apiVersions.rejected) {
  test(`apiVersion ${JSON.stringify(apiVersion)}`, () =>
    assertRejected(
      { code: "invalid_option", path: "apiVersion", message: /only letters and digits/ },
      { options: { apiVersion } },
    ));
}
for (const userAgent of config.userAgents.rejected) {
  test(`userAgent ${JSON.stringify(userAgent)}`, () =>
    assertRejected(
      { code: "invalid_option", path: "userAgent", message: /visible ASCII/ },
      { options: { userAgent } },
    ));
}

test("an option of the wrong type", async () => {
  for (const name of ["apiUrl", "apiVersion", "userAgent"]) {
    for (const value of [1, true, {}, [], () => {}, Symbol("x"), new URL("https://api.clerk.com")]) {
      await assertRejected(
        { code: "invalid_option", path: name, message: /must be a string/ },
        { options: { [name]: value } },
      );
    }
  }
});

test("a fetch that is not a function", async () => {
  for (const fetch of ["fetch", 1, true, {}, [], Symbol("fetch")]) {
    await assertRejected(
      { code: "invalid_option", path: "fetch", message: /must be a function/ },
      { options: { fetch } },
    );
  }
});

test("without options the key is missing", async () => {
  const expected = {
    code: "missing_secret_key",
    path: "secretKey",
    message: /^Missing Clerk Secret Key\. Go to https:\/\/dashboard\.clerk\.com/,
  };
  for (const options of [[], [{}], [undefined], [null], [{ secretKey: undefined }], [{ secretKey: null }]]) {
    await rejectsWithInputError(createClerkClient(...options).users.getUser("user_1"), expected);
  }
});
