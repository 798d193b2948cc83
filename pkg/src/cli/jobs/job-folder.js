// The folder of a job: creates it, locks it, and reads and writes job.json. Only its owner can read it, because it has
// private metadata, and git ignores it.
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { lock, lockHolder } from "../../local/lock.js";
import { BAD_INPUT, ExitError, STOPPED } from "../exit-status.js";

/** @import { Job } from "./types.js" */
/**
 * `isNew`: whether this process has created the folder.
 * @typedef {ReturnType<typeof openFolder> & { isNew: boolean }} JobFolder
 */

const FOLDER_MODE = 0o700;
export const FILE_MODE = 0o600;
const FORMAT_VERSION = 1;
const MAX_NAMES = 100;

/** The files of a job, except those of the input's format. */
export const FILES = {
  job: "job.json",
  plan: "plan.ndjson",
  before: "before.ndjson",
  journal: "journal.ndjson",
  summary: "summary.json",
};

/** What forget keeps, without the lock. */
const FORGOTTEN_FILES = [".gitignore", FILES.job, FILES.summary];

/**
 * Creates a folder. Its name is random, unless `path` is given. Nothing is in it yet except `.gitignore`.
 * @param {string | undefined} path
 */
export function createFolder(path) {
  const folder = path === undefined ? createRandom() : createNamed(resolve(path));
  const prepare = () => fs.writeFileSync(join(folder, ".gitignore"), "*\n", { mode: FILE_MODE });
  return { ...openFolder(folder, prepare), isNew: true };
}

function createRandom() {
  for (let attempt = 0; ; attempt++) {
    const folder = resolve(`clerk-job-${randomBytes(2).toString("hex")}`);
    try {
      fs.mkdirSync(folder, { mode: FOLDER_MODE });
      return folder;
    } catch (error) {
      if (codeOf(error) !== "EEXIST" || attempt === MAX_NAMES) throw cannotCreate(folder, error);
    }
  }
}

/** @param {string} folder */
function createNamed(folder) {
  try {
    fs.mkdirSync(folder, { mode: FOLDER_MODE });
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw cannotCreate(folder, error);
    if (!fs.statSync(folder).isDirectory())
      throw new ExitError(`--job ${displayPath(folder)} is not a folder.`, BAD_INPUT);
    removeForgotten(folder);
    const [name] = fs.readdirSync(folder);
    if (name === FILES.job || fs.existsSync(join(folder, FILES.job)))
      throw new ExitError(
        `--job ${displayPath(folder)} has a job already, with its own input. Choose another folder, or continue that job: clerk-metadata resume ${displayPath(folder)}`,
        BAD_INPUT,
      );
    if (name !== undefined)
      throw new ExitError(`--job ${displayPath(folder)} must be a new or an empty folder.`, BAD_INPUT);
    fs.chmodSync(folder, FOLDER_MODE);
  }
  return folder;
}

/**
 * Removes what forget has left of a job, if nothing else is in the folder.
 * @param {string} folder
 */
function removeForgotten(folder) {
  const names = fs.readdirSync(folder);
  if (!names.includes(FILES.job) || !names.every((name) => FORGOTTEN_FILES.includes(name))) return;
  if (parseJob(folder).state !== "forgotten") return;
  for (const name of names) fs.rmSync(join(folder, name));
}

/**
 * @param {string} folder
 * @param {unknown} error
 */
const cannotCreate = (folder, error) =>
  new ExitError(
    `The job folder ${displayPath(folder)} cannot be created: ${messageOf(error)}. Run the command in a folder that you can write, or choose one with --job. Nothing was sent.`,
    BAD_INPUT,
    error,
  );

/**
 * Opens the folder of an existing job and locks it.
 * @param {string} path
 */
export function openJob(path) {
  requireJob(path);
  return { ...openFolder(resolve(path), () => {}), isNew: false };
}

/**
 * Reads the job of a folder without locking it.
 * @param {string} path
 */
export function readJob(path) {
  requireJob(path);
  return parseJob(resolve(path));
}

/** @param {string} path */
export const isFolder = (path) => fs.statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** @param {string} path */
function requireJob(path) {
  const folder = resolve(path);
  if (!isFolder(folder)) throw new ExitError(`${path} is not a job folder: there is no such folder.`, BAD_INPUT);
  if (!fs.existsSync(join(folder, FILES.job)))
    throw new ExitError(`${path} is not a job folder: it has no ${FILES.job}.`, BAD_INPUT);
}

