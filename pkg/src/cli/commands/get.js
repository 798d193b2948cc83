import { connect } from "../client/connect.js";
import { CLIENT_ENVIRONMENT, CLIENT_OPTIONS } from "../client/options.js";
import { createOutput } from "../output.js";
import { OUTPUT_OPTIONS, storedOutput } from "../users/stored-text.js";
import { checkTarget, readTarget, TARGET_ARGUMENT, TARGET_OPTIONS } from "../users/target-argument.js";

/** @type {import("../types.js").Command} */
export default {
  summary: "Print the metadata of a user or an organization",
  description: ["Numbers are printed as they are stored, with every digit."],
  arguments: [TARGET_ARGUMENT],
  options: { ...TARGET_OPTIONS, ...OUTPUT_OPTIONS, ...CLIENT_OPTIONS },
  environment: CLIENT_ENVIRONMENT,
  examples: ["npx clerk-metadata get user_2abc", "npx clerk-metadata get user_1 --organization-id org_2abc"],

  async run(values, [name]) {
    checkTarget("get", name, values);
    const connection = await connect(values, "get");
    await createOutput().write(storedOutput(await readTarget(connection, name, values), values));
  },
};
