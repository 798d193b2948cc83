// The JavaScript and TypeScript code blocks of the README and the documentation. A comment before a block says more
// about it:
//
//   <!-- snippet: run -->            it also runs, and its comments such as `user.id; // "user_2abc"` are asserted
//   <!-- snippet: with FILE -->      it is compiled together with FILE, another block of the page
//   <!-- file: FILE -->              it is FILE
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** Pages whose code blocks other tests run. */
const TESTED_ELSEWHERE = new Set([
  "docs/runtimes.md", // tests/runtimes/snippets.mjs
  "docs/local-backend-api.md",
  "docs/testing.md",
  "docs/typescript.md",
  "docs/observability.md",
  "docs/command-line.md",
]);

const BLOCK = /(?:^<!-- (?<comment>[^>]*) -->\n)?^```(?<language>js|ts|tsx)\n(?<code>.*?)^```$/gms;

function parseComment(comment = "snippet: compile") {
  const [, kind, text] = /^(snippet|file): (.+)$/.exec(comment) ?? [];
  if (kind === "file") return { file: text };
  if (text === "run") return { run: true };
  if (text === "compile") return {};
  if (text?.startsWith("with ")) return { with: text.slice("with ".length) };
  throw new Error(`unknown comment before a code block: ${comment}`);
}

function blocksOf(page) {
  const text = readFileSync(join(root, page), "utf8");
  return [...text.matchAll(BLOCK)].map(({ groups: { comment, language, code }, index }) => ({
    name: `${page}:${text.slice(0, index).split("\n").length}`,
    page,
    language,
    code,
    ...parseComment(comment),
  }));
}

/** All code blocks, as `{ name, page, language, code, run, with, file }`. */
export function readBlocks() {
  const pages = readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`);
  return ["README.md", ...pages].filter((page) => !TESTED_ELSEWHERE.has(page)).flatMap(blocksOf);
}
