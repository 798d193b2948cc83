// mergeMetadata and diffMetadata with the cases of tests/fixtures. values.test.mjs tests what they reject.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isClerkInputError } from "clerk-metadata";
import { diffMetadata, mergeMetadata } from "clerk-metadata/local";
import { fixture } from "./support/fixtures.mjs";

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

// Compares JSON texts, because comparing values would miss the order of keys.
const assertSameJson = (actual, expected) => assert.equal(JSON.stringify(actual), JSON.stringify(expected));

for (const { name, target, patch, result } of fixture("merge.json")) {
  const skip = !(isObject(target) && isObject(patch)) && "metadata and its patch are objects";
  test(`mergeMetadata: ${name}`, { skip }, async () => {
    const before = JSON.stringify(target);
    assertSameJson(await mergeMetadata(target, patch), result);
    assert.equal(JSON.stringify(target), before);
  });
}

for (const { name, current, desired, patch, error } of fixture("diff.json")) {
  const skip = !(isObject(current) && isObject(desired)) && "metadata is an object";
  test(`diffMetadata: ${name}`, { skip }, async () => {
    if (error === undefined) return assert.deepEqual(await diffMetadata(current, desired), patch);
    await assert.rejects(
      diffMetadata(current, desired),
      (thrown) => isClerkInputError(thrown) && thrown.path === error.path,
    );
  });
}

test("a missing argument is rejected, and the error names it", async () => {
  for (const [call, path] of [
    [() => mergeMetadata({}), "patch"],
    [() => mergeMetadata(), "current"],
    [() => diffMetadata({}), "desired"],
    [() => diffMetadata(), "current"],
  ]) {
    await assert.rejects(
      call(),
      (error) =>
        isClerkInputError(error) &&
        error.code === "invalid_params" &&
        error.path === path &&
        /must be a plain object/.test(error.message),
    );
  }
});

test("`current` may contain stored nulls, in objects and in arrays", async () => {
  const current = { a: null, list: [null, { b: null }] };
  assertSameJson(await mergeMetadata(current, { c: 1 }), { ...current, c: 1 });
  assertSameJson(await diffMetadata(current, current), {});
  assertSameJson(await diffMetadata(current, { list: [null] }), { a: null, list: [null] });
});

test("the size is not limited: the Backend API checks the size of the merged result", async () => {
  const a = "x".repeat(9000);
  assertSameJson(await mergeMetadata({ a }, { b: a }), { a, b: a });
  assertSameJson(await diffMetadata({}, { a }), { a });
});

test("undefined members are omitted, and a Date becomes the result of its toJSON", async () => {
  assertSameJson(await mergeMetadata({ a: 1 }, { a: undefined, at: new Date(0) }), {
    a: 1,
    at: "1970-01-01T00:00:00.000Z",
  });
});

test("JSON text in, JSON text out, with every number and key as written", async () => {
  const current =
    '{"2":9007199254740993,"1":{"x":1.0,"y":-0,"__proto__":{"deep":1}},"list":[12345678901234567890,null],"half":"\\ud83d"}';
  assert.equal(
    await mergeMetadata(current, '{"1":{"y":null,"z":1.50},"half":null,"new":[0.10]}'),
    '{"2":9007199254740993,"1":{"x":1.0,"__proto__":{"deep":1},"z":1.50},"list":[12345678901234567890,null],"new":[0.10]}',
  );
  assert.equal(await diffMetadata(current, current), "{}");
  assert.equal(await diffMetadata(current, current.replace("0993", "0992")), '{"2":9007199254740992}');
  assert.equal(await diffMetadata('{"a":1}', '{"a":1.0}'), '{"a":1.0}');
});

test("text that is not a JSON object is rejected with the argument's name, and so is mixing text and objects", async () => {
  for (const invalidText of ["", "{", "[]", "1", '{"a":NaN}', "null", '{"a":1}x']) {
    await assert.rejects(
      mergeMetadata("{}", invalidText),
      (error) => isClerkInputError(error) && error.code === "invalid_params" && error.path === "patch",
    );
    await assert.rejects(
      diffMetadata(invalidText, "{}"),
      (error) => isClerkInputError(error) && error.path === "current",
    );
  }
  await assert.rejects(
    mergeMetadata("{}", `{"a":${"[".repeat(100)}${"]".repeat(100)}}`),
    (error) => isClerkInputError(error) && error.code === "too_deep",
  );
  await assert.rejects(
    diffMetadata("{}", '{"a":{"b":null}}'),
    (error) => isClerkInputError(error) && error.path === "a.b",
  );
  await assert.rejects(mergeMetadata({}, "{}"), (error) => isClerkInputError(error) && error.path === "patch");
  await assert.rejects(mergeMetadata("{}", {}), (error) => isClerkInputError(error) && error.path === "current");
});
