// Organizations and memberships as the Backend API could send them, and parameters of `getOrganization`.
import fc from "fast-check";
import { formatting, jsonObject, jsonText, objectOf, text } from "./json.mjs";
import {
  booleanFields,
  field,
  idFields,
  resource,
  single,
  textFields,
  timeFields,
  unknownFields,
  url,
} from "./users.mjs";

const METADATA_FIELDS = [
  ["public_metadata", field(jsonObject, {})],
  ["private_metadata", field(jsonObject, {})],
];
/** The fields that identify a resource, rarely wrong. */
const identity = (object, id) => [
  [
    "object",
    fc.oneof(
      { weight: 100, arbitrary: fc.constant(object) },
      { weight: 1, arbitrary: fc.constantFrom(null, "Organization", "user", 7) },
    ),
  ],
  [
    "id",
    fc.oneof(
      { weight: 100, arbitrary: fc.constantFrom(id, "", "ü\ud83d\ude00") },
      { weight: 1, arbitrary: fc.constantFrom(null, 7, {}) },
    ),
  ],
];
const ORGANIZATION_FIELDS = [
  ...textFields("name", "slug"),
  ["image_url", field(url, "")],
  ...booleanFields("has_image", "admin_delete_enabled", "missing_member_with_elevated_permissions"),
  ["members_count", field(fc.nat(9), 0)],
  ["max_allowed_memberships", field(fc.nat(9), 0)],
  ...idFields("created_by"),
  ...timeFields("created_at", "updated_at", "last_active_at"),
  ...METADATA_FIELDS,
];
const publicUserData = resource([
  ...idFields("user_id"),
  ...textFields("first_name", "last_name", "identifier", "username"),
  ["image_url", field(url, "")],
  ...booleanFields("has_image", "banned"),
]);
const organization = resource([...identity("organization", "org_1"), ...ORGANIZATION_FIELDS]);
const membership = resource([
  ...identity("organization_membership", "orgmem_1"),
  ...textFields("role", "role_name"),
  ["permissions", field(fc.array(text, { maxLength: 3 }), [])],
  ["organization", single(resource([...idFields("id"), ...ORGANIZATION_FIELDS]), true)],
  ["public_user_data", single(publicUserData, true)],
  ...timeFields("created_at", "updated_at"),
  ...METADATA_FIELDS,
]);

const withUnknownFields = (arbitrary) =>
  fc
    .tuple(arbitrary, unknownFields, formatting)
    .map(([fields, unknownEntries, format]) =>
      jsonText(objectOf([...Object.entries(fields), ...unknownEntries]), format),
    );

/** The JSON text of an organization, in any formatting. */
export const organizationText = withUnknownFields(organization);
/** The JSON text of a membership, in any formatting. */
export const membershipText = withUnknownFields(membership);

const flag = fc.constantFrom(true, false, undefined, null);
const flags = fc.record(
  { includeMembersCount: flag, includeMissingMemberWithElevatedPermissions: flag },
  { requiredKeys: [], noNullPrototype: true },
);
const organizationId = fc.constantFrom("org_1", "org_2abcDEF0123456789ghiJKL3");

/** Parameters of `getOrganization`. */
export const organizationParams = fc
  .tuple(fc.oneof(fc.record({ organizationId }), fc.record({ slug: fc.constantFrom("acme", "acme-2") })), flags)
  .map(([id, rest]) => ({ ...id, ...rest }));

/** Parameters of `getOrganization` that are rejected. */
export const invalidOrganizationParams = fc.oneof(
  fc.constantFrom(undefined, null, "org_1", 7, [], ["org_1"], new Map([["slug", "acme"]]), () => 1, {}),
  fc.constantFrom({ organizationId: "org_1", slug: "acme" }, { slug: "acme", organizationId: "org_1" }),
  fc
    .tuple(organizationParams, fc.constantFrom(0, 1, "yes", {}, [], NaN))
    .map(([params, value]) => ({ ...params, includeMembersCount: value })),
  fc
    .tuple(organizationParams, fc.constantFrom("includeMemberCount", "include_members_count", "id", ""))
    .map(([params, name]) => ({ ...params, [name]: true })),
  fc
    .constantFrom("organizationId", "slug")
    .chain((name) => fc.constantFrom(5, true, {}, ["org_1"], "").map((id) => ({ [name]: id }))),
);
