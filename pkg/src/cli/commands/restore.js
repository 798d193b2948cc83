import { CLIENT_ENVIRONMENT, CLIENT_OPTIONS } from "../client/options.js";
import { requireReadable } from "../jobs/input.js";
import {
  checkEngine,
  ENGINE_OPTIONS,
  EXIT_STATUSES,
  INPUT_OPTIONS,
  RUN_OPTIONS,
  runOptionsOf,
} from "../jobs/options.js";
import { connectFor, createJob, plan, run } from "../jobs/workflow.js";

const { job: JOB_OPTION, limit: LIMIT_OPTION } = INPUT_OPTIONS;

/** @type {import("../types.js").Command} */
export default {
  summary: "Restore the metadata of users from an export",
  description: [
    "Each field of a row replaces the stored field, so keys that were added since the export are removed. Users whose metadata is the same are not changed, and users that no longer exist are listed.",
    "With --external-id, users are found by their external IDs, for example in another instance. Users are not created.",
    "It is a job: status, resume and undo work on its folder.",
    EXIT_STATUSES,
  ],
  options: {
    "external-id": { type: "boolean", description: "Find users by the externalId of the rows instead of the id." },
    ...RUN_OPTIONS,
    ...ENGINE_OPTIONS,
    limit: LIMIT_OPTION,
    job: JOB_OPTION,
    ...CLIENT_OPTIONS,
  },
  arguments: [
    {
      type: "string",
      placeholder: "FILE|-",
      required: true,
      description: "File that export has written, or - for stdin.",
    },
  ],
  environment: CLIENT_ENVIRONMENT,
  examples: ["npx clerk-metadata restore users.ndjson", "npx clerk-metadata restore users.ndjson --external-id"],

  async run(values, [file]) {
    requireReadable(file);
    const runOptions = runOptionsOf(values);
    await checkEngine("restore", values, runOptions);
    const connection = await connectFor(values, "restore");
    const invocation = { command: "restore", values, connection };
    const options = {
      mode: "replace",
      isComputed: true,
      without: values["external-id"] ? "id" : "externalId",
      ...(values.limit !== undefined && { limit: values.limit }),
    };
    const { folder, job } = await createJob(invocation, { input: file, options, runOptions });
    await run(invocation, folder, await plan(invocation, folder, job), runOptions);
    folder.close();
  },
};
