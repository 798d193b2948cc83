// Whether each entry of pkg/build/entries.mjs has its types, tests and documentation; and whether nothing has an entry
// that is not there.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ENTRIES, specifierOf } from "../../pkg/build/entries.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

const textsOf = (folder, pattern) =>
  readdirSync(join(root, folder), { recursive: true })
    .filter((name) => pattern.test(name) && !name.includes("node_modules"))
    .map((name) => readFileSync(join(root, folder, name), "utf8"));

/** Where each entry must be imported or named. */
const PLACES = [
  { what: "a type test of ES modules (tests/types/programs/*.ts)", texts: textsOf("tests/types/programs", /\.ts$/) },
  { what: "a type test of CommonJS (tests/types/programs/*.cts)", texts: textsOf("tests/types/programs", /\.cts$/) },
  { what: "a test (tests/js/*.test.mjs)", texts: textsOf("tests/js", /\.test\.mjs$/) },
  {
    what: "documentation (README.md, docs/*.md)",
    texts: [readFileSync(join(root, "README.md"), "utf8"), ...textsOf("docs", /\.md$/)],
  },
];

/** What is missing, a line each. */
export function missingOfEntries() {
  return ENTRIES.flatMap((entry) => {
    const specifier = specifierOf(entry);
    const names = new RegExp(`["'\`(]${specifier}["'\`)]`);
    const places = PLACES.filter(({ texts }) => !texts.some((text) => names.test(text))).map(({ what }) => what);
    const files = [`pkg/src/${entry.source}`, `pkg/types/${entry.types}.d.ts`].filter(
      (file) => !existsSync(join(root, file)),
    );
    return [...files, ...places].map((missing) => `${specifier}: missing: ${missing}`);
  });
}
