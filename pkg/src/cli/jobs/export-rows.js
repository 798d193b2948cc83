// The rows of an export as rows of a job: a user has both IDs in an export, and a row names the user by one of them.
import { blankMember, JsonError } from "../json-text.js";

const NEWLINE = 10;
/** A longer line is no row: it is passed on as it is, so that the reader of the rows rejects it. */
const MAX_LINE = 1024 * 1024;
const NAMES = { id: ["id"], externalId: ["externalId", "external_id"] };

/**
 * The bytes of the input of a job, as `readRows` takes them.
 * @param {AsyncIterable<Uint8Array>} bytes
 * @param {import("./types.js").Job["options"]} options
 */
export const rowBytes = (bytes, { without }) =>
  without === undefined ? bytes : exportRows(bytes, /** @type {keyof typeof NAMES} */ (without));

/**
 * The bytes of an export without one of the IDs. Lines and columns stay where they are.
 * @param {AsyncIterable<Uint8Array>} chunks
 * @param {keyof typeof NAMES} without
 * @returns {AsyncGenerator<Uint8Array>}
 */
async function* exportRows(chunks, without) {
  const names = NAMES[without];
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    const isLong = end === 0 && bytes.length > MAX_LINE;
    rest = isLong ? Buffer.alloc(0) : bytes.subarray(end);
    if (end > 0 || isLong) yield withoutId(bytes.subarray(0, isLong ? bytes.length : end), names);
  }
  yield withoutId(rest, names);
}

/**
 * @param {Buffer} bytes
 * @param {readonly string[]} names
 */
function withoutId(bytes, names) {
  // A character for each byte: the syntax of JSON is ASCII.
  const lines = bytes.toString("latin1").split("\n");
  return Buffer.from(lines.map((line) => blank(line, names)).join("\n"), "latin1");
}

/**
 * @param {string} line
 * @param {readonly string[]} names
 */
function blank(line, names) {
  try {
    return line.trimStart().startsWith("{") || line.startsWith("\u00ef\u00bb\u00bf{") ? blankRow(line, names) : line;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return line;
  }
}

/**
 * @param {string} line
 * @param {readonly string[]} names
 */
function blankRow(line, names) {
  const start = line.indexOf("{");
  return line.slice(0, start) + blankMember(line.slice(start), names);
}
