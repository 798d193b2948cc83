// Users, organizations and memberships in responses, and their rows: the IDs and the metadata, as JSON text with the
// digits of its numbers.
import { formatJson, members } from "../json-text.js";

/** The metadata fields of a row, and of the response. */
const METADATA = [
  ["publicMetadata", "public_metadata"],
  ["privateMetadata", "private_metadata"],
];
const UNSAFE = ["unsafeMetadata", "unsafe_metadata"];

/** @typedef {Map<string | undefined, string>} Members */
/**
 * `name` is what messages call it, `ids` are those of a row, `text` is that of the response, and `row` is a line of an
 * export.
 * @typedef {{ id?: string, organizationId?: string, userId?: string }} Ids
 * @typedef {{ name: string, ids: Ids, text: string, row: string }} StoredText
 * @typedef {StoredText & { id: string, createdAt: number, members: Members }} UserText
 */

/**
 * @param {string} text Of a user in a response.
 * @returns {UserText}
 */
export function readUserText(text) {
  const found = new Map(members(text));
  const id = stringOf(found, "id");
  return {
    id,
    name: id,
    ids: { id },
    createdAt: Number(found.get("created_at")),
    text,
    row: rowText(`"id":${JSON.stringify(id)},"externalId":${found.get("external_id") ?? "null"}`, found, [
      ...METADATA,
      UNSAFE,
    ]),
    members: found,
  };
}

/**
 * @param {string} text Of an organization in a response.
 * @returns {StoredText}
 */
export function readOrganizationText(text) {
  const found = new Map(members(text));
  const organizationId = stringOf(found, "id");
  const ids = { organizationId };
  return { name: organizationId, ids, text, row: rowText(idsText(ids), found, METADATA) };
}

/**
 * @param {string} text Of a membership in a response.
 * @returns {StoredText}
 */
export function readMembershipText(text) {
  const found = new Map(members(text));
  const part = (/** @type {string} */ name) => new Map(members(found.get(name) ?? "{}"));
  const organizationId = stringOf(part("organization"), "id");
  const userId = stringOf(part("public_user_data"), "user_id");
  const ids = { organizationId, userId };
  const name = `the membership of ${userId} in ${organizationId}`;
  return { name, ids, text, row: rowText(idsText(ids), found, METADATA) };
}

/**
 * The memberships of a list.
 * @param {string} text Of the response.
 */
export function readMembershipTexts(text) {
  const data = new Map(members(text)).get("data") ?? "[]";
  return members(data).map(([, membership]) => readMembershipText(membership));
}

/**
 * @param {Members} found
 * @param {string} name
 */
const stringOf = (found, name) => JSON.parse(found.get(name) ?? "null");

/** @param {StoredText["ids"]} ids */
const idsText = (ids) => JSON.stringify(ids).slice(1, -1);

/**
 * @param {string} ids
 * @param {Members} found
 * @param {string[][]} fields
 */
function rowText(ids, found, fields) {
  const parts = fields.map(([name, key]) => {
    const value = found.get(key) ?? "null";
    return `"${name}":${value === "null" ? "{}" : inOneLine(value)}`;
  });
  return `{${[ids, ...parts].join(",")}}`;
}

/**
 * The users of a list.
 * @param {string} text Of the response.
 */
export const readUserList = (text) => members(text).map(([, user]) => readUserText(user));

/** @param {string} text */
const inOneLine = (text) => (/[\n\r]/.test(text) ? formatJson(text) : text);

/**
 * What a command prints.
 * @param {StoredText} stored
 * @param {Record<string, any>} values Of the options.
 */
export function storedOutput({ text, row }, { json, "all-fields": allFields }) {
  return `${formatJson(allFields ? text : row, { isIndented: !json })}\n`;
}

/** @satisfies {Record<string, import("../types.js").Option>} */
export const OUTPUT_OPTIONS = {
  json: { type: "boolean", description: "Print JSON in one line." },
  "all-fields": { type: "boolean", description: "Print all fields, as the Backend API sends them." },
};
