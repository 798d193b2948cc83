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
import {
  invalidMetadataParams,
  metadataParams,
  organizationMetadataParams,
} from "./support/arbitrary/metadata-params.mjs";
import { invalidOptions, options } from "./support/arbitrary/options.mjs";
import {
  invalidOrganizationParams,
  membershipText,
  organizationParams,
  organizationText,
} from "./support/arbitrary/organizations.mjs";
import { userText, usersText } from "./support/arbitrary/users.mjs";
import {
  MEMBERSHIP_METADATA,
  metadataArgs,
  objectOfResult,
  ORGANIZATION_METADATA,
  USER_METADATA,
} from "./support/calls.mjs";
import { ABSENT, findDifferences } from "./support/find-differences.mjs";
import { compareClients } from "./support/compare-clients.mjs";

const SEED = Number(process.env.CLERK_METADATA_SEED ?? Math.floor(Math.random() * 2 ** 31));
const MIN_CASES = 10_000;

const RESPONSES = {
  user: { body: '{"object":"user","id":"user_1","public_metadata":{}}' },
  organization: { body: '{"object":"organization","id":"org_1","public_metadata":{}}' },
  organization_membership: {
    body: '{"object":"organization_membership","id":"orgmem_1","organization":{"id":"org_1"},"public_user_data":{}}',
  },
};
const COUNT = { body: '{"object":"total_count","total_count":1}' };
const response = (text) => text.map((body) => ({ body }));
const userChange = fc.constantFrom(...USER_METADATA);
const organizationChange = fc.constantFrom(...ORGANIZATION_METADATA, MEMBERSHIP_METADATA);
const casesWith = (parts) =>
  fc
    .record(parts, { noNullPrototype: true })
    .map((testCase) => ({ response: RESPONSES[objectOfResult(testCase.operation)], ...testCase }));
const ids = fc.tuple(fc.constantFrom("org_1", "org_2abcDEF0123456789ghiJKL3"), id);
/** Cases of a call that changes metadata. */
const changesWith = (operation, params) =>
  fc
    .tuple(operation, ids, params)
    .map(([operation, ids, params]) => ({ operation, args: metadataArgs(operation, ids, params) }));
const withResponse = (call, text) => fc.tuple(call, response(text)).map(([call, response]) => ({ ...call, response }));
/** The same, with the default response. */
const withDefaultResponse = (call) =>
  call.map((testCase) => ({ response: RESPONSES[objectOfResult(testCase.operation)], ...testCase }));

const organizationCall = fc.oneof(
  {
    weight: 1,
    arbitrary: fc
      .constantFrom({ organizationId: "org_1" }, { slug: "acme" })
      .map((params) => ({ operation: "getOrganization", args: [params] })),
  },
  { weight: 3, arbitrary: changesWith(organizationChange, fc.constant({ publicMetadata: { a: 1 } })) },
);
/** A call of any method that returns one resource. */
const anyCall = fc.oneof(
  { weight: 1, arbitrary: fc.tuple(id).map((args) => ({ operation: "getUser", args })) },
  { weight: 1, arbitrary: changesWith(userChange, fc.constant({ publicMetadata: { a: 1 } })) },
  { weight: 1, arbitrary: organizationCall },
);
const callsWith = (parts) =>
  fc
    .tuple(withDefaultResponse(anyCall), fc.record(parts, { noNullPrototype: true }))
    .map(([call, rest]) => ({ ...call, ...rest }));
/** A call with one unusual ID. */
const callWithUnusualId = fc
  .tuple(
    fc.constantFrom("getUser", "getOrganization", ...USER_METADATA, ...ORGANIZATION_METADATA, MEMBERSHIP_METADATA),
    unusualId,
    fc.constantFrom("organizationId", "slug", "userId"),
  )
  .map(([operation, id, parameter]) => {
    const params = { publicMetadata: {} };
    const bothIds = parameter === "userId" ? ["org_1", id] : [id, "user_1"];
    if (operation === "getUser") return { operation, args: [id] };
    if (operation === "getOrganization")
      return { operation, args: [{ [parameter === "slug" ? "slug" : "organizationId"]: id }] };
    return {
      operation,
      args: operation === MEMBERSHIP_METADATA ? metadataArgs(operation, bothIds, params) : [id, params],
    };
  });
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
  ["metadata of any shape, sent and received", 1500, withResponse(changesWith(userChange, metadataParams), userText)],
  [
    "metadata of organizations of any shape, sent and received",
    600,
    withResponse(changesWith(fc.constantFrom(...ORGANIZATION_METADATA), organizationMetadataParams), organizationText),
  ],
  [
    "metadata of memberships of any shape, sent and received",
    600,
    withResponse(changesWith(fc.constant(MEMBERSHIP_METADATA), organizationMetadataParams), membershipText),
  ],
  ["metadata that cannot be sent", 600, withDefaultResponse(changesWith(userChange, invalidMetadataParams))],
  [
    "metadata of organizations and memberships that cannot be sent",
    500,
    withDefaultResponse(
      changesWith(
        organizationChange,
        fc.oneof(
          { weight: 9, arbitrary: invalidMetadataParams },
          {
            weight: 1,
            arbitrary: fc.constantFrom({ unsafeMetadata: { a: 1 } }, { publicMetadata: {}, unsafeMetadata: {} }),
          },
        ),
      ),
    ),
  ],
  [
    "organizations of any shape",
    800,
    withResponse(
      organizationParams.map((params) => ({ operation: "getOrganization", args: [params] })),
      organizationText,
    ),
  ],
  [
    "parameters of getOrganization that cannot be sent",
    200,
    withDefaultResponse(invalidOrganizationParams.map((params) => ({ operation: "getOrganization", args: [params] }))),
  ],
  [
    "users of any shape",
    1500,
    casesWith({ operation: fc.constant("getUser"), args: fc.tuple(id), response: response(userText) }),
  ],
  ["successes of any kind", 800, callsWith({ response: unusualSuccess })],
  ["error responses of any kind", 1600, callsWith({ response: errorResponse })],
  ["broken connections", 150, callsWith({ response: brokenResponse })],
  ["IDs", 900, withDefaultResponse(callWithUnusualId)],
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
