import { connect } from "../client/connect.js";
import { CLIENT_ENVIRONMENT, CLIENT_OPTIONS } from "../client/options.js";
import { createOutput } from "../output.js";
import { readUser, USER_ARGUMENT, USER_OPTIONS } from "../users/user-argument.js";
import { OUTPUT_OPTIONS, userOutput } from "../users/user-row.js";

/** @type {import("../types.js").Command} */
export default {
  summary: "Print the metadata of a user",
  description: ["Numbers are printed as they are stored, with every digit."],
  arguments: [USER_ARGUMENT],
  options: { ...USER_OPTIONS, ...OUTPUT_OPTIONS, ...CLIENT_OPTIONS },
  environment: CLIENT_ENVIRONMENT,
  examples: ["npx clerk-metadata get user_2abc", "npx clerk-metadata get ada@example.com --all-fields"],

  async run(values, [name]) {
    const connection = await connect(values, "get");
    await createOutput().write(userOutput(await readUser(connection, name, values), values));
  },
};
