// Differential test: generated calls and responses, through the official client and through ours.
// Each difference must be explained by exactly one row of the table in differences/.
//
// CLERK_METADATA_SEED repeats the cases of an earlier run; a failure is shrunk to its smallest case.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import fc from "fast-check";
import { rowsExplaining, ROWS } from "./differences/index.mjs";
import { brokenResponse, countText, unusualSuccess, errorResponse } from "./support/arbitrary/responses.mjs";
import { id, unusualId } from "./support/arbitrary/ids.mjs";
import { invalidListParams, listParams } from "./support/arbitrary/list-params.mjs";
import { invalidMetadataParams, metadataParams } from "./support/arbitrary/metadata-params.mjs";
import { invalidOptions, options } from "./support/arbitrary/options.mjs";
import { userText, usersText } from "./support/arbitrary/users.mjs";
import { ABSENT, findDifferences } from "./support/find-differences.mjs";
import { compareClients } from "./support/compare-clients.mjs";

const SEED = Number(process.env.CLERK_METADATA_SEED ?? Math.floor(Math.random() * 2 ** 31));
const MIN_CASES = 10_000;

const USER = { body: '{"object":"user","id":"user_1","public_metadata":{}}' };
const COUNT = { body: '{"object":"total_count","total_count":1}' };
const response = (text) => text.map((body) => ({ body }));
const change = fc.constantFrom("updateUserMetadata", "replaceUserMetadata");
const casesWith = (parts) => fc.record({ response: fc.constant(USER), ...parts }, { noNullPrototype: true });

/** A call of any method that returns a user. */
const anyCall = fc.oneof(
  fc.record({ operation: fc.constant("getUser"), args: fc.tuple(id) }, { noNullPrototype: true }),
  fc.record(
    { operation: change, args: fc.tuple(id, fc.constant({ publicMetadata: { a: 1 } })) },
    { noNullPrototype: true },
  ),
);
const callsWith = (parts) => fc.tuple(anyCall, casesWith(parts)).map(([call, rest]) => ({ ...call, ...rest }));
/** A call of getUserList or getCount. */
const listCallsWith = (parts) =>
  casesWith({
    operation: fc.constantFrom("getUserList", "getCount"),
    args: fc.tuple(listParams),
    response: fc.constant({ body: "[]" }),
    countResponse: fc.constant(COUNT),
    ...parts,
  }).map(({ countResponse, ...testCase }) =>
    testCase.operation === "getCount" ? { ...testCase, response: countResponse } : { ...testCase, countResponse },
  );
/** A list whose list request, count request or both are rejected; both with the same response. */
const rejectedList = fc
  .tuple(listParams, errorResponse, fc.constantFrom([true, false], [false, true], [true, true]))
  .map(([params, response, [failsList, failsCount]]) => ({
    operation: "getUserList",
    args: [params],
    response: failsList ? response : { body: "[]" },
    countResponse: failsCount ? response : COUNT,
  }));

const PROPERTIES = [
  [
    "metadata of any shape, sent and received",
    2000,
    casesWith({ operation: change, args: fc.tuple(id, metadataParams), response: response(userText) }),
  ],
  ["metadata that cannot be sent", 900, casesWith({ operation: change, args: fc.tuple(id, invalidMetadataParams) })],
  [
    "users of any shape",
    2500,
    casesWith({ operation: fc.constant("getUser"), args: fc.tuple(id), response: response(userText) }),
  ],
  ["successes of any kind", 800, callsWith({ response: unusualSuccess })],
  ["error responses of any kind", 2500, callsWith({ response: errorResponse })],
  ["broken connections", 150, callsWith({ response: brokenResponse })],
  [
    "IDs",
    600,
    fc
      .tuple(fc.constantFrom("getUser", "updateUserMetadata", "replaceUserMetadata"), unusualId)
      .map(([operation, id]) => ({
        operation,
        args: operation === "getUser" ? [id] : [id, { publicMetadata: {} }],
        response: USER,
      })),
  ],
  ["lists and counts", 800, listCallsWith({ response: response(usersText), countResponse: response(countText) })],
  ["lists that are rejected", 300, rejectedList],
  ["parameters of lists that cannot be sent", 400, listCallsWith({ args: fc.tuple(invalidListParams) })],
  ["options", 500, callsWith({ options })],
  ["options that cannot be used", 250, callsWith({ options: invalidOptions })],
];
const total = PROPERTIES.reduce((sum, [, runs]) => sum + runs, 0);

const format = (value) => (value === ABSENT ? "nothing" : inspect(value, { depth: 3, breakLength: 120 }));

/** Asserts that exactly one row explains each difference, and records the row. */
function assertExplained(run, usedRows) {
  for (const difference of findDifferences(run)) {
    const rows = rowsExplaining(difference);
    if (rows.length !== 1) {
      const { category, path, official, ours } = difference;
      const problem =
        rows.length === 0
          ? "no row explains it"
          : `explained by ${rows.map(({ name }) => JSON.stringify(name)).join(" and ")}`;
      assert.fail(`${category} ${path.join(".")}: ${problem}\nofficial: ${format(official)}\nours: ${format(ours)}`);
    }
    usedRows.add(rows[0]);
  }
}

test(`${total} generated cases compared with @clerk/backend, CLERK_METADATA_SEED=${SEED}`, async (t) => {
  const run = await compareClients(t);
  const usedRows = new Set();
  let caseCount = 0;
  for (const [name, numRuns, arbitrary] of PROPERTIES) {
    await t.test(`${numRuns} cases: ${name}`, () =>
      fc.assert(
        fc.asyncProperty(arbitrary, async (testCase) => {
          caseCount++;
          assertExplained(await run(testCase), usedRows);
        }),
        { seed: SEED, numRuns },
      ),
    );
  }
  t.diagnostic(
    `seed ${SEED}: ${caseCount} cases, ${usedRows.size} of the ${ROWS.length} differences of the table occurred`,
  );
  assert.ok(caseCount >= MIN_CASES, `only ${caseCount} cases`);
});
