// Migrates the files of a folder:
//
//   source-files.js ─► parsed-file.js ─► plan-file.js ─► edits.js ─► diff
//                                                              └──► write-file.js
import { readFileSync, realpathSync } from "node:fs";
import { relative, sep } from "node:path";
import { applyEdits, unifiedDiff } from "./edits.js";
import { parseFile } from "./parsed-file.js";
import { planFile } from "./plan-file.js";
import { projectFolder, sourceFiles } from "./source-files.js";
import { typescriptLoader } from "./typescript.js";

/** @import { Methods } from "./client-uses.js" */
/** @import { Edit } from "./edits.js" */
/** @import { ParsedFile } from "./parsed-file.js" */
/**
 * `changes` are the files to change. `skipped` are files that could not be migrated, and `remarks` what a person must
 * look at, each with its position.
 * @typedef {object} Migration
 * @property {{ path: string, name: string, before: string, after: string, diff: string }[]} changes
 * @property {string[]} remarks
 * @property {string[]} skipped
 * @property {string[]} failed
 * @property {string[]} unreadable
 */

/** The name of a client, and of a module of Clerk that exports it. */
const CLIENT_NAME = /\b(?:clerkClient|createClerkClient|ClerkClient)\b/;
const CLERK_MODULE = /["']@clerk\/(?:backend|nextjs|astro|express|react-router|tanstack-react-start)(?:\/[\w.]+)?["']/;
/** A call of `withMetadata`, and a module that exports it. */
const WRAPPER = /\bwithMetadata\s*\(/;
const WRAPPER_MODULE =
  /["']clerk-metadata\/(?:with-metadata|nextjs|astro|express|react-router|tanstack-react-start)["']/;

/**
 * @param {string} path A folder or a file.
 * @param {{ methods: Methods, typescript: string }} options
 * @returns {Migration}
 */
export function migrate(path, { methods, typescript }) {
  const loadTypescript = typescriptLoader(typescript);
  const current = realpathSync(process.cwd());
  const nameOf = (/** @type {string} */ file) => relative(current, file).split(sep).join("/");
  /** @type {Migration} */
  const migration = { changes: [], remarks: [], skipped: [], failed: [], unreadable: [] };
  /** @type {{ path: string, name: string, file: ParsedFile }[]} */
  const parsed = [];
  const root = realpathSync(path);
  for (const { path: filePath, isParsed, error } of sourceFiles(root)) {
    const name = nameOf(filePath);
    const source = error === undefined ? readText(filePath) : { error };
    if ("error" in source) {
      migration.unreadable.push(`${name}: ${source.error}`);
      continue;
    }
    const { text, isValid } = source;
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
  // Types change if any file of the project wraps a client, also one that was migrated before.
  const wraps =
    parsed.some(({ file }) => planFile(file, methods, false).wraps) ||
    (parsed.length > 0 && sourceFiles(projectFolder(root)).some(wrapsClient));
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
  return { path, name, before, after, diff: unifiedDiff(name, before, edits) };
}

/** @param {import("./source-files.js").SourceFile} file */
function wrapsClient({ path, error }) {
  const { text = "" } = error === undefined ? readText(path) : {};
  return WRAPPER.test(text) && WRAPPER_MODULE.test(text);
}

/**
 * `isValid`: whether the file is UTF-8. Writing another file would change it.
 * @param {string} path
 */
function readText(path) {
  try {
    const bytes = readFileSync(path);
    const text = bytes.toString("utf8");
    return { text, isValid: bytes.equals(Buffer.from(text)) };
  } catch (error) {
    return { error: /** @type {Error} */ (error).message };
  }
}
