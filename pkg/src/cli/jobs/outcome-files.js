// Writes the files of a run that has ended: the rows that failed, those that were not processed, and the summary.
import fs from "node:fs";
import { writeAll } from "../../local/append-file.js";
import { members } from "../json-text.js";
import { rowBytes, withoutExternalId } from "./export-rows.js";
import { hashedBytes, inputPath } from "./input.js";
import { FILE_MODE, FILES, named, replaceFile } from "./job-folder.js";
import { readOutcomes } from "./job-journal.js";
import { readPlan, sha256Of } from "./plan-file.js";
import { drain } from "./plan-job.js";
import { errorText, journalProblem } from "./problems.js";
import { readLines } from "./read-lines.js";

/** @import { JobFolder } from "./job-folder.js" */
/** @import { Job, JobSummary, RowProblem } from "./types.js" */

const BATCH_CHARS = 256 * 1024;
/** The members of a row that name what it changes. */
const TARGET = ["id", "externalId", "organizationId", "userId"];

/**
 * The outcome of each row so far, from the plan and the journal.
 * @param {Pick<JobFolder, "file">} folder
 * @param {Map<number, RowProblem>} [known] The problems of rows, by their position in the plan.
 */
export function readOutcome({ file }, known) {
  const { numbers, problems, targets } = readPlan({ file });
  const counts = { ok: 0, same: 0, recovered: 0, missing: 0, conflict: 0, failed: 0 };
  const isDone = new Uint8Array(numbers.length);
  for (const { status } of problems.values()) counts[status]++;
  readOutcomes(file, (row, status, line) => {
    if (isDone[row] === 1) return;
    isDone[row] = 1;
    counts[status]++;
    if (status === "failed" || status === "missing" || status === "conflict")
      problems.set(numbers[row], known?.get(row) ?? journalProblem(status, line, targets.get(numbers[row]) ?? "user"));
  });
  /** The rows of the input that are left: 1 for each. A set of numbers would need 40 times the memory. */
  const isLeft = new Uint8Array(numbers.reduce((max, number) => Math.max(max, number + 1), 0));
  let left = 0;
  numbers.forEach((number, row) => {
    if (isDone[row] === 1) return;
    isLeft[number] = 1;
    left++;
  });
  return { counts, problems, isLeft, left };
}

/**
 * Writes the files. Returns the summary, and the error if a file could not be written.
 * @param {JobFolder} folder
 * @param {Job} job
 * @param {{ problems: Map<number, RowProblem>, isComplete: boolean }} run
 * @returns {Promise<{ summary: JobSummary, error: unknown }>}
 */
export async function writeOutcome(folder, job, run) {
  const outcome = readOutcome(folder, run.problems);
  const summary = summaryOf(job, run.isComplete, outcome);
  try {
    Object.assign(summary, await writeRows(folder, job, outcome));
    replaceFile(folder.file(FILES.summary), `${JSON.stringify(summary, null, 2)}\n`);
    folder.writeJob({ ...job, state: run.isComplete ? "finished" : "started" });
    return { summary, error: undefined };
  } catch (cause) {
    const { message } = /** @type {Error} */ (cause);
    return {
      summary: { ...summary, complete: false },
      error: new Error(`${message.replace(/[^.]$/, "$&.")} resume writes the files of ${folder.name}.`, { cause }),
    };
  }
}

/**
 * @param {Job} job
 * @param {boolean} isComplete
 * @param {ReturnType<typeof readOutcome>} outcome
 * @returns {JobSummary}
 */
function summaryOf(job, isComplete, { counts, problems, left }) {
  /** @type {Record<string, number>} */
  const failures = {};
  for (const { status, code } of problems.values()) if (status === "failed") failures[code] = (failures[code] ?? 0) + 1;
  const { rows = 0, change = 0, same = 0 } = job.plan ?? {};
  const leftOut = job.plan?.leftOut;
  return {
    complete: isComplete,
    rows,
    change,
    unchanged: same,
    ...counts,
    left,
    ...(leftOut && { leftOut }),
    failures,
  };
}

/**
 * Writes `failed.…` and `unprocessed.…` in the format of the input, or removes those of an earlier run.
 * @param {JobFolder} folder
 * @param {Job} job
 * @param {ReturnType<typeof readOutcome>} outcome
 */
