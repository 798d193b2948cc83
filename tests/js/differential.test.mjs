// Differential test: generated calls and responses, through the official client and through ours.
// Each difference must be explained by exactly one row of the table in differences/.
//
// CLERK_METADATA_SEED repeats the cases of an earlier run; a failure is shrunk to its smallest case.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import fc from "fast-check";
import { explaining, ROWS } from "./differences/index.mjs";
import { broken, countText, oddSuccess, refusal } from "./support/arbitrary/answers.mjs";
import {
  badListParams,
  badMetadataParams,
  badOptions,
  id,
  listParams,
  metadataParams,
  oddId,
  options,
} from "./support/arbitrary/calls.mjs";
import { userText, usersText } from "./support/arbitrary/users.mjs";
import { ABSENT, differences } from "./support/compare.mjs";
import { pair } from "./support/pair.mjs";

const SEED = Number(process.env.CLERK_METADATA_SEED ?? Math.floor(Math.random() * 2 ** 31));
const LEAST = 10_000;

const USER = { body: '{"object":"user","id":"user_1","public_metadata":{}}' };
const COUNT = { body: '{"object":"total_count","total_count":1}' };
const answer = (text) => text.map((body) => ({ body }));
const change = fc.constantFrom("updateUserMetadata", "replaceUserMetadata");
const cases = (parts) => fc.record({ answer: fc.constant(USER), ...parts }, { noNullPrototype: true });

/** A call of any method that returns a user. */
const anyCall = fc.oneof(
  fc.record({ operation: fc.constant("getUser"), args: fc.tuple(id) }, { noNullPrototype: true }),
  fc.record(
    { operation: change, args: fc.tuple(id, fc.constant({ publicMetadata: { a: 1 } })) },
    { noNullPrototype: true },
  ),
);
const calls = (parts) => fc.tuple(anyCall, cases(parts)).map(([call, rest]) => ({ ...call, ...rest }));
/** A call of getUserList or getCount. */
const lists = (parts) =>
  cases({
    operation: fc.constantFrom("getUserList", "getCount"),
    args: fc.tuple(listParams),
    answer: fc.constant({ body: "[]" }),
    count: fc.constant(COUNT),
    ...parts,
  }).map(({ count, ...given }) => (given.operation === "getCount" ? { ...given, answer: count } : { ...given, count }));
/** A list whose list request, count request or both are rejected; both with the same response. */
const refusedList = fc
  .tuple(listParams, refusal, fc.constantFrom([true, false], [false, true], [true, true]))
  .map(([params, answer, [list, count]]) => ({
    operation: "getUserList",
    args: [params],
    answer: list ? answer : { body: "[]" },
    count: count ? answer : COUNT,
  }));

const PROPERTIES = [
  [
    "metadata of any shape, sent and answered",
    2000,
    cases({ operation: change, args: fc.tuple(id, metadataParams), answer: answer(userText) }),
  ],
  ["metadata that cannot be sent", 900, cases({ operation: change, args: fc.tuple(id, badMetadataParams) })],
  [
    "users of any shape",
    2500,
    cases({ operation: fc.constant("getUser"), args: fc.tuple(id), answer: answer(userText) }),
  ],
  ["successes of any kind", 800, calls({ answer: oddSuccess })],
  ["refusals of any kind", 2500, calls({ answer: refusal })],
  ["broken connections", 150, calls({ answer: broken })],
  [
    "ids",
    600,
    fc
      .tuple(fc.constantFrom("getUser", "updateUserMetadata", "replaceUserMetadata"), oddId)
      .map(([operation, id]) => ({
        operation,
        args: operation === "getUser" ? [id] : [id, { publicMetadata: {} }],
        answer: USER,
      })),
  ],
  ["lists and counts", 800, lists({ answer: answer(usersText), count: answer(countText) })],
  ["lists that are refused", 300, refusedList],
  ["parameters of lists that cannot be sent", 400, lists({ args: fc.tuple(badListParams) })],
  ["options", 500, calls({ options })],
  ["options that cannot be used", 250, calls({ options: badOptions })],
];
const total = PROPERTIES.reduce((sum, [, runs]) => sum + runs, 0);

const shown = (value) => (value === ABSENT ? "nothing" : inspect(value, { depth: 3, breakLength: 120 }));

/** Asserts that exactly one row explains each difference, and records the row. */
function judge(run, used) {
  for (const difference of differences(run)) {
    const rows = explaining(difference);
    if (rows.length !== 1) {
      const { where, path, official, ours } = difference;
      const why =
        rows.length === 0
          ? "no row explains it"
          : `explained by ${rows.map(({ name }) => JSON.stringify(name)).join(" and ")}`;
      assert.fail(`${where} ${path.join(".")}: ${why}\nofficial: ${shown(official)}\nours: ${shown(ours)}`);
    }
    used.add(rows[0]);
  }
}

test(`${total} generated cases compared with @clerk/backend, CLERK_METADATA_SEED=${SEED}`, async (t) => {
  const run = await pair(t);
  const used = new Set();
  let ran = 0;
  for (const [name, numRuns, arbitrary] of PROPERTIES) {
    await t.test(`${numRuns} cases: ${name}`, () =>
      fc.assert(
        fc.asyncProperty(arbitrary, async (given) => {
          ran++;
          judge(await run(given), used);
        }),
        { seed: SEED, numRuns },
      ),
    );
  }
  t.diagnostic(`seed ${SEED}: ${ran} cases, ${used.size} of the ${ROWS.length} differences of the table seen`);
  assert.ok(ran >= LEAST, `only ${ran} cases`);
});
