// A metadata value is judged as a JavaScript value: what JSON would change in silence is refused,
// with its place; what JSON carries goes through as JSON.stringify writes it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { createClerkClient } from "clerk-metadata";
import { rejectsWithInputError } from "./support/errors.mjs";
import { userBody } from "./support/server.mjs";

async function refused(publicMetadata, path, reason, more = {}) {
  let calls = 0;
  const clerk = createClerkClient({ secretKey: "sk_test_fake", fetch: () => calls++ });
  for (const call of ["updateUserMetadata", "replaceUserMetadata"]) {
    const expected = { code: "invalid_params", path, message: reason, cause: undefined, ...more };
    const error = await rejectsWithInputError(clerk.users[call]("user_1", { publicMetadata }), expected);
    assert.ok(error.message.startsWith(`${path}: `), error.message);
  }
  assert.equal(calls, 0);
}

class Plan {
  name = "pro";
}
class Money {
  constructor(cents) {
    this.cents = cents;
  }
  toJSON() {
    return { cents: this.cents };
  }
}

const BAD = [
  ["NaN", NaN, /JSON has no NaN/],
  ["Infinity", Infinity, /JSON has no Infinity/],
  ["-Infinity", -Infinity, /JSON has no -Infinity/],
  ["a boxed NaN", new Number(NaN), /JSON has no NaN/],
  ["a BigInt", 1n, /BigInt/],
  ["a boxed BigInt", Object(1n), /BigInt/],
  ["a function", () => {}, /function/],
  ["a class", Plan, /function/],
  ["a symbol", Symbol("x"), /symbol/],
  ["a boxed symbol", Object(Symbol("x")), /Symbol/],
  ["a Map", new Map([["a", 1]]), /this Map/],
  ["a Set", new Set([1]), /this Set/],
  ["a WeakMap", new WeakMap(), /this WeakMap/],
  ["a WeakSet", new WeakSet(), /this WeakSet/],
  ["a Uint8Array", new Uint8Array(2), /this Uint8Array/],
  ["a Float64Array", new Float64Array(2), /this Float64Array/],
  ["a Buffer", Buffer.from("x"), /this Uint8Array/],
  ["a DataView", new DataView(new ArrayBuffer(1)), /this DataView/],
  ["an ArrayBuffer", new ArrayBuffer(1), /this ArrayBuffer/],
  ["a promise", Promise.resolve(1), /this Promise/],
  ["an error", new Error("x"), /this Error/],
  ["a regular expression", /x/, /this RegExp/],
  ["an iterator", [1][Symbol.iterator](), /this Array Iterator/],
  ["an instance of a class", new Plan(), /this Plan/],
  ["an instance of a class without a name", new (class {})(), /JSON cannot carry this/],
  ["an object that inherits", Object.create({ a: 1 }, {}), /JSON cannot carry this/],
  ["an invalid date", new Date(NaN), /toJSON\(\) gives null/],
  ["a Map of another realm", runInNewContext("new Map()"), /this Map/],
];
for (const [name, value, reason] of BAD) {
  test(`refused: ${name}`, async () => {
    await refused({ seats: value }, "publicMetadata.seats", reason);
    await refused({ plan: { seats: [1, 2, value] } }, "publicMetadata.plan.seats[2]", reason);
    await refused({ a: [[{ b: [value] }]] }, "publicMetadata.a[0][0].b[0]", reason);
    await refused({ first: new Date(0), "max seats": value }, 'publicMetadata["max seats"]', reason);
  });
}

test("the place of a value under keys that are no identifiers", async () => {
  for (const [key, path] of [
    ["", 'publicMetadata[""]'],
    ["0", 'publicMetadata["0"]'],
    ["a.b", 'publicMetadata["a.b"]'],
    ['say "hi"', 'publicMetadata["say \\"hi\\""]'],
    ["größe", 'publicMetadata["größe"]'],
    ["$a_1", "publicMetadata.$a_1"],
    ["constructor", "publicMetadata.constructor"],
    ["\ud83d", 'publicMetadata["\\ud83d"]'],
  ]) {
    await refused({ [key]: NaN }, path, /NaN/);
  }
  await refused(JSON.parse('{"__proto__":{"a":1}}', (key, value) => (key === "a" ? NaN : value)), "publicMetadata.__proto__.a", /NaN/);
});

