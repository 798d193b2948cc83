// The input of a job: a file, or stdin, which is stored in the job folder because it can be read only once. Its bytes
// are hashed each time, so that an input that has changed is noticed.
import { createHash } from "node:crypto";
import fs from "node:fs";
import { extname, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { BAD_INPUT, ExitError } from "../exit-status.js";
import { checkFile, STDIN } from "../files/input.js";
import { FILE_MODE } from "./job-folder.js";

/** @import { JobFolder } from "./job-folder.js" */
/** @import { JobInput, RowFormat } from "./types.js" */

/**
 * Checks that an input can be read, before a folder is created for it.
 * @param {string} name A path, or `-`.
 */
export function requireReadable(name) {
  if (name === STDIN) {
    if (process.stdin.isTTY)
      throw new ExitError(
        "- reads the rows from stdin, which is a terminal. Pipe rows to it, or name a file.",
        BAD_INPUT,
      );
    return;
  }
  checkFile(name);
}

/**
 * @param {string} name
 * @param {RowFormat | undefined} format Of the command line. Default: by the extension.
 * @returns {RowFormat}
 */
export const formatOf = (name, format) => format ?? (extname(name).toLowerCase() === ".csv" ? "csv" : "ndjson");

/**
 * The input as `job.json` describes it, without its hash. Stores stdin in the folder.
 * @param {JobFolder} folder
 * @param {string} name
 * @param {RowFormat} format
 * @param {AbortSignal} signal
 * @returns {Promise<Omit<JobInput, "sha256" | "rows">>}
 */
export async function describeInput(folder, name, format, signal) {
  if (name !== STDIN) return { file: resolve(name), format };
  const stored = `input.${format}`;
  try {
    await pipeline(process.stdin, fs.createWriteStream(folder.file(stored), { mode: FILE_MODE }), { signal });
  } catch (error) {
    signal.throwIfAborted();
    const { message, code } = /** @type {NodeJS.ErrnoException} */ (error);
    const reason = code === "ENOSPC" ? "the disk is full." : message;
    throw new ExitError(`The rows of stdin could not be stored in ${folder.name}: ${reason}`, BAD_INPUT, error);
  }
  return { stored, format };
}

/**
 * @param {JobFolder} folder
 * @param {Pick<JobInput, "file" | "stored">} input
 */
export const inputPath = (folder, { file, stored }) => (stored === undefined ? String(file) : folder.file(stored));

/**
 * The bytes of a file, and their SHA-256 when all of them were read.
 * @param {string} path
 */
export function hashedBytes(path) {
  const hash = createHash("sha256");
  return {
    bytes: (async function* () {
      for await (const chunk of fs.createReadStream(path, { highWaterMark: 256 * 1024 })) {
        hash.update(chunk);
        yield/** @type {Uint8Array} */ (chunk);
      }
    })(),
    digest: () => hash.digest("hex"),
  };
}
