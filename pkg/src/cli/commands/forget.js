import { OFFLINE_OPTIONS } from "../client/options.js";
import { forgetJob } from "../jobs/forget.js";
import { openJob } from "../jobs/job-folder.js";

/** @type {import("../types.js").Command} */
const command = {
  summary: "Delete the private data of a job",
  description: [
    "Deletes the rows, the plan, the journal and the values from before the change, and keeps job.json and summary.json. The job can then be neither resumed nor undone.",
  ],
  options: {
    yes: { type: "boolean", description: "Also if the job is not finished." },
    ...OFFLINE_OPTIONS,
  },
  arguments: [{ type: "string", placeholder: "JOB", required: true, description: "Job folder." }],
  examples: ["npx clerk-metadata forget clerk-job-7f3a", "npx clerk-metadata forget clerk-job-7f3a --yes"],

  async run({ yes, quiet }, [path]) {
    forgetJob(openJob(path), yes, quiet);
  },
};
export default command;
