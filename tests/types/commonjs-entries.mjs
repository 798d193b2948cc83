// Writes a CommonJS program that imports every entry of the package.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ENTRIES, hasCommonJs, specifierOf } from "../../pkg/build/entries.mjs";

/** The types of `clerk-metadata/bullmq` need those of BullMQ, which programs/bullmq.ts has. */
const COMMONJS_ENTRIES = ENTRIES.filter((entry) => hasCommonJs(entry) && entry.name !== "bullmq");

/** Writes `entries.cts` next to the programs of a project that has the package. */
export function writeCommonJsEntries(folder) {
  const imports = COMMONJS_ENTRIES.map((entry, index) => `import entry${index} = require("${specifierOf(entry)}");`);
  const values = COMMONJS_ENTRIES.map(({ framework }, index) => `entry${index}${framework ? ".clerkClient" : ""}`);
  writeFileSync(join(folder, "entries.cts"), [...imports, `export = [${values.join(", ")}];`, ""].join("\n"));
}
