// The journal of a job, in two files: the before-images are in before.ndjson, the other lines in journal.ndjson. A run
// needs only journal.ndjson to continue; undo reads both.
import fs from "node:fs";
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
const SENT_ROW = /^\{"sent":(\d+)/;
const OUTCOME = /^\{"(ok|same|recovered|missing|conflict|failed)":(\d+)/;

/**
 * @param {JobFolder} folder
 * @returns {Promise<BulkFileJournal>}
 */
export async function openJobJournal(folder) {
  const { openJournal } = await import("clerk-metadata/bulk");
  const journal = await openJournal(folder.file(FILES.journal));
  const before = fs.openSync(folder.file(FILES.before), "a+", FILE_MODE);
  endLastLine(before);
  const unsent = rowsWithoutSent(folder);
  if (unsent.length > 0) {
    const header = fs.statSync(folder.file(FILES.journal)).size === 0 ? [HEADER] : [];
    journal.append([...header, ...unsent.map((row) => `{"sent":${row}}`)]);
  }
  const { append, close } = journal;
  let syncedAt = performance.now();
  // The journal stays the same object: it is read faster than others, which are read line by line.
  return Object.assign(journal, {
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
      if (others.length > 0) append(others);
    },
    close() {
      close();
      fs.closeSync(before);
    },
  });
}

/**
 * The rows that have a before-image, and no further line: a power failure can lose the lines of one file and not those
 * of the other. They may have been sent.
 * @param {JobFolder} folder
 */
function rowsWithoutSent({ file }) {
  /** @type {Set<number>} */
  const rows = new Set();
  for (const line of readLines(file(FILES.before)))
    if (isComplete(line)) rows.add(Number.parseInt(line.slice(BEFORE.length), 10));
  if (rows.size === 0) return [];
  for (const line of readLines(file(FILES.journal))) {
    const match = SENT_ROW.exec(line);
    if (match) rows.delete(Number(match[1]));
  }
  return [...rows];
}

/**
 * A process that was killed may have written a part of the last line. Further lines start on a new one, and the part is
 * ignored.
 * @param {number} fd
 */
function endLastLine(fd) {
  const { size } = fs.fstatSync(fd);
  const last = new Uint8Array(1);
  if (size > 0 && fs.readSync(fd, last, 0, 1, size - 1) === 1 && last[0] !== 10) writeAll(fs, fd, Buffer.from("\n"));
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