test("each of the three fields is judged", async () => {
  const clerk = createClerkClient({ secretKey: "sk_test_fake", fetch: () => assert.fail("sent") });
  for (const field of ["publicMetadata", "privateMetadata", "unsafeMetadata"]) {
    const params = { publicMetadata: {}, privateMetadata: {}, unsafeMetadata: {}, [field]: { a: NaN } };
    await rejectsWithInputError(clerk.users.updateUserMetadata("user_1", params), { code: "invalid_params", path: `${field}.a` });
  }
});

test("refused: undefined in an array, and a hole", async () => {
  await refused({ list: [1, undefined] }, "publicMetadata.list[1]", /undefined in an array/);
  await refused({ list: [, 1] }, "publicMetadata.list[0]", /undefined in an array/);
  await refused({ list: [{ a: 1 }, { toJSON: () => undefined }] }, "publicMetadata.list[1]", /undefined in an array/);
});

test("refused: a value that contains itself", async () => {
  const object = { a: {} };
  object.a.self = object;
  await refused(object, "publicMetadata.a.self", /contains itself/);
  const list = [];
  list.push([list]);
  await refused({ list }, "publicMetadata.list[0][0]", /contains itself/);
});

test("refused: what throws when it is read; the error is the cause", async () => {
  const thrown = new RangeError("no seats");
  const throwing = { get seats() { throw thrown; } };
  await refused({ plan: throwing }, "publicMetadata.plan.seats", /cause/, { cause: thrown });
  await refused({ list: [{ toJSON() { throw thrown; } }] }, "publicMetadata.list[0]", /cause/, { cause: thrown });
  await refused({ a: "" , b: { toJSON() { throw "a string"; } } }, "publicMetadata.b", /cause/, { cause: "a string" });
  await refused({ proxy: new Proxy({}, { ownKeys() { throw thrown; } }) }, "publicMetadata.proxy", /cause/, { cause: thrown });
});

test("refused: what toJSON gives is judged too", async () => {
  await refused({ a: { toJSON: () => NaN } }, "publicMetadata.a", /NaN/);
  await refused({ a: { toJSON: () => ({ b: [new Map()] }) } }, "publicMetadata.a.b[0]", /this Map/);
  await refused({ a: { toJSON: () => null } }, "publicMetadata.a", /toJSON\(\) gives null/);
});

function nested(depth, innermost = 1) {
  let value = innermost;
  for (let level = 0; level < depth; level++) value = { a: value };
  return value;
}
test("refused: too deep, with the place", async () => {
  const way = (levels) => `publicMetadata${".a".repeat(levels)}`;
  await refused(nested(101), way(100), /deeper than 100 levels/, { code: "too_deep" });
  await refused(nested(20_000), way(100), /deeper than 100 levels/, { code: "too_deep" });
  let list = [];
  for (let level = 0; level < 99; level++) list = [list];
  await refused({ list }, `publicMetadata.list${"[0]".repeat(99)}`, /deeper than 100 levels/, { code: "too_deep" });
});

/** The body that is sent. */
async function sent(params, call = "updateUserMetadata") {
  const bodies = [];
  const clerk = createClerkClient({
    secretKey: "sk_test_fake",
    fetch: async (_, { body }) => {
      bodies.push(body);
      return new Response(userBody());
    },
  });
  await clerk.users[call]("user_1", params);
  assert.equal(bodies.length, 1);
  return bodies[0];
}

