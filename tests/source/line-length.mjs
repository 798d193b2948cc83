// No line of JavaScript or TypeScript is longer than 120 characters: `node tests/source/line-length.mjs`.
//
// The formatter breaks code, but neither comments nor texts. A text may make its line longer: people search the
// sources for an error message.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const MAX_LENGTH = 120;
const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Strings, templates and regular expressions in a line, also one that goes on in other lines. */
const TEXT = /(["'`/])(?:\\.|(?!\1).)*(?:\1|$)/g;
/** What a text may have around it in a line that is too long. */
const MAX_BESIDE_TEXT = 100;

/** What is not formatted either: see biome.jsonc. */
const NOT_FORMATTED = /^tests\/types\/programs\/|\/hermes[^/]*\.js$|\.gen\.ts$/;

const isComment = (line) => /^\s*(\/\/|\/\*|\*)/.test(line);
const isTooLong = (line) =>
  line.length > MAX_LENGTH && (isComment(line) || line.replace(TEXT, "").length > MAX_BESIDE_TEXT);

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter((path) => /\.(js|cjs|mjs|ts|cts|mts|tsx)$/.test(path) && !NOT_FORMATTED.test(path))
  // One that is deleted, but not yet for git.
  .filter((path) => existsSync(join(root, path)));

const found = files.flatMap((path) =>
  readFileSync(join(root, path), "utf8")
    .split("\n")
    .flatMap((line, index) => (isTooLong(line) ? [`${path}:${index + 1}: ${line.length} characters`] : [])),
);
for (const text of found) console.error(text);
console.log(
  `${found.length === 0 ? "ok  " : "FAIL"} lines of at most ${MAX_LENGTH} characters (${files.length} files)`,
);
process.exitCode = found.length === 0 && files.length > 0 ? 0 : 1;
