// Migrates the files of a folder:
//
//   source-files.js ─► parsed-file.js ─► plan-file.js ─► edits.js ─► diff
//                                                              └──► write-file.js
import { readFileSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { applyEdits, unifiedDiff } from "./edits.js";
import { parseFile } from "./parsed-file.js";
import { planFile } from "./plan-file.js";
import { sourceFiles } from "./source-files.js";
import { typescriptLoader } from "./typescript.js";

/** @import { Methods } from "./client-uses.js" */
/** @import { Edit } from "./edits.js" */
/** @import { ParsedFile } from "./parsed-file.js" */
/**
 * `changes` are the files to change. `skipped` are files that could not be migrated, and `remarks` what a person must
 * look at, each with its position.
 * @typedef {object} Migration
 * @property {{ path: string, before: string, after: string, diff: string }[]} changes
 * @property {string[]} remarks
 * @property {string[]} skipped
 * @property {string[]} failed
 */

/** The name of a client, and of a module of Clerk that exports it. */
const CLIENT_NAME = /\b(?:clerkClient|createClerkClient|ClerkClient)\b/;
const CLERK_MODULE = /["']@clerk\/(?:backend|nextjs|astro|express|react-router|tanstack-react-start)(?:\/[\w.]+)?["']/;

/**
 * @param {string} path A folder or a file.
 * @param {{ methods: Methods, typescript: string }} options
 * @returns {Migration}
 */
export function migrate(path, { methods, typescript }) {
  const loadTypescript = typescriptLoader(typescript);
  const nameOf = (/** @type {string} */ file) => relative(process.cwd(), file).split(sep).join("/");
  /** @type {Migration} */
  const migration = { changes: [], remarks: [], skipped: [], failed: [] };
  /** @type {{ path: string, name: string, file: ParsedFile }[]} */
  const parsed = [];
  for (const { path: filePath, isParsed } of sourceFiles(resolve(path))) {
    const name = nameOf(filePath);
    const { text, isValid } = readText(filePath);
    if (!CLERK_MODULE.test(text) || !CLIENT_NAME.test(text)) continue;
    if (!isValid) {
      migration.failed.push(`${name}: is not UTF-8.`);
      continue;
    }
    if (!isParsed) {
      migration.skipped.push(
        `${name}: TypeScript cannot parse such a file. Change its imports of clerkClient by hand.`,
      );
      continue;
    }
    const file = parseFile(loadTypescript(filePath), filePath, text);
    if ("error" in file) migration.failed.push(`${name}:${file.error}`);
    else parsed.push({ path: filePath, name, file });
  }
  const wraps = parsed.some(({ file }) => planFile(file, methods, false).wraps);
  for (const { path, name, file } of parsed) {
    const { edits, remarks } = planFile(file, methods, wraps);
    for (const { node, text } of remarks.toSorted((one, other) => one.node.pos - other.node.pos)) {
      const { line } = file.root.getLineAndCharacterOfPosition(node.getStart());
      migration.remarks.push(`${name}:${line + 1}: ${text}`);
    }
    if (edits.length > 0) migration.changes.push(changeOf(path, name, file, edits));
  }
  return migration;
}

/**
 * @param {string} path
 * @param {string} name
 * @param {ParsedFile} file
 * @param {Edit[]} edits
 */
function changeOf(path, name, file, edits) {
  const before = file.text;
  const after = applyEdits(before, edits);
  const result = parseFile(file.ts, path, after);
  if ("error" in result)
    throw new Error(`The result for ${name} would be invalid (${result.error}). Please report this with the file.`);
  return { path, before, after, diff: unifiedDiff(name, before, edits) };
}

/**
 * `isValid`: whether the file is UTF-8. Writing another file would change it.
 * @param {string} path
 */
function readText(path) {
  const bytes = readFileSync(path);
  const text = bytes.toString("utf8");
  return { text, isValid: bytes.equals(Buffer.from(text)) };
}
