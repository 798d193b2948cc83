// The journal of a job, in two files: the before-images are in before.ndjson, the other lines in journal.ndjson. A run
// needs only journal.ndjson to continue; undo reads both.
import fs from "node:fs";
import { READ_BYTES } from "../../bulk/journal-bytes.js";
import { readChunks, removeIncompleteLine } from "../../bulk/line-file.js";
import { writeAll } from "../../local/append-file.js";
import { BAD_INPUT, ExitError } from "../exit-status.js";
import { FILE_MODE, FILES } from "./job-folder.js";
import { readLines } from "./read-lines.js";

/** @import { BulkFileJournal, BulkStatus } from "../../../types/bulk-update.js" */
/** @import { JobFolder } from "./job-folder.js" */

/** A power failure loses at most the lines of this time, in milliseconds. */
const SYNC_INTERVAL = 1_000;
const BEFORE = '{"before":';
/** As in bulk/src/journal/lines.rs. */
const HEADER = '{"clerk-metadata":"bulk","version":1}';
const OUTCOME = /^\{"(ok|same|recovered|missing|conflict|failed)":(\d+)/;

/**
 * @param {JobFolder} folder
 * @returns {Promise<BulkFileJournal>}
 */
export async function openJobJournal(folder) {
  const { openJournal } = await import("clerk-metadata/bulk");
  const journal = /** @type {any} */ (await openJournal(folder.file(FILES.journal)));
  const before = fs.openSync(folder.file(FILES.before), "a+", FILE_MODE);
  removeIncompleteLine(fs, before);
  // A power failure can lose the lines of one file and not those of the other.
  if (fs.fstatSync(before).size > 0 && fs.statSync(folder.file(FILES.journal)).size === 0) journal.append([HEADER]);
  let syncedAt = performance.now();
  return {
    ...journal,
    // A row that has a before-image and no further line may have been sent.
    *[READ_BYTES]() {
      yield* journal[READ_BYTES]();
      yield* readChunks(fs, before);
    },
    /** @param {readonly string[]} lines */
    append(lines) {
      const images = lines.filter((line) => line.startsWith(BEFORE));
      if (images.length > 0) {
        writeAll(fs, before, Buffer.from(`${images.join("\n")}\n`));
        // Not later than the line that says that the row was sent.
        if (performance.now() - syncedAt > SYNC_INTERVAL) {
          syncedAt = performance.now();
          fs.fdatasync(before, () => {});
        }
      }
      const others = lines.filter((line) => !line.startsWith(BEFORE));
      if (others.length > 0) journal.append(others);
    },
    close() {
      journal.close();
      fs.closeSync(before);
    },
  };
}

/**
 * The lines of both files in one sequence, as a journal in one file would have them: each before-image precedes the
 * lines about its row.
 * @param {JobFolder["file"]} file
 */
export function* mergedLines(file) {
  const lines = readLines(file(FILES.journal));
  const header = lines.next();
  if (header.done) return;
  yield header.value;
  for (const line of readLines(file(FILES.before))) if (isComplete(line)) yield line;
  yield* lines;
}

/** @param {string} line */
const isComplete = (line) => line.startsWith(BEFORE) && /[}\]]\}$/.test(line);

/** A line of a row that may have changed something. */
const CHANGED = /^\{"(?:sent|ok|recovered)":/;

/**
 * Rejects if rows were sent and before.ndjson is not there: nothing could restore their values.
 * @param {Pick<JobFolder, "file" | "exists" | "displayFile">} folder
 */
export function requireBeforeImages(folder) {
  if (folder.exists(FILES.before)) return;
  for (const line of readLines(folder.file(FILES.journal)))
    if (CHANGED.test(line))
      throw new ExitError(
        `${folder.displayFile(FILES.before)} is missing. It has the values from before the job. Restore it from a copy. Without it, the job can be neither resumed nor undone.`,
        BAD_INPUT,
      );
}

/**
 * The final outcomes of the rows: calls `onOutcome` for each.
 * @param {JobFolder["file"]} file
 * @param {(row: number, status: BulkStatus, line: string) => void} onOutcome
 */
export function readOutcomes(file, onOutcome) {
  for (const line of readLines(file(FILES.journal))) {
    const match = OUTCOME.exec(line);
    if (match) onOutcome(Number(match[2]), /** @type {BulkStatus} */ (match[1]), line);
  }
}
