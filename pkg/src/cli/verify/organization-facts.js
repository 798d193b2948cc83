// The metadata of organizations and memberships. A throwaway organization is created when the first of these facts is
// checked; the first throwaway user creates it, and is therefore its only member.
import { outcomeOf } from "./outcome.js";

/** @import { ApiResponse, Fact, FactContext, Json, Source } from "./types.js" */

const TOO_LARGE = { a: "x".repeat(8193 - '{"a":""}'.length) };
const SIZE_ERROR = { status: 422, code: "form_param_exceeds_allowed_size", param_name: "public_metadata" };
const UNKNOWN_PARAMETER = { status: 422, code: "form_param_unknown", param_name: "unsafe_metadata" };
const UNKNOWN_ORGANIZATION = "org_2clerkMetadataVerifyNone";

const STORED = {
  public_metadata: { nested: { keep: { a: 1 }, change: 1 }, removed: { a: 1, keep: 2 }, array: [1, 2], top: 1 },
  private_metadata: { keep: "private" },
};
const PATCH = {
  nested: { change: 2, add: { b: 3 } },
  removed: { a: null },
  array: [3, null],
  top: null,
  new: { x: null },
};

/** Removes what the other facts have stored. */
const EMPTYING = Object.fromEntries(Object.keys({ ...STORED.public_metadata, ...PATCH }).map((key) => [key, null]));

/**
 * A resource with metadata: the beginning of the IDs of its facts, its name in statements, and its path.
 * @typedef {object} Resource
 * @property {string} prefix
 * @property {string} name
 * @property {(organizationId: string, context: FactContext) => string} path
 */

/** @type {Resource} */
const ORGANIZATION = {
  prefix: "organization",
  name: "an organization",
  path: (id) => `/organizations/${id}/metadata`,
};

/** @type {Resource} */
const MEMBERSHIP = {
  prefix: "membership",
  name: "a membership",
  path: (id, { users }) => `/organizations/${id}/memberships/${users[0].id}/metadata`,
};

/**
 * A request for the metadata of the throwaway organization or membership.
 * @param {Resource} resource
 * @param {FactContext} context
 * @param {"PATCH" | "PUT"} method
 * @param {object} body
 */
async function change({ path }, context, method, body) {
  const { id } = await context.organization();
  return context.send(method, path(id, context), { body });
}

/**
 * Stores values, and merges others into them.
 * @param {Resource} resource
 * @param {FactContext} context
 */
const merge = (resource, context) =>
  context.once(`${resource.prefix}-merge`, async () => {
    const stored = await change(resource, context, "PATCH", STORED);
    if (stored.status !== 200) return stored;
    return change(resource, context, "PATCH", { public_metadata: PATCH });
  });

/**
 * @param {ApiResponse} response
 * @param {"public_metadata" | "private_metadata"} field
 * @param {string[]} [keys] Default: all.
 * @returns {Json}
 */
function metadataOf(response, field, keys) {
  if (response.status !== 200) return outcomeOf(response);
  const entries = Object.entries(response.json?.[field] ?? {});
  return Object.fromEntries(entries.filter(([key]) => keys === undefined || keys.includes(key)));
}

/**
 * The facts that hold for each resource.
 * @param {Resource} resource
 * @returns {Fact[]}
 */
