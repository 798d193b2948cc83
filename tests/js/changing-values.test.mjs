// Metadata whose getters or proxies return another value when they are read again. The client may read a value more
// than once; what it sends must then neither remove a key that had a value, nor differ from a validated value.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { jsonObject, jsonValue } from "./support/arbitrary/json.mjs";
import { recording } from "./support/recording.mjs";

class Plan {
  name = "pro";
}
const circular = {};
circular.self = circular;
const deep = JSON.parse(`${"[".repeat(101)}${"]".repeat(101)}`);

/** Values that must not be sent, because JSON would omit them or write something else. */
const INVALID = [undefined, NaN, -Infinity, new Map([["a", 1]]), new Plan(), () => 1, Symbol("s"), 1n, circular, deep];
/** Values that are valid and that JSON.stringify converts. */
const CONVERTED = [new Date(0), new Number(1), new String("x"), { toJSON: () => ({ a: null, b: undefined }) }];
const THROWS = {};

const laterValue = fc.oneof(
  { weight: 2, arbitrary: jsonValue },
  { weight: 1, arbitrary: fc.constantFrom(null, ...CONVERTED) },
  { weight: 3, arbitrary: fc.constantFrom(THROWS, ...INVALID) },
);

const returnOrThrow = (value) => {
  if (value === THROWS) throw new Error("changed");
  return value;
};

/** Makes one member of an object return `first` for the first `count` reads, and then `later`. */
const CHANGING = {
  getter(object, key, first, later, count) {
    let reads = 0;
    const get = () => returnOrThrow(reads++ < count ? first : later);
    return Object.defineProperty(object, key, { get, enumerable: true, configurable: true });
  },
  proxy(object, key, first, later, count) {
    Object.defineProperty(object, key, { value: first, enumerable: true, configurable: true, writable: true });
    let reads = 0;
    const read = (target, name) => (name === key ? (reads++ < count ? first : later) : Reflect.get(target, name));
    return new Proxy(object, { get: (target, name) => returnOrThrow(read(target, name)) });
  },
};

/** Where the changing object is in the metadata, with the other values that make the client read it again. */
const PLACES = {
  root: (object) => object,
  "a nested object": (object) => ({ before: 1, object, after: [2, "null", "\n"] }),
  "an array": (object) => ({ list: [1, object] }),
  "before a date": (object) => ({ object, at: new Date(0) }),
  "after a date": (object) => ({ at: new Date(0), object }),
};
const FOUND = {
  root: (sent) => sent,
  "a nested object": (sent) => sent.object,
  "an array": (sent) => sent.list[1],
  "before a date": (sent) => sent.object,
  "after a date": (sent) => sent.object,
};

const methods = ["updateUserMetadata", "replaceUserMetadata"];
const KEY = "changing";

for (const [kind, change] of Object.entries(CHANGING)) {
  test(`a ${kind} that returns another value later does not remove a key`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...methods),
        fc.constantFrom(...Object.keys(PLACES)),
        jsonObject,
        jsonValue,
        laterValue,
        fc.integer({ min: 0, max: 4 }),
        async (method, place, others, first, later, count) => {
          const { users, bodies } = recording();
          const object = change({ ...others }, KEY, first, later, count);
          const publicMetadata = PLACES[place](object);
          const error = await users[method]("user_1", { publicMetadata }).then(() => undefined, Object);
          if (error) {
            assert.equal(error.name, "ClerkInputError");
            assert.deepEqual(bodies, []);
            return;
          }
          const sent = FOUND[place](JSON.parse(bodies[0]).public_metadata);
          if (count === 0 && later === undefined) return assert.ok(!Object.hasOwn(sent, KEY));
          const valid = [first, later].filter((value) => value !== THROWS && !INVALID.includes(value));
          const text = JSON.stringify(sent[KEY]);
          // A value is not recognized as another one if its JSON has the same length and is not null: {} instead of [].
          const isOfSameLength = count > 0 && text.length === JSON.stringify(first).length;
          assert.ok(isOfSameLength || valid.some((value) => JSON.stringify(value) === text), `${text} was sent`);
          if (count > 0 && first !== null) assert.notEqual(text, "null");
          const expected = { ...others };
          for (const rest of [sent, expected]) delete rest[KEY];
          assert.equal(JSON.stringify(sent), JSON.stringify(expected));
        },
      ),
      { numRuns: 1000 },
    );
  });
}

/** Metadata with two changing values, in one field or in two. */
const TWO_VALUES = {
  "in one field": (read) => ({
    publicMetadata: {
      get a() {
        return read(0);
      },
      get b() {
        return read(1);
      },
    },
  }),
  "in two fields": (read) => ({
    publicMetadata: {
      get a() {
        return read(0);
      },
    },
    unsafeMetadata: {
      get b() {
        return read(1);
      },
    },
  }),
};

