// Checks that each entry of pkg/build/entries.mjs has types, tests and documentation.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ENTRIES, specifierOf } from "../../pkg/build/entries.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

const textsOf = (folder, pattern) =>
  readdirSync(join(root, folder), { recursive: true })
    .filter((name) => pattern.test(name) && !name.includes("node_modules"))
    .map((name) => readFileSync(join(root, folder, name), "utf8"));

/** The texts of which one must import or name each entry. */
const REQUIRED_MENTIONS = [
  {
    description: "a type test (tests/types/programs/*.ts)",
    texts: textsOf("tests/types/programs", /\.ts$/),
  },
  {
    description: "a test (tests/js/*.test.mjs or tests/bullmq/*.test.mjs)",
    texts: ["tests/js", "tests/bullmq"].flatMap((folder) => textsOf(folder, /\.test\.mjs$/)),
  },
  {
    description: "documentation (README.md, docs/*.md)",
    texts: [readFileSync(join(root, "README.md"), "utf8"), ...textsOf("docs", /\.md$/)],
  },
];

/** One line for each missing file or mention. */
export function findMissingParts() {
  return ENTRIES.flatMap((entry) => {
    const specifier = specifierOf(entry);
    const mention = new RegExp(`["'\`(]${specifier}["'\`)]`);
    const mentions = REQUIRED_MENTIONS.filter(({ texts }) => !texts.some((text) => mention.test(text))).map(
      ({ description }) => description,
    );
    const sources = entry.source === undefined ? [] : [`pkg/src/${entry.source}`];
    const files = [...sources, `pkg/types/${entry.types}.d.ts`].filter((file) => !existsSync(join(root, file)));
    return [...files, ...mentions].map((missing) => `${specifier}: missing: ${missing}`);
  });
}
