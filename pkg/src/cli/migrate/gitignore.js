// The rules of a .gitignore file: https://git-scm.com/docs/gitignore

/** @typedef {{ pattern: RegExp, negated: boolean, foldersOnly: boolean }} Rule */

/**
 * @param {string} text
 * @returns {Rule[]} In the order of the file. The last one that matches applies.
 */
export const parseGitignore = (text) =>
  text.split(/\r?\n/).flatMap((line) => {
    const [, negation, rule] = /** @type {RegExpExecArray} */ (/^(!?)(.*?)(?<!\\)\s*$/.exec(line));
    if (rule === "" || (rule.startsWith("#") && negation === "")) return [];
    const path = rule.replace(/\/$/, "");
    if (path === "") return [];
    const isAnchored = path.includes("/");
    const source = patternSource(path.replace(/^\//, ""));
    return [
      {
        pattern: new RegExp(`^${isAnchored ? "" : "(?:.*/)?"}${source}$`),
        negated: negation === "!",
        foldersOnly: rule.endsWith("/"),
      },
    ];
  });

const TOKEN = /\*\*\/|\/\*\*$|\*+|\?|\[(?:!|\^)?\]?[^\]]*\]|\\.|[^*?[\\]+|./gs;

/** @param {string} path */
const patternSource = (path) =>
  path.replace(TOKEN, (token) => {
    if (token === "**/") return "(?:.*/)?";
    if (token === "/**") return "/.*";
    if (token.startsWith("*")) return "[^/]*";
    if (token === "?") return "[^/]";
    if (token.startsWith("[") && token.endsWith("]") && token.length > 2) return token.replace(/^\[!/, "[^");
    return token.replace(/^\\(?=.)/s, "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  });

/**
 * Whether the rules ignore a path, which is relative to the folder of the file and has slashes. `undefined` if no rule
 * matches.
 * @param {Rule[]} rules
 * @param {string} path
 * @param {boolean} isFolder
 */
export const isIgnored = (rules, path, isFolder) => {
  const rule = rules.findLast(({ pattern, foldersOnly }) => (isFolder || !foldersOnly) && pattern.test(path));
  return rule && !rule.negated;
};
