// Differences in the calls for organizations and memberships. index.mjs describes a row of the table.
import { MEMBERSHIP_METADATA, metadataOf, ORGANIZATION_METADATA, partOf } from "../support/calls.mjs";
import { isMissing, isSameData, typeOf } from "../support/find-differences.mjs";
import {
  errorPathOrRequests,
  isMistakenForAnother,
  isPlain,
  lastKey,
  member,
  parsedResponse,
  rejectsInput,
} from "../support/difference-helpers.mjs";

const ORGANIZATION = { body: '{"object":"organization","id":"org_1"}' };
const getCase = (params) => ({ operation: "getOrganization", args: [params], response: ORGANIZATION });
const membershipCase = (fields) => ({
  operation: MEMBERSHIP_METADATA,
  args: [{ organizationId: "org_1", userId: "user_1", publicMetadata: {} }],
  response: { body: JSON.stringify({ object: "organization_membership", id: "orgmem_1", ...fields }) },
});

const FLAGS = { include_members_count: "includeMembersCount" };
const ELEVATED = "include_missing_member_with_elevated_permissions";
const PARAMETERS = ["organizationId", "slug", "includeMembersCount", "includeMissingMemberWithElevatedPermissions"];

const paramsOf = ({ run }) => run.case.args[0];
/** Whether our client rejects the parameter at this path. */
const rejectsParameter = (difference, path, kinds) =>
  rejectsInput(difference, "invalid_params", kinds) && difference.ours.error.path === path;

/** The nested resources of a membership. */
const NESTED = ["organization", "public_user_data"];

/**
 * The rows of `getOrganization`. `params` are those of the example, and `results` what `extract` returns for the
 * official client and for ours. Default of `extract`: `errorPathOrRequests`.
 */
const GET_ORGANIZATION = [
  {
    name: "`includeMembersCount: false`",
    official: "omits it",
    ours: "sends `include_members_count=false`",
    reason: "Both mean the same. Our client sends every flag that is set.",
    explains: ({ category, path, official, ours, run }) =>
      category === "request" &&
      path[0] === "query" &&
      Object.hasOwn(FLAGS, path[1]) &&
      run.case.args[0][FLAGS[path[1]]] === false &&
      official === "" &&
      ours === `${path[1]}=false`,
    params: { slug: "acme", includeMembersCount: false },
    results: [["/v1/organizations/acme"], ["/v1/organizations/acme?include_members_count=false"]],
  },
  {
    name: "`includeMissingMemberWithElevatedPermissions`",
    official: "omits it",
    ours: "sends it",
    reason: "Clerk documents the parameter. The result is in `raw`.",
    explains: ({ category, path, official, ours, run }) =>
      category === "request" &&
      path.join() === `query,${ELEVATED}` &&
      official === "" &&
      ours === `${ELEVATED}=${run.case.args[0].includeMissingMemberWithElevatedPermissions}`,
    params: { slug: "acme", includeMissingMemberWithElevatedPermissions: true },
    results: [
      ["/v1/organizations/acme"],
      ["/v1/organizations/acme?include_missing_member_with_elevated_permissions=true"],
    ],
  },
  {
    name: "`getOrganization` without parameters, or with `null`",
    official: "an internal `TypeError`",
    ours: "`ClerkInputError` `invalid_organization_id`",
    reason: "All input errors have one class, with `code` and `path`.",
    isOfficialBug: true,
    explains: (difference) =>
      rejectsInput(difference, "invalid_organization_id", ["thrown"]) &&
      difference.official.error instanceof TypeError &&
      (paramsOf(difference) === undefined || paramsOf(difference) === null),
    params: undefined,
    extract: ({ error }) => [error.name, error.code],
    results: [
      ["TypeError", undefined],
      ["ClerkInputError", "invalid_organization_id"],
    ],
  },
  {
    name: "Parameters of `getOrganization` that are not a plain object",
    official: "an internal `TypeError`, or an `Error`",
    ours: "`ClerkInputError`",
    reason: "The message says what is expected.",
    explains: (difference) => {
      const params = paramsOf(difference);
      return (
        rejectsParameter(difference, "params", ["thrown"]) &&
        params !== undefined &&
        params !== null &&
        typeOf(params) !== "Object"
      );
    },
    params: "org_1",
    extract: ({ error }) => [error.name, error.code],
    results: [
      ["TypeError", undefined],
      ["ClerkInputError", "invalid_params"],
    ],
  },
  {
    name: "`organizationId` together with `slug`",
    official: "ignores the slug",
    ours: "`ClerkInputError` with the path `slug`",
    reason: "They can mean two organizations.",
    explains: (difference) => {
      const params = paramsOf(difference);
      return (
        rejectsParameter(difference, "slug", ["resolved"]) && Boolean(params.slug) && Boolean(params.organizationId)
      );
    },
    params: { organizationId: "org_1", slug: "acme" },
    results: [["/v1/organizations/org_1"], ["invalid_params", "slug"]],
  },
  {
    name: "`organizationId: undefined` with a `slug`",
    official: "an `Error`",
    ours: "reads the organization with the slug",
    reason: "An `undefined` parameter counts as missing, as in all other calls.",
    isOfficialBug: true,
    explains: ({ category, official, ours, run }) =>
      category === "outcome" &&
      official.kind === "thrown" &&
      ours.kind === "resolved" &&
      member(run.case.args[0], "organizationId") === undefined,
    params: { organizationId: undefined, slug: "acme" },
    extract: (run) => (run.kind === "thrown" ? run.error.message : errorPathOrRequests(run)),
    results: ["A valid resource ID is required.", ["/v1/organizations/acme"]],
  },
  {
    name: "A flag of `getOrganization` that is neither true nor false",
    official: "sends it as a string; omits `0` and `NaN`",
    ours: "`ClerkInputError` with the parameter",
    reason: "`include_members_count=1` is not documented.",
    isOfficialBug: true,
    explains: (difference) =>
      rejectsParameter(difference, "includeMembersCount") &&
      typeof paramsOf(difference).includeMembersCount !== "boolean",
    params: { slug: "acme", includeMembersCount: 1 },
    results: [["/v1/organizations/acme?include_members_count=1"], ["invalid_params", "includeMembersCount"]],
  },
  {
    name: "An unknown parameter of `getOrganization`: `includeMemberCount`",
    official: "ignores it",
    ours: "`ClerkInputError` with the nearest name",
    reason: "It is a mistake, which is reported before a request is sent.",
    isOfficialBug: true,
    explains: (difference) =>
      rejectsInput(difference, "invalid_params") &&
      Object.keys(paramsOf(difference)).some(
        (name) =>
          !PARAMETERS.includes(name) && [name, `[${JSON.stringify(name)}]`].includes(difference.ours.error.path),
      ),
    params: { slug: "acme", includeMemberCount: true },
    results: [["/v1/organizations/acme"], ["invalid_params", "includeMemberCount"]],
  },
];

