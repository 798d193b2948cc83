import { resolve, join } from "node:path";
import { print } from "../output.js";
import { countText } from "../progress.js";
import { displayPath, processOf } from "./job-folder.js";
import { lineWidth, partLines } from "./lines.js";
import { readOutcome } from "./outcome-files.js";
import { instanceText } from "./plan-report.js";
import { commandLine } from "./program-name.js";
import { missingText } from "./targets.js";

/** @import { Job } from "./types.js" */

/**
 * @param {string} path
 * @param {Job} job
 * @param {boolean} json
 */
export async function printStatus(path, job, json) {
  const folder = resolve(path);
  const status = statusOf(folder, job);
  await print(json ? JSON.stringify(status) : statusText(displayPath(folder), job, status));
}

/**
 * @param {string} folder
 * @param {Job} job
 */
function statusOf(folder, { command, state, created, instance, plan }) {
  const base = {
    type: "status",
    job: displayPath(folder),
    command,
    state,
    created,
    instance: instance.id,
    process: processStatus(folder),
  };
  if (plan === undefined || state === "forgotten") return base;
  const { counts, left } = readOutcome({ file: (name) => join(folder, name) });
  return { ...base, rows: plan.rows, change: plan.change, ...counts, left, leftOut: plan.leftOut };
}

/**
 * The process that has opened the job and not closed it. `running`: `null` if it is on another machine, or in another
 * container, so that this process cannot check it.
 * @param {string} folder
 */
function processStatus(folder) {
  const found = processOf(folder);
  if (found === undefined) return null;
  const { pid, host, isRunning = null, since } = found;
  return { pid, host, running: isRunning, since: since.toISOString() };
}

/**
 * @param {NonNullable<ReturnType<typeof processStatus>>} process
 */
function processText({ pid, host, running, since }) {
  if (running) return `Running: process ${pid}, since ${since}`;
  if (running === null)
    return `Process ${pid}${host ? ` on ${host}` : ""}, since ${since}: whether it is running cannot be checked here`;
  return `Not running: process ${pid}, of ${since}, has ended without closing the job`;
}

/**
 * @param {string} name
 * @param {Job} job
 * @param {any} status
 */
function statusText(name, { command, state, created, instance, plan }, status) {
  const width = lineWidth(process.stdout);
  const { ok = 0, same = 0, recovered = 0, failed = 0, conflict = 0, missing = 0, leftOut = 0, left } = status;
  const targets = plan?.targets;
  const { process: holder } = status;
  // No other process can continue it meanwhile.
  const next = holder?.running ? undefined : nextCommand(name, command, state);
  return [
    ...partLines([`${name}/`, STATES[state], instanceText(instance), `created ${created}`], width),
    ...(left === undefined
      ? []
      : partLines(
          [
            `done ${countText(ok + same + recovered)}`,
            `failed ${countText(failed)}`,
            conflict > 0 && `conflict ${countText(conflict)}`,
            leftOut > 0 && `no external ID ${countText(leftOut)}`,
            missing > 0 && `${missingText(targets)} ${countText(missing)}`,
            `left ${countText(left)}`,
          ],
          width,
          "  ",
        )),
    ...(holder === null ? [] : [processText(holder)]),
    ...(next === undefined ? [] : [next]),
  ].join("\n");
}

/** @type {Record<Job["state"], string>} */
const STATES = {
  planning: "the plan is not complete",
  planned: "planned, nothing was sent",
  started: "not finished",
  finished: "finished",
  forgotten: "its data was deleted",
};

/**
 * @param {string} name
 * @param {Job["command"]} command
 * @param {Job["state"]} state
 */
function nextCommand(name, command, state) {
  if (state === "planning" || state === "started") return `Resume: ${commandLine("resume", name)}`;
  if (state === "planned") return `Next: ${commandLine(command === "plan" ? "apply" : "resume", name)}`;
  return state === "finished" ? `Undo: ${commandLine("undo", name)}` : undefined;
}
