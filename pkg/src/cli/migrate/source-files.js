// The files that migrate reads.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { isIgnored, parseGitignore } from "./gitignore.js";

/** Folders that contain packages or the output of a build, even if no .gitignore names them. */
const IGNORED_FOLDERS = ["node_modules", "bower_components", "build", "coverage", "dist", "out"];
const PARSED = /(?<!\.d)\.[cm]?[jt]s$|\.[jt]sx$/;
/** They contain scripts, but TypeScript cannot parse them. */
const NOT_PARSED = /\.(astro|vue|svelte)$/;

/** @typedef {{ folder: string, rules: import("./gitignore.js").Rule[] }} Gitignore */

/**
 * `error`: why a folder cannot be read.
 * @typedef {{ path: string, isParsed: boolean, error?: string }} SourceFile
 */

/**
 * The files of a folder, sorted, or the file itself. Symbolic links are not followed.
 * @param {string} path
 * @returns {SourceFile[]}
 */
export function sourceFiles(path) {
  if (statSync(path).isDirectory()) return [...filesOf(path, parentGitignores(path))];
  return [{ path, isParsed: !NOT_PARSED.test(path) }];
}

/**
 * The folder of the project of a file or folder: that of the repository, or else the nearest one with a package.json.
 * @param {string} path
 * @returns {string}
 */
export function projectFolder(path) {
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  return findUp(folder, ".git") ?? findUp(folder, "package.json") ?? folder;
}

/**
 * @param {string} folder
 * @param {string} name
 * @returns {string | undefined}
 */
function findUp(folder, name) {
  if (exists(join(folder, name))) return folder;
  return dirname(folder) === folder ? undefined : findUp(dirname(folder), name);
}

/**
 * @param {string} folder
 * @param {Gitignore[]} parents
 * @returns {Iterable<SourceFile>}
 */
function* filesOf(folder, parents) {
  /** @type {import("node:fs").Dirent[]} */
  let entries;
  let gitignores;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
    gitignores = [...parents, ...gitignoreOf(folder)];
  } catch (error) {
    yield { path: folder, isParsed: false, error: /** @type {Error} */ (error).message };
    return;
  }
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    const isFolder = entry.isDirectory();
    if (isExcluded(gitignores, path, isFolder)) continue;
    if (isFolder) {
      if (!entry.name.startsWith(".") && !IGNORED_FOLDERS.includes(entry.name)) yield* filesOf(path, gitignores);
    } else if (entry.isFile()) {
      if (PARSED.test(entry.name)) yield { path, isParsed: true };
      else if (NOT_PARSED.test(entry.name)) yield { path, isParsed: false };
    }
  }
}

/**
 * The file of the innermost folder decides.
 * @param {Gitignore[]} gitignores
 * @param {string} path
 * @param {boolean} isFolder
 */
function isExcluded(gitignores, path, isFolder) {
  for (const { folder, rules } of gitignores.toReversed()) {
    const ignored = isIgnored(rules, relative(folder, path).split(sep).join("/"), isFolder);
    if (ignored !== undefined) return ignored;
  }
  return false;
}

/**
 * Those of the folders above, up to that of the repository.
 * @param {string} folder
 * @returns {Gitignore[]}
 */
function parentGitignores(folder) {
  const parent = join(folder, "..");
  if (parent === folder || exists(join(folder, ".git"))) return [];
  return [...parentGitignores(parent), ...gitignoreOf(parent)];
}

/**
 * @param {string} folder
 * @returns {Gitignore[]}
 */
function gitignoreOf(folder) {
  const path = join(folder, ".gitignore");
  return exists(path) ? [{ folder, rules: parseGitignore(readFileSync(path, "utf8")) }] : [];
}

/** @param {string} path */
const exists = (path) => statSync(path, { throwIfNoEntry: false }) !== undefined;
