import { CLIENT_ENVIRONMENT, CLIENT_OPTIONS } from "../client/options.js";
import { STDIN } from "../files/input.js";
import { continueJob } from "../jobs/continue-job.js";
import { requireReadable } from "../jobs/input.js";
import { isFolder, openJob } from "../jobs/job-folder.js";
import { checkEngine, ENGINE_OPTIONS, EXIT_STATUSES, isGiven, RUN_OPTIONS, runOptionsOf } from "../jobs/options.js";
import { checkRowOptions, readRowOptions, ROW_OPTIONS } from "../jobs/row-options.js";
import { connectFor, createJob, plan, run } from "../jobs/workflow.js";
import { UsageError } from "../usage-error.js";

/** @type {import("../types.js").Command} */
const command = {
  summary: "Send the changes of a plan, or of a file with rows",
  description: [
    "JOB is the job folder of a plan. Of a file, the rows are validated and planned first. Each user is read again before its change is sent, so that undo can restore the values.",
    "Ctrl-C stops sending and waits for the requests in flight. A second Ctrl-C ends at once. Nothing is lost: resume continues, also after a crash.",
    EXIT_STATUSES,
  ],
  options: { ...RUN_OPTIONS, ...ENGINE_OPTIONS, ...ROW_OPTIONS, ...CLIENT_OPTIONS },
  arguments: [
    {
      type: "string",
      placeholder: "JOB|FILE|-",
      required: true,
      description: "Job folder, file with rows, or - for rows from stdin.",
    },
  ],
  environment: CLIENT_ENVIRONMENT,
  examples: ["npx clerk-metadata apply clerk-job-7f3a", "npx clerk-metadata apply users.csv --max-failed 1%"],

  async run(values, [target]) {
    if (target !== STDIN && isFolder(target)) {
      rejectInputOptions(values, target);
      return continueJob("apply", values, openJob(target));
    }
    checkRowOptions("apply", values);
    requireReadable(target);
    const runOptions = runOptionsOf(values);
    await checkEngine("apply", values, runOptions);
    const options = await readRowOptions("apply", values);
    const connection = await connectFor(values, "apply");
    const invocation = { command: "apply", values, connection };
    const { folder, job } = await createJob(invocation, { input: target, options, runOptions });
    await run(invocation, folder, await plan(invocation, folder, job), runOptions);
    folder.close();
  },
};
export default command;

/**
 * @param {Record<string, any>} values
 * @param {string} job
 */
function rejectInputOptions(values, job) {
  const option = Object.keys(ROW_OPTIONS).find(
    (name) => isGiven(values[name]) && values[name] !== ROW_OPTIONS[name].default,
  );
  if (option !== undefined)
    throw new UsageError(`--${option} is for a file with rows. The plan of ${job} is fixed.`, {
      command: "apply",
      option,
    });
}
