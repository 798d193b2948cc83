import { connect } from "../client/connect.js";
import { CLIENT_ENVIRONMENT, CLIENT_OPTIONS, MAX_OFFLINE_OPTION } from "../client/options.js";
import { textCalls } from "../client/text-calls.js";
import { createOutput } from "../output.js";
import { countText } from "../progress.js";
import { UsageError } from "../usage-error.js";
import { countUsers } from "../users/count-users.js";
import { FILTER_OPTIONS, filterParams } from "../users/filters.js";
import { readPages } from "../users/pages.js";
import { OUTPUT_OPTIONS } from "../users/stored-text.js";
import { formatJson } from "../json-text.js";
import { userColumns } from "../users/user-columns.js";

const DEFAULT_LIMIT = 20;

/** @type {import("../types.js").Command} */
export default {
  summary: "List users, the newest first",
  description: [
    "Prints a line for each user: the ID, the email address, the name and the external ID. With --json, each line is a JSON object with the metadata.",
  ],
  options: {
    ...FILTER_OPTIONS,
    limit: {
      type: "integer",
      min: 1,
      description: `The number of users at most. Default: ${DEFAULT_LIMIT}.`,
    },
    all: { type: "boolean", description: "List all users." },
    json: { type: "boolean", description: "Print a JSON object for each user, one in each line." },
    "all-fields": OUTPUT_OPTIONS["all-fields"],
    ...MAX_OFFLINE_OPTION,
    ...CLIENT_OPTIONS,
  },
  environment: CLIENT_ENVIRONMENT,
  examples: ["npx clerk-metadata list --query example.com", "npx clerk-metadata list --all --json > users.ndjson"],

  async run(values) {
    const { limit = values.all ? Infinity : DEFAULT_LIMIT, json, "all-fields": allFields } = values;
    if (values.all && values.limit !== undefined)
      throw new UsageError("--all and --limit exclude each other.", { command: "list", option: "limit" });
    if (allFields && !json)
      throw new UsageError("--all-fields requires --json.", { command: "list", option: "all-fields" });
    const { clerk, createClient } = await connect(values, "list");
    const { createRateLimiter } = await import("clerk-metadata/bulk");
    const output = createOutput();
    const filters = filterParams(values);
    const call = textCalls(createClient({ limiter: createRateLimiter() }));
    let count = 0;
    const maxOffline = values["max-offline"];
    const onWait = (/** @type {string} */ text) => console.error(text);
    for await (const page of readPages(call, { filters, limit, isNewestFirst: true, maxOffline, onWait })) {
      count += page.length;
      const lines = page.map((user) =>
        json ? (allFields ? formatJson(user.text) : user.row) : userColumns(user, process.stdout),
      );
      if (lines.length > 0) await output.write(`${lines.join("\n")}\n`);
    }
    if (count < limit) return;
    const total = await countUsers(clerk, filters);
    if (total > count)
      console.error(`${countText(count)} of ${countText(total)} users. Use --all to list all, or --limit.`);
  },
};
