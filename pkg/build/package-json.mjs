// What package.json says of the entries: `node build/package-json.mjs --write` writes it, the build checks it. And
// the folders of the entries, which the build writes and npm packs.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { conditionsOf, ENTRIES, ENTRIES_WITH_FOLDER, folderPackageJson, subpathOf } from "./entries.mjs";

const pkg = resolve(fileURLToPath(import.meta.url), "../..");
const path = join(pkg, "package.json");

const EXPORTS = /^ {2}"exports": \{\n.*?^ {2}\},$/ms;
const FILES = /^ {2}"files": \[.*\],$/m;

const inOneLine = (value) => JSON.stringify(value, null, 1).replace(/\n\s*/g, " ");

function exportsText() {
  const entries = ENTRIES.map((entry) => {
    const conditions = Object.entries(conditionsOf(entry)).map(
      ([name, target]) => `      "${name}": ${inOneLine(target)}`,
    );
    return `    "${subpathOf(entry)}": {\n${conditions.join(",\n")}\n    }`;
  });
  return `  "exports": {\n${[...entries, '    "./package.json": "./package.json"'].join(",\n")}\n  },`;
}

const filesText = () =>
  `  "files": ${inOneLine(["dist", ...ENTRIES_WITH_FOLDER.map(({ name }) => name)])
    .replace("[ ", "[")
    .replace(" ]", "]")},`;

function withEntries(text) {
  for (const pattern of [EXPORTS, FILES]) if (!pattern.test(text)) throw new Error(`${path} has no ${pattern}`);
  return text.replace(EXPORTS, exportsText()).replace(FILES, filesText());
}

/** Throws where package.json does not have what the table of the entries has. */
export function checkPackageJson() {
  const lines = (text) => text.split("\n");
  const found = readFileSync(path, "utf8");
  const expected = withEntries(found);
  if (found === expected) return;
  const missing = lines(expected)
    .filter((line) => !lines(found).includes(line))
    .map((line) => `\n  missing: ${line.trim()}`);
  const extra = lines(found)
    .filter((line) => !lines(expected).includes(line))
    .map((line) => `\n  not expected: ${line.trim()}`);
  throw new Error(
    `pkg/package.json is not what build/entries.mjs says; node pkg/build/package-json.mjs --write writes it.${[...missing, ...extra].join("")}`,
  );
}

/** Writes the folder of each entry. */
export function writeFolders() {
  for (const entry of ENTRIES_WITH_FOLDER) {
    mkdirSync(join(pkg, entry.name), { recursive: true });
    writeFileSync(join(pkg, entry.name, "package.json"), `${JSON.stringify(folderPackageJson(entry), null, 2)}\n`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv[2] === "--write") writeFileSync(path, withEntries(readFileSync(path, "utf8")));
  else checkPackageJson();
}
