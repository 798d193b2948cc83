import { OFFLINE_OPTIONS } from "../client/options.js";
import { readJob } from "../jobs/job-folder.js";
import { printStatus } from "../jobs/status.js";

/** @type {import("../types.js").Command} */
const command = {
  summary: "Show how far a job is",
  description: [
    "Reads only the job folder, so it needs no key, and works while the job runs. It says whether a process has the job open, and since when, also if that process was killed.",
  ],
  options: {
    json: { type: "boolean", description: "Print the status as a JSON object." },
    ...OFFLINE_OPTIONS,
  },
  arguments: [{ type: "string", placeholder: "JOB", required: true, description: "Job folder." }],
  examples: ["npx clerk-metadata status clerk-job-7f3a", "npx clerk-metadata status clerk-job-7f3a --json"],

  async run({ json }, [path]) {
    await printStatus(path, readJob(path), json);
  },
};
export default command;
