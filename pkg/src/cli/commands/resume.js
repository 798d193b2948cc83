import { CLIENT_ENVIRONMENT, CLIENT_OPTIONS } from "../client/options.js";
import { openJob } from "../jobs/job-folder.js";
import { EXIT_STATUSES, ENGINE_OPTIONS, RUN_OPTIONS } from "../jobs/options.js";
import { continueJob } from "../jobs/continue-job.js";

/** @type {import("../types.js").Command} */
const command = {
  summary: "Continue a job that was interrupted or has stopped",
  description: [
    "Continues with the options of the previous run, unless you set others. Rows that were sent without a known outcome are read first, and sent again only if their values are not stored.",
    EXIT_STATUSES,
  ],
  options: { ...RUN_OPTIONS, ...ENGINE_OPTIONS, ...CLIENT_OPTIONS },
  arguments: [{ type: "string", placeholder: "JOB", required: true, description: "Job folder." }],
  environment: CLIENT_ENVIRONMENT,
  examples: ["npx clerk-metadata resume clerk-job-7f3a", "npx clerk-metadata resume clerk-job-7f3a --rate 100%"],

  async run(values, [path]) {
    await continueJob("resume", values, openJob(path));
  },
};
export default command;