export const organizations = [
  ...GET_ORGANIZATION.map(({ explains, params, extract = errorPathOrRequests, results: [official, ours], ...row }) => ({
    ...row,
    explains: (difference) => difference.run.case.operation === "getOrganization" && explains(difference),
    example: { case: getCase(params), extract, official, ours },
  })),
  {
    name: "`unsafeMetadata` of an organization or a membership",
    official: "sends it: the Backend API responds with 422",
    ours: "`ClerkInputError` with the path `unsafeMetadata`",
    reason: "They have only `publicMetadata` and `privateMetadata`.",
    isOfficialBug: true,
    explains: (difference) =>
      rejectsInput(difference, "invalid_params") &&
      partOf(difference.run.case.operation) === "organizations" &&
      difference.ours.error.path === "unsafeMetadata" &&
      typeOf(metadataOf(difference.run.case).unsafeMetadata) === "Object" &&
      difference.ours.error.message.includes("unknown field."),
    example: {
      case: {
        operation: ORGANIZATION_METADATA[0],
        args: ["org_1", { unsafeMetadata: { a: 1 } }],
        response: ORGANIZATION,
      },
      extract: errorPathOrRequests,
      official: ['{"unsafe_metadata":{"a":1}}'],
      ours: ["invalid_params", "unsafeMetadata"],
    },
  },
  {
    name: "A membership without an organization or without the public data of its user",
    official: "rejects the whole response",
    ours: "`null` in this field",
    reason: "One missing field must not make a successful change look like a failure.",
    isOfficialBug: true,
    explains: ({ category, official, ours, run }) =>
      category === "outcome" &&
      run.case.operation === MEMBERSHIP_METADATA &&
      official.kind === "unexpected" &&
      ours.kind === "resolved" &&
      NESTED.some((name) => isMissing(member(parsedResponse(run), name))) &&
      // The official client then does not read these fields: another row.
      !isMistakenForAnother(parsedResponse(run)) &&
      isSameData(ours.value.raw, parsedResponse(run)),
    example: {
      case: membershipCase({ organization: { id: "org_1" } }),
      extract: ({ kind, error, value }) =>
        kind === "unexpected" ? error.errors[0].message : [value.organization.id, value.publicUserData],
      official: "Cannot read properties of undefined (reading 'identifier')",
      ours: ["org_1", null],
    },
  },
  {
    name: "An organization or the public data of a membership that is not an object",
    official: "returns a resource with `undefined` or empty fields",
    ours: "`null`; `raw` has the value",
    reason: "The value is not a resource.",
    isOfficialBug: true,
    explains: (difference) =>
      difference.category === "value" &&
      difference.className === "OrganizationMembership" &&
      ["organization", "publicUserData"].includes(lastKey(difference)) &&
      !isMissing(difference.responseValue) &&
      !isPlain(difference.responseValue) &&
      difference.ours === null &&
      difference.official.id === undefined,
    example: {
      case: membershipCase({ organization: "org_1", public_user_data: {} }),
      extract: ({ value }) => value.organization && [value.organization.id, value.organization.imageUrl],
      official: [undefined, ""],
      ours: null,
    },
  },
];