const shared = { b: 1 };
const GOOD = {
  "null, booleans, numbers, strings": { a: null, b: true, c: false, d: 0, e: -1.5, f: 1e21, g: 5e-324, h: Number.MAX_SAFE_INTEGER, i: "", j: 'x\n"\\\u0000\u2028' },
  "minus zero": { a: -0 },
  "arrays": { a: [], b: [null, [1, [2]], { c: null }] },
  "undefined members left out": { a: undefined, b: 1, c: { d: undefined } },
  "a date": { a: new Date(0), list: [new Date(1e12)] },
  "an object with toJSON": { a: new Money(5), list: [new Money(6)] },
  "an object whose toJSON gives a string, a date, undefined": { a: { toJSON: () => "x" }, b: { toJSON: () => undefined }, c: 1 },
  "a URL, by its toJSON": { a: new URL("https://example.com/x") },
  "boxed primitives": { a: new Number(5), b: new String("x"), c: new Boolean(false), list: [new String("y")] },
  "an object without a prototype": Object.assign(Object.create(null), { a: Object.assign(Object.create(null), { b: 1 }) }),
  "frozen objects": Object.freeze({ a: Object.freeze([Object.freeze({ b: new Date(0) })]) }),
  "an object of another realm": runInNewContext("({ a: { b: [1, new Date(0)] } })"),
  "one object in two places": { a: shared, c: [shared, shared] },
  "an own key __proto__": JSON.parse('{"__proto__":{"a":1},"b":{"__proto__":null}}'),
  "an own key __proto__ beside a date": Object.assign(JSON.parse('{"__proto__":{"a":1}}'), { at: new Date(0) }),
  "a key toJSON that is no function": { toJSON: "x", a: { toJSON: 1 } },
  "keys that look like indices": { b: 1, 10: 2, 2: 3 },
  "symbols as keys, and members that are not enumerable": Object.defineProperty({ [Symbol("x")]: 1, a: 2 }, "hidden", { value: 3 }),
  "getters": { get a() { return { b: 1 }; } },
  "half a surrogate pair": { "\ud83d": "x\udc00y", a: "\ud83e\udd80" },
  "an array with more than its elements": { a: Object.assign([1, 2], { more: 3 }) },
  "99 levels below": nested(100),
  "a proxy": new Proxy({ a: new Proxy([1], {}) }, {}),
};
for (const [name, value] of Object.entries(GOOD)) {
  test(`sent as JSON has it: ${name}`, async () => {
    const text = JSON.stringify(value);
    assert.equal(await sent({ publicMetadata: value }), `{"public_metadata":${text}}`);
    assert.equal(await sent({ privateMetadata: value }, "replaceUserMetadata"), `{"private_metadata":${text}}`);
    assert.equal(JSON.stringify(value), text, "the caller's value was changed");
  });
}

test("toJSON is asked once, with its key", async () => {
  const asked = [];
  const value = { toJSON(...given) { asked.push(given); return "x"; } };
  assert.equal(await sent({ publicMetadata: { a: value, b: [value] } }), '{"public_metadata":{"a":"x","b":["x"]}}');
  assert.deepEqual(asked, [["a"], ["0"]]);
});

test("parameters without a prototype, and of another realm", async () => {
  const bare = Object.assign(Object.create(null), { publicMetadata: { a: 1 } });
  assert.equal(await sent(bare), '{"public_metadata":{"a":1}}');
  assert.equal(await sent(runInNewContext("({ publicMetadata: { a: 1 }, unsafeMetadata: undefined })")), '{"public_metadata":{"a":1}}');
});

test("the error of a refused value does not show the value", async () => {
  const clerk = createClerkClient({ secretKey: "sk_test_fake", fetch: () => assert.fail("sent") });
  const params = { privateMetadata: { token: Object.assign(new Map(), { note: "hidden" }), more: "hidden" } };
  const error = await rejectsWithInputError(clerk.users.updateUserMetadata("user_1", params), { path: "privateMetadata.token" });
  assert.doesNotMatch(error.stack, /hidden/);
});
