// The course of a job: input ─► plan ─► confirmation ─► run. Each command enters it where its job is.
import fs from "node:fs";
import { connect } from "../client/connect.js";
import { instanceLabel } from "../client/instance.js";
import { DEFAULT_MAX_OFFLINE } from "../client/options.js";
import { confirm } from "../confirm.js";
import { BAD_INPUT, ExitError } from "../exit-status.js";
import { print } from "../output.js";
import { DEFAULT_QUEUE } from "../bullmq/options.js";
import { startProgress } from "../progress.js";
import { describeInput, formatOf, inputPath } from "./input.js";
import { handleInterrupts } from "./interrupt.js";
import { createFolder, FILES, displayPath } from "./job-folder.js";
import { lineWidth } from "./lines.js";
import { limitsOf, runOptionsOf } from "./options.js";
import { sha256Of } from "./plan-file.js";
import { checkInput, planJob } from "./plan-job.js";
import { planJson, planMarkdown, planText } from "./plan-report.js";
import { createLimiter } from "./rate.js";
import { runJob, statusOf } from "./run-job.js";
import { stopError } from "./stop-error.js";
import { targetsText } from "./targets.js";
import { createPlanLine, createRunLine, resumeCommand, runJson, runText } from "./run-report.js";

/** @import { Connection } from "../client/connect.js" */
/** @import { JobFolder } from "./job-folder.js" */
/** @import { Job, JobInstance } from "./types.js" */

/** @typedef {{ command: string, values: Record<string, any>, connection: Connection }} Invocation */

/**
 * Connects, without printing where the key is from if the output is for programs.
 * @param {Record<string, any>} values
 * @param {string} command
 */
export const connectFor = (values, command) => connect(values, command, { isQuiet: values.quiet });

/**
 * Creates a job from an input: validates all rows, and plans it.
 * @param {Invocation} invocation
 * @param {{
 *   input: string | undefined,
 *   options: Record<string, any>,
 *   runOptions: Record<string, any>,
 * }} source `input`: a path or `-`. Missing for all users. `runOptions`: those of the runs of the job, unless they set
 *   others.
 * @returns {Promise<{ folder: JobFolder, job: Job }>}
 */
export async function createJob({ command, values, connection }, { input, options, runOptions }) {
  const folder = createFolder(values.job);
  try {
    const interrupts = handleInterrupts({ onFirst() {}, onSecond() {} });
    let described;
    try {
      described = input && (await describeInput(folder, input, formatOf(input, values.format), interrupts.signal));
      described = described && (await checkInput(folder, described, options, interrupts.signal));
    } finally {
      interrupts.remove();
    }
    /** @type {Job} */
    const job = {
      "clerk-metadata": "job",
      version: 1,
      command: /** @type {Job["command"]} */ (command),
      created: new Date().toISOString(),
      state: "planning",
      instance: await instanceOf(connection),
      ...(described && { input: described }),
      options,
      runOptions,
    };
    folder.writeJob(job);
    return { folder, job };
  } catch (error) {
    // Nothing was sent, and there is nothing to continue.
    discard(folder);
    throw stopError(error);
  }
}

/** @param {JobFolder} folder */
function discard(folder) {
  folder.close();
  fs.rmSync(folder.path, { recursive: true, force: true });
}

/**
 * @param {Connection} connection
 * @returns {Promise<JobInstance>}
 */
async function instanceOf(connection) {
  const { id, isLive, apiUrl } = await connection.readInstance();
  return { id, isLive, apiUrl };
}

/**
 * Rejects if the key is one of another instance than that of the job, or if what the plan was made from has changed.
 * @param {JobFolder} folder
 * @param {Job} job
 * @param {Connection} connection
 */
export async function requireSame(folder, job, connection) {
  const current = await instanceOf(connection);
  if (current.apiUrl !== job.instance.apiUrl || current.id !== job.instance.id)
    throw new ExitError(
      `${folder.name} is a job for ${instanceLabel(job.instance)} at ${job.instance.apiUrl}, and the key is one of ${instanceLabel(current)} at ${current.apiUrl}. Nothing was sent. Use a key of the instance of the job.`,
      BAD_INPUT,
    );
  const { input, plan } = job;
  if (input !== undefined) {
    const path = inputPath(folder, input);
    if (fs.existsSync(path) && sha256Of(path) !== input.sha256)
      throw new ExitError(
        `${displayPath(path)} has changed since the job was planned. Nothing was sent. Restore the file, or plan a new job.`,
        BAD_INPUT,
      );
  }
  if (plan !== undefined && (!folder.exists(FILES.plan) || sha256Of(folder.file(FILES.plan)) !== plan.sha256))
    throw new ExitError(
      `${folder.displayFile(FILES.plan)} is not the plan that was made. Nothing was sent. Plan a new job.`,
      BAD_INPUT,
    );
}

