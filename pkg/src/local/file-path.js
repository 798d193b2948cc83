// The path of a data file or of a journal: resolves it, and checks whether the file can be one.
import { importBuiltin } from "./builtin-module.js";

/** @import { Stats } from "node:fs" */
/** @import { FileLocation, FileSystem, SystemError } from "./types.js" */

const MAX_LINKS = 40;

/**
 * What messages call a file: the function and its argument, and the kind of the file.
 * @typedef {{ caller: string, argument: string, kind: string, hint: string }} FileNames
 */

/** @type {FileNames} */
export const DATA_FILE = {
  caller: "createLocalBackend",
  argument: "file",
  kind: "a data file",
  hint: ", or omit the option to keep the users in memory",
};
/** @type {FileNames} */
export const JOURNAL = { caller: "openJournal", argument: "path", kind: "a journal", hint: "" };

/**
 * @param {FileSystem} fs
 * @param {string | { href: string }} file
 * @param {FileNames} names
 * @returns {Promise<FileLocation>}
 */
export async function locate(fs, file, names) {
  const path = await absolutePath(file, names);
  return { path, ...resolveLinks(fs, await importBuiltin("node:path", names.kind, names.caller), path) };
}

/**
 * @param {string | { href: string }} file
 * @param {FileNames} names
 */
async function absolutePath(file, { caller, argument, kind, hint }) {
  const { resolve } = await importBuiltin("node:path", kind, caller);
  const fail = (/** @type {string} */ problem) => new TypeError(`${caller}: ${argument} ${problem}`);
  if (typeof file === "string") {
    if (file.trim() === "") throw fail(`is empty. Pass the path of ${kind}${hint}.`);
    if (file.includes("\0")) throw fail("contains a NUL character, which is not allowed in a path.");
    if (file.startsWith("file:")) throw fail("is a URL in a string. Pass new URL(…) or a path.");
    return resolve(file);
  }
  const href = typeof file === "object" ? file?.href : undefined;
  if (typeof href !== "string")
    throw fail(
      `must be a path as a string, or a file: URL, not ${file === null ? "null" : `a value of type ${typeof file}`}.`,
    );
  if (!href.startsWith("file:")) throw fail("must be a URL that starts with file:, not with another scheme.");
  const { fileURLToPath } = await importBuiltin("node:url", kind, caller);
  return resolve(fileURLToPath(href));
}

/**
 * Follows symbolic links, also one to a file that does not exist yet.
 * @param {FileSystem} fs
 * @param {typeof import("node:path")} nodePath
 * @param {string} path
 */
function resolveLinks(fs, { basename, dirname, join, resolve }, path) {
  const realPath = fs.realpathSync.native ?? fs.realpathSync;
  let target = path;
  for (let links = 0; links < MAX_LINKS; links++) {
    let folder;
    try {
      folder = realPath(dirname(target));
      if (!fs.statSync(folder).isDirectory()) throw Object.assign(new Error("not a folder"), { code: "ENOTDIR" });
    } catch (error) {
      throw new Error(`${path}: ${folderProblem(error, dirname(target))}`, { cause: error });
    }
    target = join(folder, basename(target));
    let link;
    try {
      link = fs.readlinkSync(target);
    } catch (error) {
      const { code } = /** @type {SystemError} */ (error);
      if (code === "EINVAL" || code === "UNKNOWN") return { target: realPath(target), folder };
      // Not accessible, or it does not exist. Opening it reports the reason.
      return { target, folder };
    }
    target = resolve(folder, link);
  }
  throw new Error(`${path}: its symbolic links form a loop. Pass the path of the file itself.`);
}

/**
 * @param {unknown} error
 * @param {string} folder
 */
function folderProblem(error, folder) {
  const { code } = /** @type {SystemError} */ (error);
  if (code === "ENOENT") return `the folder ${folder} does not exist. Create it first.`;
  if (code === "ENOTDIR") return `${folder} is not a folder. Pass a path in an existing folder.`;
  return `the folder ${folder} cannot be used: ${describeError(error)}`;
}

/**
 * Returns the stats of a file, or `undefined` if it does not exist yet. Throws if it is not a regular file.
 * @param {FileSystem} fs
 * @param {FileLocation} file
 * @param {FileNames} names
 */
export function statFile(fs, file, { kind }) {
  let stats;
  try {
    stats = fs.statSync(file.target);
  } catch (error) {
    if (/** @type {SystemError} */ (error).code === "ENOENT") return undefined;
    throw new Error(`${file.path}: ${describeError(error)}`, { cause: error });
  }
  if (!stats.isFile())
    throw new Error(`${file.path}: it is ${kindOf(stats)}, but ${kind} must be a regular file. Pass another path.`);
  return stats;
}

/**
 * Returns the stats of a data file, or `undefined` if it does not exist yet. Throws if this process cannot write it.
 * @param {FileSystem} fs
 * @param {FileLocation} file
 */
export function inspect(fs, file) {
  const stats = statFile(fs, file, DATA_FILE);
  if (stats === undefined) return undefined;
  if (stats.nlink > 1) {
    throw new Error(
      `${file.path}: the file has ${stats.nlink} hard links, and rewriting it would separate them. Copy the file, or use a symbolic link.`,
    );
  }
  // The superuser can write every file, but a file without any write permission is meant to stay unchanged.
  if ((stats.mode & 0o222) === 0)
    throw new Error(`${file.path}: the file is read-only. Make it writable (chmod u+w), or copy it and use the copy.`);
  try {
    fs.closeSync(fs.openSync(file.target, "r+"));
  } catch (error) {
    throw new Error(`${file.path}: the file cannot be read and written: ${describeError(error)}`, { cause: error });
  }
  return stats;
}

/** @param {Stats} stats */
function kindOf(stats) {
  if (stats.isDirectory()) return "a folder";
  if (stats.isFIFO()) return "a pipe (FIFO)";
  if (stats.isSocket()) return "a socket";
  return "a device";
}

/**
 * The message of an error of the file system, with a hint where there is one.
 * @param {unknown} error
 */
export function describeError(error) {
  const { code, name, message } = /** @type {SystemError} */ (error);
  const hint = HINTS[code ?? ""] ?? HINTS[name];
  return hint === undefined ? message : `${message}. ${hint}`;
}

/** By the code or the name of an error. @type {Record<string, string>} */
const HINTS = {
  EACCES: "Allow this user to write in the folder and the file.",
  EBUSY: "If the file is mounted into a container by itself, mount its folder instead.",
  EDQUOT: "Free up disk space, and start again.",
  ENAMETOOLONG: "Give the file a shorter name.",
  ENOSPC: "Free up disk space, and start again.",
  EPERM: "Allow this user to write in the folder and the file.",
  EROFS: "The file system is read-only. Pass a path on another file system.",
  // The permission models of Node.js and Deno.
  ERR_ACCESS_DENIED: "Allow the folder of the data file with --allow-fs-read and --allow-fs-write.",
  NotCapable: "Allow the folder of the data file with --allow-read and --allow-write.",
};
