// Continues a job where it is.
import { BAD_INPUT, ExitError } from "../exit-status.js";
import { checkEngine, runOptionsOf } from "./options.js";
import { commandLine } from "./program-name.js";
import { undoRowsOf } from "./undo-job.js";
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
  const runOptions = runOptionsOf(values, job.runOptions);
  checkEngine(command, job.command, values, runOptions);
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
