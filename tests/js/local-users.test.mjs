// The users of the local Backend API: the option `users`, and the methods of `backend.users`.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { isClerkInputError } from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";
import { serve } from "./support/backend.mjs";
import { folder } from "./support/folder.mjs";

test("users: created when the backend starts, with the given IDs, times and metadata", async (t) => {
  const users = [
    {
      id: "user_ada",
      firstName: "Ada",
      emailAddress: ["ada@example.com"],
      publicMetadata: { snake_case: 1, camelCase: 2 },
      createdAt: 1000,
      updatedAt: 2000,
      lastSignInAt: 3000,
      lastActiveAt: 4000,
    },
    { id: "user_bob", username: "bob" },
  ];
  const { clerk, backend } = await serve(t, { users });
  const ada = await clerk.users.getUser("user_ada");
  assert.deepEqual(
    [ada.firstName, ada.createdAt, ada.updatedAt, ada.lastSignInAt, ada.lastActiveAt],
    ["Ada", 1000, 2000, 3000, 4000],
  );
  assert.equal(ada.primaryEmailAddress.emailAddress, "ada@example.com");
  assert.deepEqual(ada.publicMetadata, { snake_case: 1, camelCase: 2 });
  assert.deepEqual(
    backend.users.list().map(({ id }) => id),
    ["user_ada", "user_bob"],
  );
});

test("users: an invalid user makes the start fail", async () => {
  await assert.rejects(createLocalBackend({ users: [{ id: "user_1" }, { id: "user_1" }] }), (error) => {
    assert.ok(error instanceof Error);
    assert.equal(error.status, 422);
    assert.equal(error.errors[0].code, "form_identifier_exists");
    assert.equal(error.message, "That id is taken. Please try another.");
    return true;
  });
});

test("metadata under the names that users.get returns is validated like metadata under the other names", async () => {
  const backend = await createLocalBackend();
  const errorOf = async (action) => {
    let thrown;
    await assert.rejects(
      async () => action(),
      (error) => {
        thrown = error;
        return true;
      },
    );
    return [thrown.name, thrown.code, thrown.path, thrown.message];
  };
  const cycle = {};
  cycle.cycle = cycle;
  const values = [
    { plan: { seats: NaN } },
    { at: new Date(NaN) },
    { list: [undefined] },
    { map: new Map() },
    { big: 1n },
    cycle,
    null,
    [],
    "x",
    new Map(),
    { toJSON: () => null },
    JSON.parse(`${'{"a":'.repeat(101)}1${"}".repeat(101)}`),
  ];
  for (const kind of ["public", "private", "unsafe"]) {
    for (const value of values) {
      const [camel, snake] = [`${kind}Metadata`, `${kind}_metadata`];
      const expected = (await errorOf(() => backend.users.create({ [camel]: value }))).map((text) =>
        text.replaceAll(camel, snake),
      );
      assert.equal(expected[0], "ClerkInputError");
      assert.ok(expected[2].startsWith(snake), expected[2]);
      assert.deepEqual(await errorOf(() => backend.users.create({ [snake]: value })), expected);
      assert.deepEqual(await errorOf(() => createLocalBackend({ users: [{ [snake]: value }] })), expected);
    }
  }
  assert.equal(backend.users.count(), 0);
  assert.deepEqual(
    backend.users.create({ public_metadata: { at: new Date(0), none: undefined }, private_metadata: undefined })
      .public_metadata,
    { at: "1970-01-01T00:00:00.000Z" },
  );
});

test("passing one field under two names is an error", async () => {
  const backend = await createLocalBackend();
  for (const [first, second, value] of [
    ["publicMetadata", "public_metadata", {}],
    ["unsafe_metadata", "unsafeMetadata", {}],
    ["firstName", "first_name", "Ada"],
    ["emailAddress", "email_address", ["ada@example.com"]],
  ]) {
    assert.throws(
      () => backend.users.create({ [first]: value, [second]: value }),
      (error) => {
        assert.ok(isClerkInputError(error));
        assert.deepEqual(
          [error.code, error.path, error.message],
          ["invalid_params", second, `${first} and ${second} are the same field. Pass only one of them.`],
        );
        return true;
      },
    );
    assert.equal(backend.users.create({ [first]: undefined, [second]: value }).object, "user");
    backend.users.clear();
  }
});

test("users.create, get, list, count, delete, clear", async () => {
  const { users, close } = await createLocalBackend();
  assert.deepEqual([users.count(), users.list(), users.get("user_1")], [0, [], undefined]);
  const ada = users.create({
    firstName: "Ada",
    externalId: "ext-1",
    web3Wallet: [`0x${"0".repeat(40)}`],
    publicMetadata: { a: null },
  });
  assert.match(ada.id, /^user_[0-9A-Za-z]{27}$/);
  assert.deepEqual([ada.object, ada.first_name, ada.external_id, ada.web3_wallets.length], ["user", "Ada", "ext-1", 1]);
  assert.deepEqual(ada.public_metadata, { a: null });
  const bob = users.create();
  assert.notEqual(bob.id, ada.id);
  assert.deepEqual(users.get(ada.id), ada);
  assert.deepEqual(users.list(), [ada, bob]);
  assert.equal(users.count(), 2);
  assert.equal(users.delete(bob.id), true);
  assert.equal(users.delete(bob.id), false);
  assert.deepEqual(users.list(), [ada]);
  users.clear();
  assert.deepEqual([users.count(), users.list()], [0, []]);
  await close();
});

