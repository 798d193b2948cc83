// The fields of package.json that depend on the entries: `node build/package-json.mjs --write` writes them, and the
// build checks them. Also the folders of the entries, which the build writes and npm packs.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  conditionsOf,
  ENTRIES,
  ENTRIES_WITH_FOLDER,
  folderPackageJson,
  GENERATED_WASM,
  subpathOf,
} from "./entries.mjs";

const pkg = resolve(fileURLToPath(import.meta.url), "../..");
const path = join(pkg, "package.json");

const EXPORTS = /^ {2}"exports": \{\n.*?^ {2}\},$/ms;
const FILES = /^ {2}"files": \[.*\],$/m;

const inOneLine = (/** @type {unknown} */ value) => JSON.stringify(value, null, 1).replace(/\n\s*/g, " ");

function exportsText() {
  const entries = ENTRIES.map((entry) => {
    const conditions = Object.entries(conditionsOf(entry)).map(
      ([name, target]) => `      "${name}": ${inOneLine(target)}`,
    );
    return `    "${subpathOf(entry)}": {\n${conditions.join(",\n")}\n    }`;
  });
  const files = [
    `"./${GENERATED_WASM}": { "types": "./dist/wasm-module.d.ts", "default": "./dist/${GENERATED_WASM}" }`,
    '"./package.json": "./package.json"',
  ];
  return `  "exports": {\n${[...entries, ...files.map((file) => `    ${file}`)].join(",\n")}\n  },`;
}

const filesText = () =>
  `  "files": ${inOneLine(["dist", "CHANGELOG.md", ...ENTRIES_WITH_FOLDER.map(({ name }) => name)])
    .replace("[ ", "[")
    .replace(" ]", "]")},`;

/**
 * The text of package.json with the current entries.
 * @param {string} text
 */
function withEntries(text) {
  for (const pattern of [EXPORTS, FILES]) if (!pattern.test(text)) throw new Error(`${path} has no ${pattern}`);
  return text.replace(EXPORTS, exportsText()).replace(FILES, filesText());
}

/** Throws if package.json does not match the table of entries. */
export function checkPackageJson() {
  const actual = readFileSync(path, "utf8");
  const expected = withEntries(actual);
  if (actual === expected) return;
  const [actualLines, expectedLines] = [actual.split("\n"), expected.split("\n")];
  const missing = expectedLines
    .filter((line) => !actualLines.includes(line))
    .map((line) => `\n  missing: ${line.trim()}`);
  const extra = actualLines
    .filter((line) => !expectedLines.includes(line))
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
