// No line of JavaScript or TypeScript is longer than 120 characters: `node tests/source/line-length.mjs`.
//
// The formatter breaks code, but neither comments nor string literals. A line may be longer because of a literal, so
// that people can search the sources for an error message.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const MAX_LENGTH = 120;
const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** A string, template or regular expression in a line. It may continue on the next lines. */
const LITERAL = /(["'`/])(?:\\.|(?!\1).)*(?:\1|$)/g;
/** The maximum length of such a line without its literals. */
const MAX_LENGTH_WITHOUT_LITERALS = 100;

/** Files that biome.jsonc excludes from formatting, and expected results, whose lines a program does not break. */
const NOT_FORMATTED =
  /^tests\/types\/programs\/|^tests\/migrate\/(?:apps\/|[a-z-]+forms(?:\.test)?\.mjs$)|\/hermes[^/]*\.js$|\.gen\.ts$/;

const isComment = (line) => /^\s*(\/\/|\/\*|\*)/.test(line);
const isTooLong = (line) =>
  line.length > MAX_LENGTH && (isComment(line) || line.replace(LITERAL, "").length > MAX_LENGTH_WITHOUT_LITERALS);

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter((path) => /\.(js|cjs|mjs|ts|cts|mts|tsx)$/.test(path) && !NOT_FORMATTED.test(path))
  // Git still lists files that are deleted but not staged.
  .filter((path) => existsSync(join(root, path)));

const problems = files.flatMap((path) =>
  readFileSync(join(root, path), "utf8")
    .split("\n")
    .flatMap((line, index) => (isTooLong(line) ? [`${path}:${index + 1}: ${line.length} characters`] : [])),
);
for (const text of problems) console.error(text);
console.log(
  `${problems.length === 0 ? "ok  " : "FAIL"} lines of at most ${MAX_LENGTH} characters (${files.length} files)`,
);
process.exitCode = problems.length === 0 && files.length > 0 ? 0 : 1;
