// mergeMetadata and diffMetadata: the rows of the core's tables, and what is refused.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isClerkInputError } from "clerk-metadata";
import { diffMetadata, mergeMetadata } from "clerk-metadata/local";
import { fixture } from "./support/fixtures.mjs";

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

// Texts, as a comparison of values would not see the order of the keys.
const same = (actual, expected) => assert.equal(JSON.stringify(actual), JSON.stringify(expected));

for (const { name, target, patch, result } of fixture("merge.json")) {
  const skip = !(isObject(target) && isObject(patch)) && "metadata and its patch are objects";
  test(`mergeMetadata: ${name}`, { skip }, async () => {
    const before = JSON.stringify(target);
    same(await mergeMetadata(target, patch), result);
    assert.equal(JSON.stringify(target), before);
  });
}

for (const { name, current, desired, patch, error } of fixture("diff.json")) {
  const skip = !(isObject(current) && isObject(desired)) && "metadata is an object";
  test(`diffMetadata: ${name}`, { skip }, async () => {
    if (error === undefined) return assert.deepEqual(await diffMetadata(current, desired), patch);
    await assert.rejects(diffMetadata(current, desired), (thrown) => isClerkInputError(thrown) && thrown.path === error.path);
  });
}

test("what JSON cannot carry is refused with its place, also in an array", async () => {
  const rows = [
    [{ plan: { seats: NaN } }, "seats", /"seats" is NaN/],
    [{ at: new Map() }, "at", /a Map/],
    [{ list: [1, undefined] }, "1", /undefined/],
    [{ list: [10n] }, "0", /bigint/],
    [undefined, "patch", /must be an object/],
    [null, "patch", /must be an object/],
    [[], "patch", /must be an object/],
  ];
  for (const [patch, path, message] of rows) {
    await assert.rejects(mergeMetadata({}, patch), (error) => {
      assert.ok(isClerkInputError(error), String(error));
      assert.deepEqual([error.code, error.path], ["invalid_params", path]);
      assert.match(error.message, message);
      return true;
    });
  }
});

test("members that are undefined are left out, a Date is what its toJSON gives", async () => {
  same(await mergeMetadata({ a: 1 }, { a: undefined, at: new Date(0) }), { a: 1, at: "1970-01-01T00:00:00.000Z" });
});

test("nested too deep is refused", async () => {
  let deep = {};
  for (let level = 0; level < 200; level++) deep = { deep };
  await assert.rejects(diffMetadata({}, deep), (error) => isClerkInputError(error) && error.code === "too_deep");
});
