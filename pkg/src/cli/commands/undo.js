import { CLIENT_ENVIRONMENT, CLIENT_OPTIONS } from "../client/options.js";
import { openJob } from "../jobs/job-folder.js";
import { EXIT_STATUSES, ENGINE_OPTIONS, RUN_OPTIONS } from "../jobs/options.js";
import { undoJob } from "../jobs/undo-job.js";

/** @type {import("../types.js").Command} */
const command = {
  summary: "Restore the values from before a job",
  description: [
    "Restores the keys that the job has changed and whose value is still the one that it wrote. What somebody else has changed since is not touched. The undo is a job of its own: it has a folder, and can be resumed and undone.",
    EXIT_STATUSES,
  ],
  options: {
    ...RUN_OPTIONS,
    ...ENGINE_OPTIONS,
    "on-drift": {
      type: "choice",
      choices: ["skip", "force"],
      placeholder: "NAME",
      description:
        "What to do with a user whose values have changed after the undo was planned. skip: report a conflict. force: restore the values from before the job anyway. Default: skip.",
    },
    job: {
      type: "string",
      placeholder: "DIR",
      description: "Name of the folder of the undo. Default: that of the job and -undo.",
    },
    ...CLIENT_OPTIONS,
  },
  arguments: [{ type: "string", placeholder: "JOB", required: true, description: "Job folder." }],
  environment: CLIENT_ENVIRONMENT,
  examples: ["npx clerk-metadata undo clerk-job-7f3a", "npx clerk-metadata undo clerk-job-7f3a --rate 100%"],

  async run(values, [path]) {
    await undoJob(values, openJob(path));
  },
};
export default command;