test("lone surrogates are returned unchanged: the client, HTTP, the data file, a restart", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const metadata = { "\ud83d": ["x\udc00y", { "\udfff": "\ud800\ud83d\ude42" }], "\ufffd": "\uffff" };
  const first = await serve(t, { file, users: [{ id: "user_1", publicMetadata: metadata }] });
  await first.clerk.users.updateUserMetadata("user_1", { privateMetadata: metadata });
  await first.clerk.users.updateUserMetadata("user_1", {
    publicMetadata: { "\ud83d": "\udfff", "\ud83e": 1 },
    privateMetadata: { "\ud83e": null },
  });
  const user = await first.clerk.users.replaceUserMetadata("user_1", { unsafeMetadata: metadata });
  const expected = {
    public_metadata: { ...metadata, "\ud83d": "\udfff", "\ud83e": 1 },
    private_metadata: metadata,
    unsafe_metadata: metadata,
  };
  const metadataOf = ({ public_metadata, private_metadata, unsafe_metadata }) =>
    JSON.stringify({ public_metadata, private_metadata, unsafe_metadata });
  assert.equal(metadataOf(user.raw), JSON.stringify(expected));
  assert.deepEqual(user.unsafeMetadata, metadata);
  await first.close();
  const second = await serve(t, { file });
  assert.equal(metadataOf(second.users.get("user_1")), JSON.stringify(expected));
  assert.equal(metadataOf((await second.clerk.users.getUser("user_1")).raw), JSON.stringify(expected));
});

test("users.create rejects what the Backend API rejects, with an Error", async () => {
  const { users, close } = await createLocalBackend({ users: [{ username: "ada" }] });
  for (const [input, code, param_name] of [
    [{ username: "Ada" }, "form_identifier_exists", "username"],
    [{ fristName: "Ada" }, "form_param_unknown", "frist_name"],
    [{ firstName: 1 }, "form_param_type_invalid", "first_name"],
    [{ publicMetadata: { a: "x".repeat(9000) } }, "form_param_exceeds_allowed_size", "public_metadata"],
    [{ id: "count" }, "form_param_format_invalid", "id"],
    [{ id: "a/b" }, "form_param_format_invalid", "id"],
    [{ emailAddress: ["no address"] }, "form_param_format_invalid", "email_address"],
    [{ createdAt: "yesterday" }, "form_param_invalid_time", "created_at"],
  ]) {
    assert.throws(
      () => users.create(input),
      (error) => {
        assert.ok(error instanceof Error);
        assert.equal(error.status, 422);
        assert.equal(error.errors[0].code, code);
        assert.equal(error.errors[0].meta.param_name, param_name);
        assert.equal(error.message, error.errors[0].long_message);
        return true;
      },
    );
  }
  assert.equal(users.count(), 1);
  await close();
});

test("users.list returns all users, over many pages, oldest first", async () => {
  const { users, close } = await createLocalBackend();
  assert.equal(users.seed(1234), 1234);
  const all = users.list();
  assert.equal(all.length, 1234);
  assert.equal(new Set(all.map(({ id }) => id)).size, 1234);
  await close();
});

test("users.seed: the same users each time; existing users are kept", async () => {
  const [first, second] = [await createLocalBackend(), await createLocalBackend()];
  const metadataOf = ({
    id,
    first_name,
    last_name,
    email_addresses: [{ email_address }],
    public_metadata,
    private_metadata,
    unsafe_metadata,
  }) => ({ id, first_name, last_name, email_address, public_metadata, private_metadata, unsafe_metadata });
  assert.equal(first.users.seed(5), 5);
  assert.equal(second.users.seed(3), 3);
  assert.equal(second.users.seed(5), 2);
  assert.deepEqual(second.users.list().map(metadataOf), first.users.list().map(metadataOf));
  assert.equal(first.users.seed(0), 0);
  await Promise.all([first.close(), second.close()]);
});

test("times as numbers, dates and strings", async () => {
  const { users, close } = await createLocalBackend();
  for (const createdAt of [
    1_700_000_000_000,
    new Date(1_700_000_000_000),
    "2023-11-14T22:13:20Z",
    "2023-11-14T23:13:20.000+01:00",
  ]) {
    assert.equal(users.create({ createdAt }).created_at, 1_700_000_000_000, String(createdAt));
  }
  await close();
});