/**
 * The process that has the folder open, or that has ended without closing it. `isRunning`: `undefined` if this process
 * cannot check it.
 * @param {string} folder
 * @returns {{ pid: number, host?: string | undefined, isRunning: boolean | undefined, since: Date } | undefined}
 */
export function processOf(folder) {
  const holder = lockHolder(fs, lockTarget(folder));
  if (holder === undefined) return undefined;
  const { isRunning } = holder;
  return { ...holder, isRunning: typeof isRunning === "boolean" ? isRunning : undefined };
}

/** @param {string} folder */
const lockTarget = (folder) => join(folder, "job");

/**
 * @param {string} folder
 * @param {() => void} prepare Called when the folder is locked.
 */
function openFolder(folder, prepare) {
  const file = (/** @type {string} */ name) => join(folder, name);
  const { unlock } = lockFolder(folder);
  // The lock is left if the process is killed, and the next process replaces it.
  process.once("exit", unlock);
  try {
    prepare();
  } catch (error) {
    unlock();
    throw cannotCreate(folder, error);
  }
  return {
    path: folder,
    /** As the user would type it. */
    name: displayPath(folder),
    file,
    /** How messages name a file of it. */
    displayFile: (/** @type {string} */ name) => join(displayPath(folder), name),
    exists: (/** @type {string} */ name) => fs.existsSync(file(name)),
    readJob: () => parseJob(folder),
    /** @param {Job} job */
    writeJob: (job) => replaceFile(file(FILES.job), `${JSON.stringify(job, null, 2)}\n`),
    close() {
      process.off("exit", unlock);
      unlock();
    },
  };
}

/** @param {string} folder */
function lockFolder(folder) {
  try {
    return lock(fs, { path: displayPath(folder), target: lockTarget(folder), folder }, "job", FILE_MODE);
  } catch (error) {
    throw new ExitError(messageOf(error), STOPPED, error);
  }
}

/**
 * @param {string} folder
 * @returns {Job}
 */
function parseJob(folder) {
  const path = join(folder, FILES.job);
  /** @type {any} */
  let job;
  try {
    job = JSON.parse(fs.readFileSync(path, "utf8"));
  } catch (error) {
    throw new ExitError(`${displayPath(path)} cannot be read: ${messageOf(error)}`, BAD_INPUT, error);
  }
  if (job?.["clerk-metadata"] !== "job")
    throw new ExitError(`${displayPath(path)} is not the job.json of a job of clerk-metadata.`, BAD_INPUT);
  if (job.version !== FORMAT_VERSION)
    throw new ExitError(
      `${displayPath(path)} has the format version ${job.version}, and this version of clerk-metadata reads ${FORMAT_VERSION}. Use the version that created the job.`,
      BAD_INPUT,
    );
  return job;
}

/**
 * Writes a new file and renames it over the old one, so that a crash leaves one of them.
 * @param {string} path
 * @param {string} text
 */
export function replaceFile(path, text) {
  const temporary = `${path}.new`;
  named(path, () => {
    const fd = fs.openSync(temporary, "w", FILE_MODE);
    try {
      fs.writeFileSync(fd, text);
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
    fs.renameSync(temporary, path);
  });
}

/**
 * Writes to a file. Throws an error that names it, and says if the disk is full.
 * @template T
 * @param {string} path
 * @param {() => T} write
 * @returns {T}
 */
export function named(path, write) {
  try {
    return write();
  } catch (error) {
    const reason = codeOf(error) === "ENOSPC" ? "the disk is full" : messageOf(error);
    throw new Error(`${displayPath(path)} was not written: ${reason}.`, { cause: error });
  }
}

/**
 * A path as the user would type it.
 * @param {string} path
 */
export function displayPath(path) {
  const short = relative(process.cwd(), path);
  return short === "" || short.startsWith(`..${sep}..`) ? path : short;
}

/** @param {unknown} error */
const codeOf = (error) => /** @type {NodeJS.ErrnoException} */ (error).code;

/** @param {unknown} error */
const messageOf = (error) => /** @type {Error} */ (error).message;
