import { connect } from "../client/connect.js";
import { CLIENT_ENVIRONMENT, CLIENT_OPTIONS } from "../client/options.js";
import { createOutput } from "../output.js";
import { countUsers } from "../users/count-users.js";
import { FILTER_OPTIONS, filterParams } from "../users/filters.js";

/** @type {import("../types.js").Command} */
export default {
  summary: "Print the number of users",
  options: {
    ...FILTER_OPTIONS,
    json: { type: "boolean", description: 'Print JSON, such as {"count":12}.' },
    ...CLIENT_OPTIONS,
  },
  environment: CLIENT_ENVIRONMENT,
  examples: ["npx clerk-metadata count", "npx clerk-metadata count --created-after 2026-01-31"],

  async run(values) {
    const { clerk } = await connect(values, "count");
    const count = await countUsers(clerk, filterParams(values));
    await createOutput().write(values.json ? `${JSON.stringify({ count })}\n` : `${count}\n`);
  },
};