async function writeRows(folder, job, { problems, isLeft, left }) {
  const input = isInputUnchanged(folder, job) ? job.input : undefined;
  const format = input?.format ?? "ndjson";
  const failed = createRowsFile(folder, `failed.${format}`);
  const unprocessed = createRowsFile(folder, `unprocessed.${format}`);
  let remaining = problems.size + left + (input === undefined ? 0 : (job.plan?.leftOut ?? 0));
  if (remaining > 0) {
    const onLeftOut = (/** @type {string} */ line) => {
      failed.add("", withoutExternalId(line));
      remaining--;
    };
    const rows = input === undefined ? planRows(folder, job) : inputRows(folder, job, onLeftOut);
    for await (const { number, row } of rows) {
      const problem = problems.get(number);
      if (problem !== undefined) failed.add(row.errorHeader, row.withError(errorText(problem)));
      else if (isLeft[number] === 1) unprocessed.add(row.header, `${row.source}\n`);
      else continue;
      if (--remaining === 0) break;
    }
  }
  return {
    ...(job.input !== undefined && input === undefined && { inputChanged: true }),
    failedFile: failed.finish(),
    unprocessedFile: unprocessed.finish(),
  };
}

/**
 * Whether the input is still there, as it was planned. Without it, the rows are those of the plan.
 * @param {JobFolder} folder
 * @param {Job} job
 */
function isInputUnchanged(folder, { input }) {
  if (input === undefined) return false;
  const path = inputPath(folder, input);
  return fs.existsSync(path) && sha256Of(path) === input.sha256;
}

/**
 * @param {JobFolder} folder
 * @param {Job} job
 * @param {(line: string) => void} onLeftOut
 */
async function* inputRows(folder, job, onLeftOut) {
  const { readRows } = await import("clerk-metadata/bulk");
  const { bytes } = hashedBytes(inputPath(folder, /** @type {any} */ (job.input)));
  let number = 0;
  const rest = rowBytes(bytes, job.options, onLeftOut);
  const rows = job.input?.rows === 0 ? drain(rest) : readRows(rest, rowsOptions(job));
  for await (const row of rows) yield { number: number++, row };
}

/** @param {Job} job */
const rowsOptions = ({ input, options }) => ({
  format: input?.format ?? "ndjson",
  csvTypes: /** @type {any} */ (options.csvTypes),
  // They were rejected before, if they are to be.
  duplicates: /** @type {const} */ ("in-order"),
  requireMetadata: false,
});

/**
 * The rows of the plan, for a job without an input. A computed change is not in the row: sent again, it would replace
 * what somebody else has stored since.
 * @param {JobFolder} folder
 * @param {Job} job
 */
async function* planRows({ file }, { options }) {
  for (const line of readLines(file(FILES.plan))) {
    const values = new Map(members(line));
    const patch = options.patch ?? values.get("patch");
    const fields = options.isComputed || patch === undefined ? "" : String(patch).trim().slice(1, -1);
    const names = TARGET.flatMap((name) => (values.has(name) ? [`"${name}":${values.get(name)}`] : []));
    const source = `{${names.join(",")}${fields && `,${fields}`}}`;
    const withError = (/** @type {string} */ message) =>
      `${source.slice(0, -1)},"_error":${JSON.stringify(message)}}\n`;
    yield { number: Number(values.get("row")), row: { header: "", errorHeader: "", source, withError } };
  }
}

/**
 * A file that is created with its first row, and replaces the one of an earlier run at the end.
 * @param {JobFolder} folder
 * @param {string} name
 */
function createRowsFile({ file }, name) {
  const temporary = `${file(name)}.new`;
  // Of a run that could not write it.
  fs.rmSync(temporary, { force: true });
  /** @type {number | undefined} */
  let fd;
  let batch = "";
  const flush = () => {
    named(file(name), () => {
      fd ??= fs.openSync(temporary, "w", FILE_MODE);
      writeAll(fs, fd, Buffer.from(batch));
    });
    batch = "";
  };
  return {
    /**
     * @param {string} header
     * @param {string} row
     */
    add(header, row) {
      if (fd === undefined && batch === "") batch = header;
      batch += row;
      if (batch.length > BATCH_CHARS) flush();
    },
    /** Returns the name of the file, if it has rows. */
    finish() {
      if (batch !== "") flush();
      if (fd === undefined) {
        fs.rmSync(file(name), { force: true });
        return undefined;
      }
      fs.closeSync(fd);
      fs.renameSync(temporary, file(name));
      return name;
    },
  };
}
