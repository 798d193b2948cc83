// The object that withMetadata returns behaves like the client that it is given.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { inspect } from "node:util";
import { createClerkClient as createOfficialClient } from "@clerk/backend";
import { createClerkClient } from "clerk-metadata";
import { withMetadata } from "clerk-metadata/with-metadata";

const OPTIONS = { secretKey: "sk_test_1" };
const SYMBOL = Symbol("symbol");

/** A client with what Clerk's may have: private fields, getters, and methods that use `this`. */
class Users {
  #count = 1;
  getUser = undefined;
  static created = 0;
  constructor() {
    this.getUser = () => "official";
  }
  updateUserMetadata() {
    return "official";
  }
  count() {
    return this.#count;
  }
  get size() {
    return this.#count;
  }
  set size(value) {
    this.#count = value;
  }
  add() {
    this.#count++;
    return this;
  }
}
class Client {
  #name = "client";
  users = new Users();
  invitations = new Users();
  [SYMBOL] = "symbol";
  get name() {
    return this.#name;
  }
  isClient(other) {
    return #name in this && this === other;
  }
}
const create = (client = new Client()) => ({ client, clerk: withMetadata(client, OPTIONS) });

test("methods and getters run with the original as this", () => {
  const { client, clerk } = create();
  assert.equal(clerk.name, "client");
  assert.equal(clerk.isClient(client), true);
  assert.equal(clerk.users.count(), 1);
  assert.equal(clerk.users.size, 1);
  clerk.users.size = 5;
  assert.equal(client.users.count(), 5);
  // A method that returns `this` returns the client with the replaced methods.
  assert.equal(clerk.users.add(), clerk.users);
  assert.equal(clerk.users.count(), 6);
  // A method that is called with another `this` gets it.
  assert.equal(clerk.users.count.call(new Users()), 1);
  assert.throws(() => clerk.users.count.call({}), TypeError);
});

test("identity", () => {
  const { client, clerk } = create();
  for (const name of ["users", "invitations", "isClient"]) assert.equal(clerk[name], clerk[name]);
  for (const name of ["getUser", "updateUserMetadata", "count"]) assert.equal(clerk.users[name], clerk.users[name]);
  assert.equal(clerk.invitations, client.invitations);
  assert.notEqual(clerk.users, client.users);
  assert.notEqual(withMetadata(client, OPTIONS).users, clerk.users);
});

test("in, keys, symbols, instanceof, spread, destructuring", () => {
  const { client, clerk } = create();
  assert.ok(clerk instanceof Client);
  assert.ok(clerk.users instanceof Users);
  assert.equal(clerk.users.constructor, Users);
  assert.equal(clerk.users.constructor.created, 0);
  assert.equal(clerk[SYMBOL], "symbol");
  assert.deepEqual(Reflect.ownKeys(clerk), Reflect.ownKeys(client));
  assert.deepEqual(Object.keys(clerk.users), Object.keys(client.users));
  assert.equal("users" in clerk, true);
  assert.equal("updateUserMetadata" in clerk.users, true);
  assert.equal("other" in clerk.users, false);
  assert.equal(clerk.users.other, undefined);
  const { users } = clerk;
  assert.equal(users, clerk.users);
  assert.equal({ ...clerk }.users, clerk.users);
  assert.equal(Object.getOwnPropertyDescriptor(clerk, "users").value, clerk.users);
  assert.equal(clerk.users.count.name, "count");
});

test("await returns the client, and console.log prints it", async () => {
  const { client, clerk } = create();
  assert.equal(await clerk, clerk);
  assert.equal(inspect(clerk), inspect(client));
  const official = createOfficialClient(OPTIONS);
  assert.equal(inspect(withMetadata(official, OPTIONS)), inspect(official));
  assert.equal(await withMetadata(official, OPTIONS).then, undefined);
});

test("methods that are added later, and a method that the client does not have", () => {
  const { client, clerk } = create();
  client.users.later = () => "later";
  assert.equal(clerk.users.later(), "later");
  assert.equal(clerk.users.replaceUserMetadata, undefined);
  client.users.replaceUserMetadata = () => "official";
  assert.notEqual(clerk.users.replaceUserMetadata, client.users.replaceUserMetadata);
});

test("a client of which users is replaced or created for each read", () => {
  const clerk = withMetadata(
    {
      get users() {
        return new Users();
      },
    },
    OPTIONS,
  );
  assert.equal(clerk.users.count(), 1);
  assert.notEqual(clerk.users.updateUserMetadata, Users.prototype.updateUserMetadata);
});