/**
 * Plans a job, and prints the plan unless it is applied at once and the output is for programs.
 * @param {Invocation} invocation
 * @param {JobFolder} folder
 * @param {Job} job
 * @param {AsyncIterable<string>} [rows] Of an undo.
 * @returns {Promise<Job>}
 */
export async function plan({ values, connection }, folder, job, rows) {
  const startedAt = performance.now();
  const progress = { rows: 0, change: 0, total: undefined, rateLimited: 0 };
  const line = startProgress(createPlanLine(progress), { isQuiet: values.quiet });
  const interrupts = stopAtInterrupt(folder, line);
  const { rate, maxOffline = DEFAULT_MAX_OFFLINE } = runOptionsOf(values, job.runOptions);
  let planned;
  try {
    const clerk = connection.createClient({ limiter: await createLimiter(rate, progress) });
    planned = await planJob(
      folder,
      job,
      { clerk, maxOffline, signal: interrupts.signal, progress, onWait: line.print },
      rows,
    );
    folder.writeJob(planned);
  } catch (error) {
    line.stop();
    const stopped = stopError(error);
    if (stopped.status === BAD_INPUT && folder.isNew) discard(folder);
    if (stopped.status !== BAD_INPUT)
      stopped.message += `${/[.!?)]$/.test(stopped.message) ? "" : "."} Nothing was sent.\nResume: ${resumeCommand(folder)}`;
    throw stopped;
  } finally {
    interrupts.remove();
    line.stop();
  }
  const seconds = (performance.now() - startedAt) / 1000;
  await printPlan(folder, planned, { ...values, rate }, seconds);
  return planned;
}

/**
 * @param {JobFolder} folder
 * @param {import("../progress.js").Progress} line
 */
const stopAtInterrupt = (folder, line) =>
  handleInterrupts({
    onFirst: () => line.print("Stopping after the requests in flight. Press Ctrl-C again to end now."),
    onSecond: () => line.print(`Resume: ${resumeCommand(folder)}`),
  });

/**
 * @param {JobFolder} folder
 * @param {any} job
 * @param {Record<string, any>} values
 * @param {number} seconds
 */
async function printPlan(folder, job, { json, markdown, rate }, seconds) {
  if (json) await print(JSON.stringify(planJson(folder, job)));
  else if (markdown) await print(planMarkdown(job, rate));
  else await print(planText(folder, job, { rate, seconds, width: lineWidth(process.stdout) }));
}

/**
 * Asks for a confirmation, sends the changes, and prints the outcome.
 * @param {Invocation} invocation
 * @param {JobFolder} folder
 * @param {Job} job
 * @param {Record<string, any>} runOptions
 */
export async function run({ command, values, connection }, folder, job, runOptions) {
  const change = job.plan?.change ?? 0;
  if (job.state === "planned" && change > 0) {
    const { instance } = job;
    const action = `Change the metadata of ${targetsText(change, job.plan?.targets)}`;
    try {
      await confirm({ action, count: change, instance, yes: values.yes, command });
    } catch (error) {
      if (error instanceof ExitError) error.message += ` To send the changes later: ${resumeCommand(folder, "apply")}`;
      throw error;
    }
  }
  const started = { ...job, state: /** @type {const} */ ("started"), runOptions };
  try {
    folder.writeJob(started);
  } catch (error) {
    const stopped = stopError(error);
    stopped.message += ` Nothing was sent.\nResume: ${resumeCommand(folder, job.state === "planned" ? "apply" : "resume")}`;
    throw stopped;
  }
  const progress = { rows: 0, ok: 0, same: 0, recovered: 0, missing: 0, conflict: 0, failed: 0, rateLimited: 0 };
  const isQueued = runOptions.engine === "bullmq";
  const line = startProgress(createRunLine("apply", progress, change, { isQueued }), { isQuiet: values.quiet });
  const interrupts = stopAtInterrupt(folder, line);
  let result;
  try {
    const clerk = connection.createClient({ limiter: await createLimiter(runOptions.rate, progress) });
    const limits = limitsOf(runOptions, change);
    const queue = isQueued
      ? { redis: values.redis, name: runOptions.queue ?? DEFAULT_QUEUE, print: line.print, progress }
      : undefined;
    result = await runJob(folder, started, { clerk, signal: interrupts.signal, progress, limits, queue });
  } finally {
    interrupts.remove();
    line.stop();
  }
  await report(folder, job, values, result);
}

/**
 * @param {JobFolder} folder
 * @param {Job} job
 * @param {Record<string, any>} values
 * @param {{ summary: any, error: unknown }} result
 */
async function report(folder, job, { json }, { summary, error }) {
  const stopped = error === undefined ? undefined : stopError(error);
  if (stopped !== undefined) console.error(`clerk-metadata: ${stopped.message}`);
  // First, because the reader of the output may have closed it.
  process.exitCode = stopped?.status ?? statusOf(summary);
  await print(
    json
      ? JSON.stringify(runJson(folder, job, summary))
      : runText(folder, job, { ...summary, canResume: stopped?.status !== BAD_INPUT }, lineWidth(process.stdout)),
  );
}
