import { CLIENT_ENVIRONMENT, CLIENT_OPTIONS, MAX_OFFLINE_OPTION, QUIET_OPTION } from "../client/options.js";
import { CHANGES } from "../exit-status.js";
import { requireReadable } from "../jobs/input.js";
import { RATE_OPTION, rejectTogether, runOptionsOf } from "../jobs/options.js";
import { checkRowOptions, readRowOptions, ROW_OPTIONS } from "../jobs/row-options.js";
import { connectFor, createJob, plan } from "../jobs/workflow.js";
import { UsageError } from "../usage-error.js";

/** @type {import("../types.js").Command} */
const command = {
  summary: "Plan a change of many users",
  description: [
    "Validates all rows, reads the users, and shows what would change. Nothing is changed yet: the plan is stored in a job folder, and the command apply sends its changes. In the counts, too large and invalid are rows that cannot be stored: see failed.csv or failed.ndjson of the job folder after apply.",
    'A row is {"id":"user_…","publicMetadata":{…}}, or has externalId instead of id. Its fields are patches: null removes a key, and other keys are kept. A CSV file has a column id and columns such as publicMetadata.plan.seats; an empty cell leaves the key unchanged.',
    "The exit status is 0, or with --exit-code 4 if there are changes. It is 2 if the command line or a row is invalid.",
  ],
  options: {
    all: { type: "boolean", description: "Change all users of the instance. Needs --patch or --transform." },
    patch: {
      type: "string",
      placeholder: "JSON|@FILE",
      description: 'With --all: the change of each user, such as \'{"publicMetadata":{"trial":null}}\'.',
    },
    ...ROW_OPTIONS,
    ...RATE_OPTION,
    ...MAX_OFFLINE_OPTION,
    "exit-code": { type: "boolean", description: "Exit with the status 4 if there are changes." },
    json: { type: "boolean", description: "Print the plan as a JSON object." },
    markdown: { type: "boolean", description: "Print the plan for a comment of a pull request." },
    quiet: QUIET_OPTION,
    ...CLIENT_OPTIONS,
  },
  arguments: [{ type: "string", placeholder: "FILE|-", description: "File with rows, or - for stdin." }],
  environment: CLIENT_ENVIRONMENT,
  examples: ["npx clerk-metadata plan users.csv", "npx clerk-metadata plan --all --transform rename.mjs"],

  async run(values, [input]) {
    checkValues(values, input);
    if (input !== undefined) requireReadable(input);
    const options = await readRowOptions("plan", values);
    const connection = await connectFor(values, "plan");
    const invocation = { command: "plan", values, connection };
    const { folder, job } = await createJob(invocation, { input, options, runOptions: runOptionsOf(values) });
    const planned = await plan(invocation, folder, job);
    folder.close();
    if (values["exit-code"] && planned.plan && planned.plan.change > 0) process.exitCode = CHANGES;
  },
};
export default command;

/**
 * @param {Record<string, any>} values
 * @param {string | undefined} input
 */
function checkValues(values, input) {
  const { all, patch, transform } = values;
  const fail = (/** @type {string} */ message, /** @type {string} */ option) => {
    throw new UsageError(message, { command: "plan", option });
  };
  if (all && input !== undefined) fail(`--all changes all users, so it cannot be combined with ${input}.`, "all");
  if (!all && input === undefined)
    throw new UsageError("FILE|- is missing. Name a file with rows, or use --all for all users.", { command: "plan" });
  if (all && patch === undefined && transform === undefined) fail("--all needs --patch or --transform.", "all");
  if (!all && patch !== undefined) fail("--patch needs --all. Otherwise the rows have the patches.", "patch");
  checkRowOptions("plan", values);
  rejectTogether("plan", values, [["json", "markdown"]]);
}
