// A list of user IDs: one in each line, as a text or as a JSON object with the member id.
import { BAD_INPUT, ExitError } from "../exit-status.js";
import { inputName, readInputText } from "../files/input.js";
import { JsonError, members } from "../json-text.js";

const MAX_PROBLEMS = 20;
const ID = /^user_\w+$/;

/**
 * The IDs, without duplicates, in their order. Throws an error that lists the first invalid lines.
 * @param {string} path Of a file, or `-`.
 * @returns {Promise<string[]>}
 */
export async function readIds(path) {
  const text = await readInputText(path);
  /** @type {Set<string>} */
  const ids = new Set();
  /** @type {string[]} */
  const problems = [];
  let count = 0;
  let number = 0;
  for (const line of linesOf(text)) {
    number++;
    const content = line.trim();
    if (content === "") continue;
    const id = idOf(content);
    if (typeof id === "string") {
      ids.add(id);
      continue;
    }
    count++;
    if (problems.length < MAX_PROBLEMS) problems.push(`line ${number}: ${id.problem}`);
  }
  const name = inputName(path);
  if (count > 0) {
    const more = count > MAX_PROBLEMS ? [`… and ${count - MAX_PROBLEMS} more`] : [];
    const lines = [`${name}: ${count === 1 ? "1 line is" : `${count} lines are`} invalid. Nothing was sent.`];
    throw new ExitError([...lines, ...problems, ...more].join("\n"), BAD_INPUT);
  }
  if (ids.size === 0) throw new ExitError(`${name} has no user IDs.`, BAD_INPUT);
  return [...ids];
}

/**
 * Without an array of all lines.
 * @param {string} text
 */
function* linesOf(text) {
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    yield text.slice(start, end);
    start = end + 1;
  }
}

/**
 * @param {string} line
 * @returns {string | { problem: string }}
 */
function idOf(line) {
  if (!line.startsWith("{")) return ID.test(line) ? line : { problem: "not a user ID such as user_2abc" };
  try {
    const text = new Map(members(line)).get("id");
    const id = text === undefined ? undefined : JSON.parse(text);
    return ID.test(id) ? id : { problem: "the object has no member id with a user ID such as user_2abc" };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return { problem: `not JSON: ${error.message.replace(/ at line 1,/, " at")}` };
  }
}