const constant = {
  frozen: (client) => Object.freeze(Object.assign(client, { users: Object.freeze(client.users) })),
  sealed: (client) => Object.seal(client),
  "with a constant property": (client) =>
    Object.defineProperty(client, "users", { value: client.users, configurable: false, writable: false }),
};
for (const [name, change] of Object.entries(constant)) {
  test(`a client that is ${name}`, () => {
    const { client, clerk } = create(change(new Client()));
    assert.notEqual(clerk.users.getUser, client.users.getUser);
    assert.equal(clerk.users.count(), 1);
    assert.equal(clerk.isClient(client), true);
    assert.ok(clerk instanceof Client);
    assert.deepEqual(Object.keys(clerk), Object.keys(client));
    assert.deepEqual(
      Object.entries(clerk).map(([key]) => key),
      Object.keys(client),
    );
  });
}

test("a spy on a replaced method and on one of Clerk's", () => {
  const { client, clerk } = create();
  const before = clerk.users.updateUserMetadata;
  const replaced = mock.method(clerk.users, "updateUserMetadata", () => "fake");
  assert.equal(clerk.users.updateUserMetadata(), "fake");
  assert.equal(client.users.updateUserMetadata(), "official");
  replaced.mock.restore();
  assert.equal(clerk.users.updateUserMetadata, before);

  const others = mock.method(clerk.users, "count", () => 7);
  assert.equal(clerk.users.count(), 7);
  assert.equal(others.mock.callCount(), 1);
  others.mock.restore();
  assert.equal(clerk.users.count(), 1);
});

test("a value that is set on a replaced name is kept until it is deleted", () => {
  const { client, clerk } = create();
  const { users } = clerk;
  const fake = { getUser: () => "fake" };
  clerk.users = fake;
  assert.equal(clerk.users, fake);
  assert.ok(client.users instanceof Users);
  assert.equal(Object.getOwnPropertyDescriptor(clerk, "users").value, fake);
  delete clerk.users;
  assert.equal(clerk.users, users);
});

test("what is set, defined or deleted concerns only the wrapped client", () => {
  const { client, clerk } = create();
  const { count } = clerk.users;
  clerk.users.count = () => "fake";
  clerk.other = 1;
  Object.defineProperty(clerk.users, "defined", { value: 2, enumerable: true });
  assert.deepEqual([clerk.users.count(), clerk.other, clerk.users.defined], ["fake", 1, 2]);
  assert.deepEqual([client.users.count(), client.other, client.users.defined], [1, undefined, undefined]);
  assert.deepEqual(["other" in clerk, "defined" in clerk.users], [true, true]);
  assert.deepEqual(Object.keys(clerk), [...Object.keys(client), "other"]);
  assert.deepEqual({ ...clerk.users }.defined, 2);
  delete clerk.users.count;
  assert.equal(clerk.users.count, count);
  assert.equal(clerk.users.count(), 1);
});

test("the original is frozen after it was wrapped", () => {
  const { client, clerk } = create();
  const { users } = clerk;
  Object.freeze(client.users);
  Object.freeze(client);
  assert.equal(clerk.users, users);
  assert.notEqual(clerk.users.getUser, client.users.getUser);
  assert.equal(clerk.users.count(), 1);
  assert.deepEqual(Object.keys(clerk), Object.keys(client));
  assert.equal(Object.getOwnPropertyDescriptor(clerk, "users").value, users);
  clerk.users.getUser = () => "fake";
  assert.equal(clerk.users.getUser(), "fake");
});

test("the wrapped client is frozen", () => {
  const { client, clerk } = create();
  const { users } = clerk;
  const { getUser, updateUserMetadata } = users;
  for (const object of [clerk, users]) assert.equal(Object.isFrozen(Object.freeze(object)), true);
  assert.deepEqual([clerk.users, users.getUser], [users, getUser]);
  assert.equal(users.updateUserMetadata, updateUserMetadata);
  assert.equal(users.count(), 1);
  assert.equal(clerk.isClient(client), true);
  assert.deepEqual(Object.keys(clerk), Object.keys(client));
  assert.throws(() => (clerk.other = 1), TypeError);
  assert.throws(() => (users.getUser = () => {}), TypeError);
  client.other = 1;
  client.users.getUser = () => "fake";
  assert.equal(client.users.getUser(), "fake");
  assert.deepEqual([clerk.other, users.getUser], [undefined, getUser]);
});

test("the names and lengths of the replaced methods", () => {
  const { clerk } = create();
  const ours = createClerkClient().users;
  for (const name of ["getUser", "updateUserMetadata"])
    assert.deepEqual([clerk.users[name].name, clerk.users[name].length], [name, ours[name].length]);
});

test("a client that is wrapped twice", () => {
  const { clerk } = create();
  const twice = withMetadata(clerk, OPTIONS);
  assert.equal(twice.users.count(), 1);
  assert.notEqual(twice.users.getUser, clerk.users.getUser);
});
