// How `PATCH /users/{id}/metadata` merges. All rows with `stored` are checked at once: one PATCH stores their values in
// the public metadata of a new user, where the key of a row is its ID, and another one merges.
import { isDeepStrictEqual } from "node:util";
import { outcomeOf } from "./outcome.js";

/** @import { Fact, FactContext, Json, Source } from "./types.js" */

/**
 * @typedef {object} MergeRow
 * @property {string} id
 * @property {string} statement
 * @property {Source} source
 * @property {{ [key: string]: Json }} stored
 * @property {{ [key: string]: Json }} patch
 * @property {{ [key: string]: Json }} expected
 */

/** @type {MergeRow[]} */
const ROWS = [
  {
    id: "merge-nested",
    statement: "Nested objects are merged at every depth, and other keys are kept.",
    source: "documented",
    stored: { a: { b: { c: 1, keep: 1 }, keep: 2 }, keep: 3 },
    patch: { a: { b: { c: 2, d: 4 } } },
    expected: { a: { b: { c: 2, keep: 1, d: 4 }, keep: 2 }, keep: 3 },
  },
  {
    id: "merge-null-nested",
    statement: "null removes a key of a nested object.",
    source: "documented",
    stored: { a: 1, keep: 2 },
    patch: { a: null },
    expected: { keep: 2 },
  },
  {
    id: "merge-null-deep",
    statement: "null removes a key four levels deep, and its parents stay, even if they are empty.",
    source: "documented",
    stored: { a: { b: { c: { d: 1 } } } },
    patch: { a: { b: { c: { d: null } } } },
    expected: { a: { b: { c: {} } } },
  },
  {
    id: "merge-null-object",
    statement: "null removes a key whose value is an object.",
    source: "documented",
    stored: { a: { b: 1 }, keep: 1 },
    patch: { a: null },
    expected: { keep: 1 },
  },
  {
    id: "merge-null-missing",
    statement: "null for a nested key that does not exist changes nothing.",
    source: "inferred",
    stored: { a: { keep: 1 } },
    patch: { a: { missing: null } },
    expected: { a: { keep: 1 } },
  },
  {
    id: "merge-null-in-new-object",
    statement: "null in an object that is new is removed: { new: { x: null } } stores { new: {} }.",
    source: "inferred",
    stored: {},
    patch: { new: { x: null } },
    expected: { new: {} },
  },
  {
    id: "merge-null-over-scalar",
    statement: "null in an object that replaces a scalar is removed.",
    source: "inferred",
    stored: { a: 1 },
    patch: { a: { x: null, y: 2 } },
    expected: { a: { y: 2 } },
  },
  {
    id: "merge-array-replaced",
    statement: "An array replaces the stored array; items are neither merged nor appended.",
    source: "inferred",
    stored: { a: [1, 2, { b: 1 }] },
    patch: { a: [{ c: 2 }] },
    expected: { a: [{ c: 2 }] },
  },
  {
    id: "merge-array-empty",
    statement: "An empty array replaces the stored array.",
    source: "inferred",
    stored: { a: [1, 2] },
    patch: { a: [] },
    expected: { a: [] },
  },
  {
    id: "merge-array-null-item",
    statement: "null as an item of an array is stored.",
    source: "inferred",
    stored: { a: [1] },
    patch: { a: [1, null] },
    expected: { a: [1, null] },
  },
  {
    id: "merge-array-null-in-object",
    statement: "null in an object inside an array is stored.",
    source: "inferred",
    stored: {},
    patch: { a: [{ b: null }] },
    expected: { a: [{ b: null }] },
  },
  {
    id: "merge-object-over-scalar",
    statement: "An object replaces a scalar.",
    source: "inferred",
    stored: { a: 1 },
    patch: { a: { b: 2 } },
    expected: { a: { b: 2 } },
  },
  {
    id: "merge-scalar-over-object",
    statement: "A scalar replaces an object.",
    source: "inferred",
    stored: { a: { b: 2 } },
    patch: { a: 1 },
    expected: { a: 1 },
  },
  {
    id: "merge-object-over-array",
    statement: "An object replaces an array.",
    source: "inferred",
    stored: { a: [1] },
    patch: { a: { b: 2 } },
    expected: { a: { b: 2 } },
  },
  {
    id: "merge-array-over-object",
    statement: "An array replaces an object.",
    source: "inferred",
    stored: { a: { b: 2 } },
    patch: { a: [1] },
    expected: { a: [1] },
  },
  {
    id: "merge-empty-object",
    statement: "{} over an object changes nothing.",
    source: "inferred",
    stored: { a: { keep: 1 } },
    patch: { a: {} },
    expected: { a: { keep: 1 } },
  },
  {
    id: "merge-empty-object-over-scalar",
    statement: "{} over a scalar stores {}.",
    source: "inferred",
    stored: { a: 1 },
    patch: { a: {} },
    expected: { a: {} },
  },
  {
    id: "merge-falsy-values",
    statement: 'false, 0 and "" are values; they do not remove the key.',
    source: "inferred",
    stored: { a: true, b: 1, c: "c" },
    patch: { a: false, b: 0, c: "" },
    expected: { a: false, b: 0, c: "" },
  },
  {
    id: "merge-key-names",
    statement: "Keys inside metadata are never renamed.",
    source: "SDK source",
    stored: { camelCase: 1, snake_case: 1 },
    patch: { newCamelCase: 2, new_snake_case: 2, "with space": 3, "": 4 },
    expected: { camelCase: 1, snake_case: 1, newCamelCase: 2, new_snake_case: 2, "with space": 3, "": 4 },
  },
];

