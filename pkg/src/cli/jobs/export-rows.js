// The rows of an export as rows of a job: a user has both IDs in an export, and a row names the user by one of them.
import { blankMember, JsonError, members } from "../json-text.js";

const NEWLINE = 10;
const NO_EXTERNAL_ID = "The user has no external ID.";
/** A longer line is no row: it is passed on as it is, so that the reader of the rows rejects it. */
const MAX_LINE = 1024 * 1024;
const NAMES = { id: ["id"], externalId: ["externalId", "external_id"] };

/**
 * The bytes of the input of a job, as `readRows` takes them.
 * @param {AsyncIterable<Uint8Array>} bytes
 * @param {import("./types.js").Job["options"]} options
 * @param {(line: string) => void} [onLeftOut] Called with each row that is left out, because its user has no external
 *   ID.
 */
export const rowBytes = (bytes, { without }, onLeftOut = () => {}) =>
  without === undefined ? bytes : exportRows(bytes, /** @type {keyof typeof NAMES} */ (without), onLeftOut);

/**
 * The row of a user without an external ID, with the reason why it is left out.
 * @param {string} line
 */
export const withoutExternalId = (line) =>
  `${line.trimEnd().replace(/,?\s*}$/, "")},"_error":${JSON.stringify(NO_EXTERNAL_ID)}}\n`;

/**
 * The bytes of an export without one of the IDs. Lines and columns stay where they are.
 * @param {AsyncIterable<Uint8Array>} chunks
 * @param {keyof typeof NAMES} without
 * @param {(line: string) => void} onLeftOut
 * @returns {AsyncGenerator<Uint8Array>}
 */
async function* exportRows(chunks, without, onLeftOut) {
  const names = NAMES[without];
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    const isLong = end === 0 && bytes.length > MAX_LINE;
    rest = isLong ? Buffer.alloc(0) : bytes.subarray(end);
    if (end > 0 || isLong) yield withoutId(bytes.subarray(0, isLong ? bytes.length : end), names, onLeftOut);
  }
  yield withoutId(rest, names, onLeftOut);
}

/**
 * @param {Buffer} bytes
 * @param {readonly string[]} names
 * @param {(line: string) => void} onLeftOut
 */
function withoutId(bytes, names, onLeftOut) {
  // A character for each byte: the syntax of JSON is ASCII.
  const lines = bytes.toString("latin1").split("\n");
  const rows = lines.map((line) => {
    if (names !== NAMES.id || !lacksExternalId(line)) return blank(line, names);
    onLeftOut(Buffer.from(line, "latin1").toString());
    // An empty line is no row, and the rows after it keep their lines.
    return "";
  });
  return Buffer.from(rows.join("\n"), "latin1");
}

/** @param {string} line */
function lacksExternalId(line) {
  if (!/"external_?[iI]d"\s*:\s*null/.test(line)) return false;
  try {
    return members(line).some(([name, value]) => NAMES.externalId.includes(String(name)) && value === "null");
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return false;
  }
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
