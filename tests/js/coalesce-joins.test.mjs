// Two patches are joined if, and only if, one patch gives the same text as both for every stored value.
import assert from "node:assert/strict";
import { test } from "node:test";
import { mergeMetadata } from "clerk-metadata/local";
import fc from "fast-check";
import { canJoin, joinInto, parsePatch, patchText } from "../../pkg/src/coalesce/join-patches.js";
import { patch, stored } from "./support/arbitrary/patches.mjs";
import { jsonObject } from "./support/arbitrary/json.mjs";

const RUNS = { numRuns: 3_000 };

function join(first, second) {
  const joined = parsePatch(first);
  joinInto(joined, parsePatch(second));
  return patchText(joined);
}

const inSequence = async (value, patches) => {
  for (const text of patches) value = await mergeMetadata(value, text);
  return value;
};

test("joins: a parsed patch has the text that it was parsed from", () => {
  fc.assert(
    fc.property(fc.oneof(patch, jsonObject), (object) => {
      const text = JSON.stringify(object);
      assert.equal(patchText(parsePatch(text)), text);
    }),
    RUNS,
  );
});

test("joins: the text of numbers is kept", () => {
  const first = '{"a":12345678901234567890,"b":{"c":1.0},"d":[1e400]}';
  assert.equal(join(first, '{"b":{"e":-0},"a":0.10}'), '{"a":0.10,"b":{"c":1.0,"e":-0},"d":[1e400]}');
});

test("joins: a joined patch gives the text of the sequence, for every stored value", async () => {
  let joins = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(patch, { minLength: 2, maxLength: 5 }), fc.array(stored), async (patches, values) => {
      const [first, ...others] = patches.map((object) => JSON.stringify(object));
      const parts = [first];
      const joined = parsePatch(first);
      for (const text of others) {
        const next = parsePatch(text);
        if (!canJoin(joined, next)) break;
        joinInto(joined, next);
        parts.push(text);
      }
      if (parts.length === 1) return;
      joins++;
      // Values that have the keys of the patches are the most likely to differ.
      const texts = [...values, ...patches, {}].map((value) => JSON.stringify(value));
      for (const text of [...texts, await inSequence("{}", parts)])
        assert.equal(await mergeMetadata(text, patchText(joined)), await inSequence(text, parts), text);
    }),
    RUNS,
  );
  assert.ok(joins > RUNS.numRuns / 3, `${joins} joins`);
});

/** A stored value for which the sequence of these patches and their naive join differ: both have the key at `path`. */
function valueFor(first, second) {
  for (const [key, value] of second) {
    const earlier = first.get(key);
    if (earlier === undefined || value === "null") continue;
    // An object whose member remains, before a key that stays behind it.
    if (typeof value === "string" ? earlier === "null" : typeof earlier === "string")
      return `{${key}:{"stored":1},"last":1}`;
    if (typeof value === "string") continue;
    const inner = valueFor(earlier, value);
    if (inner !== undefined) return `{${key}:${inner}}`;
  }
  return undefined;
}

/** Joins patches that cannot be joined: the later value counts. */
function joinAnyway(first, second) {
  for (const [key, value] of second) {
    const earlier = first.get(key);
    if (earlier instanceof Map && value instanceof Map) joinAnyway(earlier, value);
    else first.set(key, value);
  }
  return first;
}

test("joins: patches that are not joined would give another text for some stored value", async () => {
  let rejections = 0;
  await fc.assert(
    fc.asyncProperty(patch, patch, async (...objects) => {
      const [first, second] = objects.map((object) => JSON.stringify(object));
      const isJoined = canJoin(parsePatch(first), parsePatch(second));
      const value = valueFor(parsePatch(first), parsePatch(second));
      assert.equal(value === undefined, isJoined, value);
      if (isJoined) return;
      rejections++;
      const joined = patchText(joinAnyway(parsePatch(first), parsePatch(second)));
      assert.notEqual(await mergeMetadata(value, joined), await inSequence(value, [first, second]), value);
    }),
    RUNS,
  );
  assert.ok(rejections > RUNS.numRuns / 10, `${rejections} rejections`);
});