const TOP_LEVEL = { top_level_null: 1, top_level_keep: 2 };

/** @param {(row: MergeRow) => { [key: string]: Json }} part */
const batch = (part) => Object.fromEntries(ROWS.map((row) => [row.id, part(row)]));

/**
 * Checks all rows at once: the responses to the PATCH, and to a GET after it.
 * @param {FactContext} context
 */
const mergeAll = (context) =>
  context.once("merge", async () => {
    const stored = {
      public_metadata: { ...TOP_LEVEL, ...batch((row) => row.stored) },
      private_metadata: { keep: "private" },
      unsafe_metadata: { keep: "unsafe" },
    };
    const merged = await merge(context, "PATCH", stored, { top_level_null: null, ...batch((row) => row.patch) });
    return { merged, read: await context.send("GET", `/users/${context.users[0].id}`) };
  });

/**
 * @param {FactContext} context
 * @param {"PATCH" | "PUT"} method Stores the values before the merge.
 * @param {{ [key: string]: Json }} stored The three fields.
 * @param {{ [key: string]: Json }} patch Of the public metadata.
 */
async function merge({ send, users: [user] }, method, stored, patch) {
  const path = `/users/${user.id}/metadata`;
  const response = await send(method, path, { body: stored });
  if (response.status !== 200) return { ...response, isStored: false };
  return { ...(await send("PATCH", path, { body: { public_metadata: patch } })), isStored: true };
}

/**
 * The public metadata after a merge of one row. If the Backend API rejects the patch of all rows, the row is checked
 * alone.
 * @param {FactContext} context
 * @param {MergeRow} row
 * @returns {Promise<Json>}
 */
async function checkRow(context, { id, stored, patch }) {
  let { merged } = await mergeAll(context);
  if (merged.status !== 200 && merged.isStored)
    merged = await merge(context, "PUT", { public_metadata: { [id]: stored } }, { [id]: patch });
  return merged.status === 200 ? (merged.json?.public_metadata?.[id] ?? null) : outcomeOf(merged);
}

/** @type {Fact[]} */
export const MERGE_FACTS = [
  ...ROWS.map((row) => {
    const { id, statement, source, expected } = row;
    return /** @type {Fact} */ ({ id, statement, source, expected, check: (context) => checkRow(context, row) });
  }),
  {
    id: "merge-null-top-level",
    statement: "null removes a key at the top level.",
    source: "documented",
    expected: { top_level_keep: 2 },
    async check(context) {
      const { merged } = await mergeAll(context);
      if (merged.status !== 200) return outcomeOf(merged);
      const entries = Object.entries(merged.json?.public_metadata ?? {});
      return Object.fromEntries(entries.filter(([key]) => key in TOP_LEVEL));
    },
  },
  {
    id: "merge-other-fields",
    statement: "PATCH does not change the metadata fields that it omits.",
    source: "documented",
    expected: { private_metadata: { keep: "private" }, unsafe_metadata: { keep: "unsafe" } },
    async check(context) {
      const { merged } = await mergeAll(context);
      if (merged.status !== 200) return outcomeOf(merged);
      const { private_metadata = null, unsafe_metadata = null } = merged.json ?? {};
      return { private_metadata, unsafe_metadata };
    },
  },
  {
    id: "merge-is-stored",
    statement: "GET /users/{id} returns the same public metadata as the response to PATCH.",
    source: "documented",
    expected: true,
    async check(context) {
      const { merged, read } = await mergeAll(context);
      if (merged.status !== 200) return outcomeOf(merged);
      return isDeepStrictEqual(merged.json?.public_metadata, read.json?.public_metadata);
    },
  },
];
