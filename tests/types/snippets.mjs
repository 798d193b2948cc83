// The programs of docs/typescript.md: blocks whose first line is a comment with the name of their file.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const FOLDER = "docs-typescript";
const page = readFileSync(fileURLToPath(new URL("../../docs/typescript.md", import.meta.url)), "utf8");

const snippets = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, text]) => {
  const name = text.match(/^\/\/ ([\w./-]+\.ts)\n/)?.[1];
  if (!name) throw new Error(`docs/typescript.md: the first line must name the file:\n${text}`);
  return { name: `${FOLDER}/${name}`, text };
});

/** The files of the programs. Those that import Clerk's packages are only for projects that have them. */
export const snippetFiles = (clerk) =>
  snippets.filter(({ text }) => clerk || !text.includes('from "@clerk/')).map(({ name }) => name);

/** Writes the programs next to those of a project. */
export function writeSnippets(folder) {
  for (const { name, text } of snippets) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
