// A row: the IDs and the metadata of a user, as JSON text with the digits of its numbers.
import { formatJson, members } from "../json-text.js";

/** The keys of a row, and of the response. */
const FIELDS = Object.entries({
  id: "id",
  externalId: "external_id",
  publicMetadata: "public_metadata",
  privateMetadata: "private_metadata",
  unsafeMetadata: "unsafe_metadata",
});

/**
 * `text` is that of the response, `row` is a line of an export.
 * @typedef {{
 *   id: string,
 *   createdAt: number,
 *   text: string,
 *   row: string,
 *   members: Map<string | undefined, string>,
 * }} UserText
 */

/**
 * @param {string} text Of a user in a response.
 * @returns {UserText}
 */
export function readUserText(text) {
  const found = new Map(members(text));
  const parts = FIELDS.map(([name, key]) => {
    const value = found.get(key) ?? "null";
    const isEmpty = value === "null" && name.endsWith("Metadata");
    return `"${name}":${isEmpty ? "{}" : inOneLine(value)}`;
  });
  return {
    id: JSON.parse(found.get("id") ?? "null"),
    createdAt: Number(found.get("created_at")),
    text,
    row: `{${parts.join(",")}}`,
    members: found,
  };
}

/**
 * The users of a list.
 * @param {string} text Of the response.
 */
export const readUserList = (text) => members(text).map(([, user]) => readUserText(user));

/** @param {string} text */
const inOneLine = (text) => (/[\n\r]/.test(text) ? formatJson(text) : text);

/**
 * What a command prints of a user.
 * @param {UserText} user
 * @param {Record<string, any>} values Of the options.
 */
export function userOutput({ text, row }, { json, "all-fields": allFields }) {
  return `${formatJson(allFields ? text : row, { isIndented: !json })}\n`;
}

/** @satisfies {Record<string, import("../types.js").Option>} */
export const OUTPUT_OPTIONS = {
  json: { type: "boolean", description: "Print JSON in one line." },
  "all-fields": { type: "boolean", description: "Print all fields, as the Backend API sends them." },
};
