const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * The texts of the members of an object, by name, in the order of the text. Numbers keep their digits. The text must be
 * valid JSON.
 * @param {string} text
 * @returns {Map<string, string>}
 */
export function jsonMembers(text) {
  const members = new Map();
  let depth = 0;
  let name = "";
  let start = 0;
  /** @type {string | undefined} */
  let lastString;
  TOKEN.lastIndex = 0;
  for (let match; (match = TOKEN.exec(text)); ) {
    const [token] = match;
    if (depth === 1 && token === ":" && start === 0) {
      name = JSON.parse(/** @type {string} */ (lastString));
      start = match.index + 1;
    } else if (depth === 1 && (token === "," || token === "}") && start > 0) {
      members.set(name, text.slice(start, match.index).trim());
      start = 0;
    }
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    else if (token[0] === '"' && start === 0) lastString = token;
  }
  return members;
}
