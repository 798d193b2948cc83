// What the arguments of each method contain.
import { typeOf } from "./find-differences.mjs";

export const MEMBERSHIP_METADATA = "updateOrganizationMembershipMetadata";
export const ORGANIZATION_METADATA = ["updateOrganizationMetadata", "replaceOrganizationMetadata"];
export const USER_METADATA = ["updateUserMetadata", "replaceUserMetadata"];

const isOrganizationCall = (operation) => operation.includes("Organization");

/** The property of a client that has the method. */
export const partOf = (operation) => (isOrganizationCall(operation) ? "organizations" : "users");

/** The `object` of the resource that a method returns. */
export const objectOfResult = (operation) =>
  operation === MEMBERSHIP_METADATA
    ? "organization_membership"
    : isOrganizationCall(operation)
      ? "organization"
      : "user";

const isPlain = (value) => ["Object", "none"].includes(typeOf(value));

/** The metadata parameters of a call, without the IDs that are in the same object. */
export function metadataOf({ operation, args }) {
  if (operation !== MEMBERSHIP_METADATA) return args[1];
  if (!isPlain(args[0])) return args[0];
  const { organizationId: _, userId: __, ...metadata } = args[0];
  return metadata;
}

/** The arguments of a metadata call. */
export const metadataArgs = (operation, [organizationId, userId], params) =>
  operation === MEMBERSHIP_METADATA
    ? [{ organizationId, userId, ...params }]
    : [ORGANIZATION_METADATA.includes(operation) ? organizationId : userId, params];

/** The IDs in the path of a call, in their order: `[parameter, value]`. */
export function idsOf({ operation, args }) {
  if (operation === MEMBERSHIP_METADATA)
    return [
      ["organizationId", args[0]?.organizationId],
      ["userId", args[0]?.userId],
    ];
  if (operation === "getOrganization")
    return [["slug", "organizationId"].map((name) => [name, args[0]?.[name]]).find(([, id]) => id != null)].map(
      (id) => id ?? ["organizationId", undefined],
    );
  return [[ORGANIZATION_METADATA.includes(operation) ? "organizationId" : "userId", args[0]]];
}

/** The texts around the IDs in the path of a call. */
export function pathTexts(operation) {
  if (operation === MEMBERSHIP_METADATA) return ["/organizations/", "/memberships/", "/metadata"];
  return [`/${partOf(operation)}/`, /^get/.test(operation) ? "" : "/metadata"];
}
