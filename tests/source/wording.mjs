// Words that this project does not use: `node tests/source/wording.mjs [FOLDER]` checks the files of the
// repository, or of another one. Prose is plain technical English,
// with one word for a thing everywhere, and a name says what the thing is.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** Phrases, and what to write instead. */
const PHRASES = [
  [/\bunless told\b/i, "default: …"],
  [/\bfor ever\b/i, "permanently"],
  [/\bwhoever\b/i, "everyone who, users who"],
  [/\bin the place of\b/i, "instead of"],
  [/\b(is|are|be|been|call|calls|attempt) made (again|twice)\b|\bmade again\b/i, "retried, repeated"],
  [/\bmade[ -]up\b/i, "generated"],
  [/\ball the same[.,;:]/i, "nevertheless"],
  [/\bhas a hand in\b/i, "processes"],
  [/\blets? (one |them )?in\b(?! the)/i, "allows access"],
  [/\b(told|tell|tells) apart\b/i, "distinguished"],
  [/\bone may\b/i, "you can"],
  [/\bwhat else was there\b/i, "other keys"],
  [/\bnothing lost\b/i, "no data lost"],
  [/\bfor no end\b|\bhas no end\b/i, "disables the timeout, is circular"],
  [/\bis not waited for\b/i, "rejects without waiting"],
  [/\b(finds?|looks?|told|tells?) (all )?the way out\b/i, "a suggestion"],
  [/\btakes? a place in\b/i, "occupies"],
  [/\bbeside\b/i, "next to, in addition to, compared with"],
  [/\banswer(s|ed|ing)?\b/i, "response, respond"],
  [/\brefus(e|es|ed|al|als|ing)\b/i, "reject"],
  [/\bjudge[sd]?\b/i, "validate, check"],
];

/** Names that do not say what the thing is. */
const NAMES = "made|about|given|own|judge|tell|exchange|enter|answer|begin|shown|seen";
const DECLARATION = new RegExp(
  `\\b(?:const|let|let mut|var|function|class|fn|mod|struct|enum|type|interface)\\s+(${NAMES})\\b`,
);
const CODE = /\.(js|cjs|mjs|ts|cts|mts|tsx|rs)$/;

/** Files that are data, generated, or written by others. */
const IGNORED_FILES =
  /(^|\/)(package-lock\.json|Cargo\.lock|LICENSE)$|\.(png|svg|wasm)$|^fuzz\/(seeds|.*\.dict$)|^tests\/fixtures\/|\.gen\.ts$/;

/** Uses of such words that are right. */
const ALLOWED = [
  { file: /^tests\/source\/(wording|texts\.test)\.mjs$/, text: /./, reason: "these files contain the words" },
  {
    file: /./,
    text: /ECONNREFUSED|connections? (is |are |was )?refused|refused connection|refuses the connection/i,
    reason: "the term of operating systems",
  },
  { file: /./, text: /\brequest_refused\b/, reason: "the code of an error, which must not change" },
];

/** The problems in a text, as `{ line, column, found, instead }`. */
export function findWords(text, path) {
  return text.split("\n").flatMap((content, index) => {
    const allowed = ALLOWED.filter(({ file }) => file.test(path));
    const remaining = allowed.reduce((line, { text }) => line.replaceAll(new RegExp(text, "gi"), ""), content);
    const phrases = PHRASES.flatMap(([pattern, instead]) => {
      const match = pattern.exec(remaining);
      return match ? [{ line: index + 1, found: match[0], instead }] : [];
    });
    const name = CODE.test(path) ? DECLARATION.exec(remaining) : null;
    return name ? [...phrases, { line: index + 1, found: name[0], instead: "a name that says what it is" }] : phrases;
  });
}

function trackedFiles(root) {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  return listed
    .trim()
    .split("\n")
    .filter((path) => !IGNORED_FILES.test(path) && existsSync(join(root, path)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { positionals } = parseArgs({ allowPositionals: true });
  const root = resolve(positionals[0] ?? join(dirname(fileURLToPath(import.meta.url)), "../.."));
  const files = trackedFiles(root);
  const problems = files.flatMap((path) =>
    findWords(readFileSync(join(root, path), "utf8"), path).map(
      ({ line, found, instead }) => `${path}:${line}: "${found}"; write: ${instead}`,
    ),
  );
  for (const text of problems) console.error(text);
  console.log(
    problems.length === 0 ? `ok   the words of ${files.length} files` : `FAIL ${problems.length} words to replace`,
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
}
