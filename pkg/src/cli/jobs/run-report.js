// What a run prints: its progress, and its outcome.
import { countText, durationText } from "../progress.js";
import { partLines } from "./lines.js";
import { commandLine } from "./program-name.js";
import { missingText } from "./targets.js";
import { rowArguments } from "./row-options.js";

/** @import { JobFolder } from "./job-folder.js" */
/** @import { Job, JobSummary, PlanProgress, RunProgress } from "./types.js" */

/** The rate is that of this time, in milliseconds. */
const RATE_WINDOW = 10_000;

/**
 * The parts of the line of progress.
 * @param {string} command
 * @param {RunProgress} progress
 * @param {number} total
 * @param {{ isQueued: boolean }} options Workers receive the responses with the status 429.
 */
export function createRunLine(command, progress, total, { isQueued }) {
  const rateOf = createRate();
  return () => {
    const { ok, same, recovered, missing, conflict, failed, rateLimited } = progress;
    const finished = ok + same + recovered + missing + conflict + failed;
    const perSecond = rateOf(finished);
    const share = total === 0 ? 1 : finished / total;
    return [
      `${command}  ${percent(share)}  ${countText(finished)}/${countText(total)}`,
      `${countText(Math.round(perSecond))}/s`,
      ...(isQueued ? [] : [`${countText(rateLimited)} × 429`]),
      `failed ${countText(failed + conflict)}`,
      ...(perSecond > 0 && finished < total ? [`${durationText((total - finished) / perSecond)} left`] : []),
    ];
  };
}

/**
 * @param {PlanProgress} progress
 */
export function createPlanLine(progress) {
  const rateOf = createRate();
  return () => {
    const { rows, change, total } = progress;
    const perSecond = rateOf(rows);
    return [
      total === undefined
        ? `plan  ${countText(rows)} rows`
        : `plan  ${percent(total === 0 ? 1 : rows / total)}  ${countText(rows)}/${countText(total)}`,
      `${countText(Math.round(perSecond))}/s`,
      `change ${countText(change)}`,
      ...(perSecond > 0 && total !== undefined && rows < total
        ? [`${durationText((total - rows) / perSecond)} left`]
        : []),
    ];
  };
}

/** @param {number} share */
const percent = (share) => `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;

/** Returns a function that takes a count and returns its increase per second. A clock that is set has no effect. */
function createRate() {
  /** @type {[time: number, count: number][]} */
  const samples = [];
  return (/** @type {number} */ count) => {
    const now = performance.now();
    // What earlier processes have done is counted when the journal has been read.
    if (samples.length === 0 && count === 0) return 0;
    samples.push([now, count]);
    while (samples.length > 2 && now - samples[1][0] > RATE_WINDOW) samples.shift();
    const [time, first] = samples[0];
    return now === time ? 0 : ((count - first) * 1000) / (now - time);
  };
}

/**
 * The outcome of a run, and the commands that a person may want next.
 * @param {JobFolder} folder
 * @param {Job} job
 * @param {JobSummary & { canResume?: boolean }} summary `canResume`: false if another command is needed first.
 * @param {number} width
 */
export function runText(folder, job, summary, width) {
  const { ok, same, recovered, conflict, missing, failed, left, leftOut = 0, failures, failedFile } = summary;
  const reasons = Object.entries(failures).map(([code, count]) => `${countText(count)} × ${code}`);
  const parts = [
    `done ${countText(ok + same + recovered)}`,
    failed > 0 ? `failed ${countText(failed)} (${reasons.join(", ")})` : "failed 0",
    conflict > 0 && `conflict ${countText(conflict)}`,
    missing > 0 && `${missingText(job.plan?.targets)} ${countText(missing)}`,
    leftOut > 0 && `no external ID ${countText(leftOut)}`,
    left > 0 && `left ${countText(left)}`,
  ];
  const lines = partLines(parts, width);
  // After the count of the rows that are left, the path would seem to be that of their file.
  if (failedFile !== undefined && left > 0) lines.push(`Failed: ${folder.displayFile(failedFile)}`);
  else if (failedFile !== undefined) {
    const last = /** @type {string} */ (lines.pop());
    const path = folder.displayFile(failedFile);
    lines.push(...(last.length + path.length + 2 <= width ? [`${last}: ${path}`] : [`${last}:`, `  ${path}`]));
  }
  return [...lines, ...nextLines(folder, job, summary)].join("\n");
}

/**
 * @param {JobFolder} folder
 * @param {Job} job
 * @param {JobSummary & { canResume?: boolean }} summary
 */
function nextLines(folder, job, summary) {
  const { ok, recovered, left, failedFile, unprocessedFile, canResume = true } = summary;
  if (left > 0)
    return [
      ...(unprocessedFile === undefined ? [] : [`Not processed: ${folder.displayFile(unprocessedFile)}`]),
      ...(canResume ? [`Resume: ${resumeCommand(folder)}`] : []),
    ];
  return [
    ...(failedFile === undefined ? [] : failedLines(folder.displayFile(failedFile), job, summary)),
    ...(ok + recovered > 0 ? [`Undo: ${commandLine("undo", folder.name)}`] : []),
  ];
}

/**
 * The command that sends the rows of a file with the meaning that they have in the job.
 * @param {string} file
 * @param {Job} job
 * @param {JobSummary} summary
 */
function failedLines(file, { command, options }, { inputChanged }) {
  // The rows of an undo are not those of a person.
  if (command === "undo") return [];
  if (inputChanged && options.isComputed) return ["The input has changed, so the file has only the IDs of these rows."];
  if (command === "restore") {
    const words = ["restore", file, ...(options.without === "id" ? ["--external-id"] : [])];
    return [`Fix the rows and send them: ${commandLine(...words)}`];
  }
  const isComputed = options.transform !== undefined;
  const verb = isComputed ? "Fix the rows and plan them" : "Fix the rows and send them";
  return [`${verb}: ${commandLine(isComputed ? "plan" : "apply", file, ...rowArguments(options))}`];
}

/**
 * @param {JobFolder} folder
 * @param {"resume" | "apply"} [command]
 */
export const resumeCommand = (folder, command = "resume") => commandLine(command, folder.name);

/**
 * @param {JobFolder} folder
 * @param {Job} job
 * @param {JobSummary} summary
 */
export const runJson = (folder, { instance }, { failedFile, unprocessedFile, ...counts }) => ({
  type: "summary",
  job: folder.name,
  instance: instance.id,
  ...counts,
  failedFile: failedFile && folder.displayFile(failedFile),
  unprocessedFile: unprocessedFile && folder.displayFile(unprocessedFile),
});
