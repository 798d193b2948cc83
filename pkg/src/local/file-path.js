// The option `file`: which file it is, however it is written, and whether it can be a data file.
import { hostModule } from "./host.js";

const MAX_LINKS = 40;

/**
 * Returns `{ path, target, folder }`: the absolute path as it was given, the path without any symbolic
 * link, where the file may not exist yet, and the folder of that.
 */
export async function locate(fs, file) {
  const path = await pathOf(file);
  const target = resolveLinks(fs, await hostModule("node:path", "a data file"), path);
  return { path, ...target };
}

async function pathOf(file) {
  const { resolve } = await hostModule("node:path", "a data file");
  if (typeof file === "string") {
    if (file.trim() === "")
      throw new TypeError(
        "createLocalBackend: file is empty. Give the path of a data file, or leave the option out to keep the users in memory.",
      );
    if (file.includes("\0")) throw new TypeError("createLocalBackend: file holds a NUL character, which no path may.");
    if (file.startsWith("file:"))
      throw new TypeError("createLocalBackend: file is a URL in a string. Give new URL(…), or a path.");
    return resolve(file);
  }
  const href = typeof file === "object" ? file?.href : undefined;
  if (typeof href !== "string")
    throw new TypeError(
      `createLocalBackend: file must be a path as a string, or a file: URL, not ${file === null ? "null" : `a value of type ${typeof file}`}.`,
    );
  if (!href.startsWith("file:"))
    throw new TypeError("createLocalBackend: file is a URL of another scheme; it must begin with file:.");
  const { fileURLToPath } = await hostModule("node:url", "a data file");
  return resolve(fileURLToPath(href));
}

/** Follows every link; that to a file that does not exist leads to where it would be made. */
function resolveLinks(fs, { basename, dirname, join, resolve }, path) {
  const realPath = fs.realpathSync.native ?? fs.realpathSync;
  let target = path;
  for (let links = 0; links < MAX_LINKS; links++) {
    let folder;
    try {
      folder = realPath(dirname(target));
      if (!fs.statSync(folder).isDirectory()) throw Object.assign(new Error("not a folder"), { code: "ENOTDIR" });
    } catch (error) {
      throw new Error(`${path}: ${reasonOfFolder(error, dirname(target))}`, { cause: error });
    }
    target = join(folder, basename(target));
    let link;
    try {
      link = fs.readlinkSync(target);
    } catch (error) {
      // Another code than these is that of a file that may not be looked at; opening it says so.
      if (error.code === "EINVAL" || error.code === "UNKNOWN") return { target: realPath(target), folder };
      return { target, folder };
    }
    target = resolve(folder, link);
  }
  throw new Error(`${path}: its symbolic links lead round in a circle. Give the path of the file itself.`);
}

function reasonOfFolder(error, folder) {
  if (error.code === "ENOENT") return `the folder ${folder} does not exist. Create it first.`;
  if (error.code === "ENOTDIR") return `${folder} is not a folder. Give a path in a folder that exists.`;
  return `the folder ${folder} cannot be used: ${reasonOf(error)}`;
}

/**
 * What there is at the path: its stats, or `undefined` if there is nothing yet. Throws if it cannot be a
 * data file that this process writes.
 */
export function inspect(fs, file) {
  let stats;
  try {
    stats = fs.statSync(file.target);
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw new Error(`${file.path}: ${reasonOf(error)}`, { cause: error });
  }
  if (!stats.isFile())
    throw new Error(`${file.path}: it is ${kindOf(stats)}, and a data file must be a regular file. Give another path.`);
  if (stats.nlink > 1) {
    throw new Error(
      `${file.path}: the file has ${stats.nlink} names (hard links), and would keep its changes under one of them only. Copy it, or use a symbolic link.`,
    );
  }
  // The superuser can write every file; one that has no write permission at all is meant to stay as it is.
  if ((stats.mode & 0o222) === 0)
    throw new Error(`${file.path}: the file is read-only. Make it writable (chmod u+w), or copy it and use the copy.`);
  try {
    fs.closeSync(fs.openSync(file.target, "r+"));
  } catch (error) {
    throw new Error(`${file.path}: the file cannot be read and written: ${reasonOf(error)}`, { cause: error });
  }
  return stats;
}

function kindOf(stats) {
  if (stats.isDirectory()) return "a folder";
  if (stats.isFIFO()) return "a pipe (FIFO)";
  if (stats.isSocket()) return "a socket";
  return "a device";
}

/** The reason of an error of the file system, with what to do where that is not plain. */
export function reasonOf(error) {
  const hint = HINTS[error.code] ?? HINTS[error.name];
  return hint === undefined ? error.message : `${error.message}. ${hint}`;
}

const HINTS = {
  EACCES: "Allow this user to write in the folder and the file.",
  EBUSY: "If the file is mounted into a container by itself, mount its folder instead.",
  EDQUOT: "Make room on the disk, and start again.",
  ENAMETOOLONG: "Give the file a shorter name.",
  ENOSPC: "Make room on the disk, and start again.",
  EPERM: "Allow this user to write in the folder and the file.",
  EROFS: "The file system is read-only: give a path elsewhere.",
  // Node's permission model, and Deno's.
  ERR_ACCESS_DENIED: "Allow the folder of the data file with --allow-fs-read and --allow-fs-write.",
  NotCapable: "Allow the folder of the data file with --allow-read and --allow-write.",
};