function mergeFacts(resource) {
  const { prefix, name } = resource;
  /**
   * @param {string} id
   * @param {string} statement
   * @param {Source} source
   * @param {{ [key: string]: Json }} expected
   * @returns {Fact}
   */
  const merged = (id, statement, source, expected) => ({
    id: `${prefix}-merge-${id}`,
    statement: `PATCH of the metadata of ${name} ${statement}`,
    source,
    expected,
    check: async (context) => metadataOf(await merge(resource, context), "public_metadata", Object.keys(expected)),
  });
  return [
    merged("nested", "merges nested objects.", "documented", {
      nested: { keep: { a: 1 }, change: 2, add: { b: 3 } },
    }),
    merged("null", "removes a nested key that is null.", "documented", { removed: { keep: 2 } }),
    merged("array", "replaces arrays, and stores null as an item.", "inferred", { array: [3, null] }),
    merged("null-in-new-object", "removes null in an object that is new.", "inferred", { new: {} }),
    {
      id: `${prefix}-merge-null-top-level`,
      statement: `PATCH of the metadata of ${name} removes a key at the top level that is null.`,
      source: "documented",
      expected: {},
      check: async (context) => metadataOf(await merge(resource, context), "public_metadata", ["top"]),
    },
    {
      id: `${prefix}-merge-other-field`,
      statement: `PATCH of the metadata of ${name} does not change a field that it omits.`,
      source: "documented",
      expected: { keep: "private" },
      check: async (context) => metadataOf(await merge(resource, context), "private_metadata"),
    },
    {
      id: `${prefix}-unsafe-metadata`,
      statement: `${name[0].toUpperCase()}${name.slice(1)} has no unsafe metadata: 422 form_param_unknown.`,
      source: "documented",
      expected: UNKNOWN_PARAMETER,
      check: async (context) => outcomeOf(await change(resource, context, "PATCH", { unsafe_metadata: { a: 1 } })),
    },
    {
      id: `${prefix}-size`,
      statement: `The metadata of ${name} has the limit of 8192 bytes too.`,
      source: "inferred",
      expected: SIZE_ERROR,
      check: async (context) =>
        outcomeOf(await change(resource, context, "PATCH", { public_metadata: { ...EMPTYING, ...TOO_LARGE } })),
    },
  ];
}

/** @param {FactContext} context */
const replace = (context) =>
  context.once("organization-replace", async () => {
    const stored = await merge(ORGANIZATION, context);
    return stored.status === 200
      ? change(ORGANIZATION, context, "PUT", { public_metadata: { a: null, b: 1 } })
      : stored;
  });

/** @type {Fact[]} */
export const ORGANIZATION_FACTS = [
  ...mergeFacts(ORGANIZATION),
  {
    id: "organization-replace",
    statement: "PUT of the metadata of an organization replaces a field, and stores null.",
    source: "inferred",
    expected: { a: null, b: 1 },
    check: async (context) => metadataOf(await replace(context), "public_metadata"),
  },
  {
    id: "organization-replace-omitted",
    statement: "PUT of the metadata of an organization does not change a field that it omits.",
    source: "documented",
    expected: { keep: "private" },
    check: async (context) => metadataOf(await replace(context), "private_metadata"),
  },
  {
    id: "organization-unknown",
    statement: "PATCH of the metadata of an unknown organization is rejected with 404 resource_not_found.",
    source: "documented",
    expected: { status: 404, code: "resource_not_found" },
    check: async ({ send }) =>
      outcomeOf(
        await send("PATCH", `/organizations/${UNKNOWN_ORGANIZATION}/metadata`, { body: { public_metadata: {} } }),
      ),
  },
  ...mergeFacts(MEMBERSHIP),
  {
    id: "membership-no-put",
    statement: "There is no PUT for the metadata of a membership: 404 or 405.",
    source: "documented",
    expected: true,
    async check(context) {
      const { status } = await change(MEMBERSHIP, context, "PUT", { public_metadata: {} });
      return status === 404 || status === 405 || { status };
    },
  },
  {
    id: "membership-unknown",
    statement: "PATCH of the metadata of a user who is not a member is rejected with 404 resource_not_found.",
    source: "inferred",
    expected: { status: 404, code: "resource_not_found" },
    async check(context) {
      const { id } = await context.organization();
      const path = `/organizations/${id}/memberships/${context.users[1].id}/metadata`;
      return outcomeOf(await context.send("PATCH", path, { body: { public_metadata: {} } }));
    },
  },
];
