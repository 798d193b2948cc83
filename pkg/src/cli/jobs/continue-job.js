// Continues a job where it is.
import { BAD_INPUT, ExitError } from "../exit-status.js";
import { UsageError } from "../usage-error.js";
import { DEFAULT_QUEUE } from "../bullmq/options.js";
import { requireSameModules } from "./modules.js";
import { displayPath } from "./job-folder.js";
import { checkEngine, runOptionsOf } from "./options.js";
import { commandLine } from "./program-name.js";
import { effectiveUndo, undoRowsOf } from "./undo-job.js";
import { connectFor, plan, requireSame, run } from "./workflow.js";

/** @import { JobFolder } from "./job-folder.js" */

/**
 * @param {"apply" | "resume"} command
 * @param {Record<string, any>} values
 * @param {JobFolder} folder
 */
export async function continueJob(command, values, folder) {
  let job = folder.readJob();
  if (job.state === "forgotten")
    throw new ExitError(`The data of ${folder.name} was deleted with forget, so it cannot be continued.`, BAD_INPUT);
  if (command === "resume" && job.state === "planned" && job.command === "plan")
    throw new ExitError(
      `${folder.name} was planned, and nothing was sent yet. To send its changes: ${commandLine("apply", folder.name)}`,
      BAD_INPUT,
    );
  rejectUndone(folder);
  requireSameModules(job);
  const runOptions = runOptionsOf(values, job.runOptions);
  if (job.state === "finished") rejectEngine(command, values, folder.name, job);
  await checkEngine(command, values, runOptions);
  const connection = await connectFor(values, command);
  const invocation = { command, values, connection };
  await requireSame(folder, job, connection);
  if (job.state === "planning") {
    job = await plan(invocation, folder, job, undoRowsOf(job));
    if (command === "resume" && job.command === "plan") return folder.close();
  }
  await run(invocation, folder, job, runOptions);
  folder.close();
}

/**
 * Rejects a job that was undone: the rest of its changes would be sent, or it would be reported as done.
 * @param {JobFolder} folder
 */
function rejectUndone({ name, path }) {
  const undo = effectiveUndo(path);
  if (undo === undefined) return;
  const undoName = displayPath(undo.folder);
  throw new ExitError(
    `${name} was undone by ${undoName}, so it cannot be continued. Nothing was sent. To make its changes again, undo the undo: ${commandLine("undo", undoName)}`,
    BAD_INPUT,
  );
}

/**
 * Rejects another engine or queue for a job that has nothing left to send.
 * @param {string} command
 * @param {Record<string, any>} values
 * @param {string} name
 * @param {import("./types.js").Job} job
 */
function rejectEngine(command, values, name, { runOptions = {} }) {
  const previous = { engine: runOptions.engine ?? "process", queue: runOptions.queue ?? DEFAULT_QUEUE };
  for (const option of /** @type {const} */ (["engine", "queue"]))
    if (values[option] !== undefined && values[option] !== previous[option])
      throw new UsageError(`${name} is finished, so --${option} has no effect. Leave it out.`, { command, option });
}