for (const [name, first, second] of [
  ["null and a value of its length", [null, "ab"], ["ab", null]],
  ["null and a number", [null, 1234], [1234, null]],
  ["NaN and a stored null", [null, 1000], [1000, NaN]],
  ["a string that contains null", ["null", 1], [1, null]],
  ["a longer and a shorter string", ["a", "bcd"], ["abc", "b"]],
]) {
  for (const [place, paramsOf] of Object.entries(TWO_VALUES)) {
    test(`two values that change do not make up for each other: ${name}, ${place}`, async () => {
      for (const method of methods) {
        for (let changedAt = 1; changedAt <= 4; changedAt++) {
          const { users, bodies } = recording();
          const readCounts = [0, 0];
          const read = (index) => (readCounts[index]++ < changedAt ? first : second)[index];
          const error = await users[method]("user_1", paramsOf(read)).then(() => undefined, Object);
          if (error) {
            assert.equal(error.name, "ClerkInputError");
            assert.deepEqual(bodies, []);
            continue;
          }
          // All of a field is from one read, which was valid.
          const valid = [first, second].filter((values) => !values.includes(NaN));
          const sent = Object.values(JSON.parse(bodies[0]));
          const areSeparate = place === "in two fields";
          const expected = valid.map(([a, b]) => (areSeparate ? [{ a }, { b }] : [{ a, b }]));
          assert.equal(sent.length, areSeparate ? 2 : 1);
          for (const [index, field] of sent.entries())
            assert.ok(
              expected.some((fields) => isDeepStrictEqual(field, fields[index])),
              bodies[0],
            );
          if (!areSeparate) continue;
          if (first[0] !== null) assert.notEqual(sent[0].a, null);
          if (first[1] !== null) assert.notEqual(sent[1].b, null);
        }
      }
    });
  }
}

test("fields that are converted together are sent as JSON.stringify writes them", async () => {
  const short = jsonObject.filter((metadata) => JSON.stringify(metadata).length * 3 < 8192);
  const field = fc.option(short, { nil: undefined });
  await fc.assert(
    fc.asyncProperty(field, field, field, async (publicMetadata, privateMetadata, unsafeMetadata) => {
      const params = { publicMetadata, privateMetadata, unsafeMetadata };
      fc.pre(Object.values(params).some((value) => value !== undefined));
      const { users, bodies } = recording();
      await users.updateUserMetadata("user_1", params);
      const body = {
        public_metadata: publicMetadata,
        private_metadata: privateMetadata,
        unsafe_metadata: unsafeMetadata,
      };
      assert.deepEqual(bodies, [JSON.stringify(body)]);
    }),
    { numRuns: 1000 },
  );
});

test("the size of each field is checked when fields are converted together", async () => {
  // 8192 bytes of JSON: the maximum. An escape and a letter of two bytes count as they are sent.
  const plain = { a: "x".repeat(8184) };
  const escaped = { a: `"\u0001${"x".repeat(8176)}` };
  const unicode = { a: "é".repeat(4092) };
  const { users, bodies } = recording();
  for (const [publicMetadata, privateMetadata, unsafeMetadata] of [
    [plain, escaped, unicode],
    [unicode, plain, escaped],
    [escaped, unicode, plain],
  ]) {
    await users.updateUserMetadata("user_1", { publicMetadata, privateMetadata, unsafeMetadata });
    for (const [name, metadata] of Object.entries({ publicMetadata, privateMetadata, unsafeMetadata })) {
      const fields = { publicMetadata, privateMetadata, unsafeMetadata, [name]: { a: `${metadata.a}y` } };
      await assert.rejects(users.updateUserMetadata("user_1", fields), {
        name: "ClerkInputError",
        path: name,
        message: new RegExp(`${name}: has 8193 bytes`),
      });
    }
  }
  assert.equal(bodies.length, 3);
});

test("a proxy whose keys disappear is rejected", async () => {
  const { users, bodies } = recording();
  let reads = 0;
  const publicMetadata = new Proxy({ a: 1, b: 2 }, { ownKeys: () => (reads++ === 0 ? ["a", "b"] : ["a"]) });
  await assert.rejects(users.replaceUserMetadata("user_1", { publicMetadata }), {
    name: "ClerkInputError",
    code: "invalid_params",
    path: "publicMetadata",
    message:
      "publicMetadata: had other values when it was read again, because of a getter or a proxy. Pass an object whose values do not change.",
  });
  assert.deepEqual(bodies, []);
});

test("values that change within their type are sent", async () => {
  const { users, bodies } = recording();
  let count = 8;
  const publicMetadata = {
    get count() {
      return count++;
    },
    get text() {
      return "x".repeat(count);
    },
  };
  for (let call = 0; call < 3; call++) await users.updateUserMetadata("user_1", { publicMetadata });
  for (const body of bodies) {
    const sent = JSON.parse(body).public_metadata;
    assert.equal(typeof sent.count, "number");
    assert.match(sent.text, /^x+$/);
  }
  assert.equal(bodies.length, 3);
});

test("members that an app has added to Object.prototype are not sent, and not called", async () => {
  for (const value of [1, null, () => assert.fail("called")]) {
    const { users, bodies } = recording();
    Object.prototype.added = value;
    try {
      await users.updateUserMetadata("user_1", { publicMetadata: { a: { b: null }, list: [{ c: 1 }] } });
    } finally {
      delete Object.prototype.added;
    }
    assert.deepEqual(bodies, ['{"public_metadata":{"a":{"b":null},"list":[{"c":1}]}}']);
  }
});

test("a toJSON of Object.prototype or Array.prototype is used, as by JSON.stringify", async () => {
  for (const [prototype, metadata, marked] of [
    [Object.prototype, { a: { b: 1 } }, ({ b }) => b === 1],
    [Array.prototype, { a: [1] }, ([first]) => first === 1],
  ]) {
    const { users, bodies } = recording();
    Object.defineProperty(prototype, "toJSON", {
      value() {
        return marked(this) ? "converted" : this;
      },
      configurable: true,
    });
    try {
      await users.updateUserMetadata("user_1", { publicMetadata: metadata });
    } finally {
      delete prototype.toJSON;
    }
    assert.deepEqual(bodies, ['{"public_metadata":{"a":"converted"}}']);
  }
});

/** Objects with a toJSON() of their own. */
const WITH_TO_JSON = {
  "next to other members": () => ({ id: 1, list: [1, null, { a: 2 }], toJSON: () => ({ id: 1 }) }),
  "not enumerable": () => Object.defineProperty({ id: 2, b: null }, "toJSON", { value: () => ({ id: 1 }) }),
  "in a cycle": () => {
    const object = { toJSON: () => ({ id: 1 }) };
    return Object.assign(object, { parent: { child: object } });
  },
  "too deep": () => ({ deep, toJSON: () => ({ id: 1 }) }),
  "with a getter that throws": () => ({
    get secret() {
      throw new Error("secret");
    },
    toJSON: () => ({ id: 1 }),
  }),
  "of an array": () => Object.assign([1, 2], { toJSON: () => ({ id: 1 }) }),
  "in another toJSON": () => ({ id: 2, toJSON: () => WITH_TO_JSON["next to other members"]() }),
};

for (const [name, create] of Object.entries(WITH_TO_JSON)) {
  test(`the result of toJSON() is sent: ${name}`, async () => {
    for (const metadata of [
      { object: create() },
      { before: [1], object: create(), after: "null" },
      { list: [create(), create()], removed: null },
    ]) {
      const { users, bodies } = recording();
      await users.updateUserMetadata("user_1", { publicMetadata: metadata });
      assert.deepEqual(bodies, [JSON.stringify({ public_metadata: metadata })]);
    }
  });

  test(`a getter next to a toJSON() does not remove a key: ${name}`, async () => {
    for (const later of [null, NaN, undefined]) {
      for (let count = 1; count <= 4; count++) {
        const { users, bodies } = recording();
        const publicMetadata = CHANGING.getter({ object: create() }, KEY, 1234, later, count);
        const error = await users.replaceUserMetadata("user_1", { publicMetadata }).then(() => undefined, Object);
        if (error) assert.equal(error.name, "ClerkInputError");
        for (const body of bodies) assert.equal(JSON.parse(body).public_metadata[KEY], 1234);
        assert.equal(bodies.length, error ? 0 : 1);
      }
    }
  });
}

test("null in strings and keys, escapes, and unusual numbers are sent as JSON.stringify writes them", async () => {
  const metadata = {
    null: "null",
    "null\\": 'nullnull "null"\n\u0001',
    nullable: [null, "a\\u0000", "\\", '\\"', "\ud800", "\u2028"],
    numbers: [-0, 1e21, 5e-324, 1e-7, -1.5, 2 ** 53],
    undefined: undefined,
    empty: [{}, [], ""],
    emptied: { a: undefined },
  };
  const { users, bodies } = recording();
  await users.updateUserMetadata("user_1", { publicMetadata: metadata, unsafeMetadata: { "\n": null } });
  assert.deepEqual(bodies, [`{"public_metadata":${JSON.stringify(metadata)},"unsafe_metadata":{"\\n":null}}`]);
});
