// The commands `update` and `replace`, which differ in the method.
import { connect } from "../client/connect.js";
import { CLIENT_ENVIRONMENT, CLIENT_OPTIONS, YES_OPTION } from "../client/options.js";
import { textCalls } from "../client/text-calls.js";
import { confirm } from "../confirm.js";
import { createOutput } from "../output.js";
import { fieldNames, metadataOptions, readMetadataOptions } from "./metadata-options.js";
import { readUser, USER_ARGUMENT, USER_OPTIONS } from "./user-argument.js";
import { OUTPUT_OPTIONS, readUserText, userOutput } from "./user-row.js";

/**
 * @param {{
 *   command: string,
 *   operation: "updateUserMetadata" | "replaceUserMetadata",
 *   verb: string,
 *   action: string,
 *   summary: string,
 *   description: string[],
 *   examples: string[],
 * }} declaration `verb` begins the description of an option, `action` the question.
 * @returns {import("../types.js").Command}
 */
export const changeUserCommand = ({ command, operation, verb, action, summary, description, examples }) => ({
  summary,
  description: [
    ...description,
    "Prints the metadata after the change. Asks before a user of a live instance is changed.",
  ],
  arguments: [USER_ARGUMENT],
  options: { ...metadataOptions(verb), ...USER_OPTIONS, yes: YES_OPTION, ...OUTPUT_OPTIONS, ...CLIENT_OPTIONS },
  environment: CLIENT_ENVIRONMENT,
  examples,

  async run(values, [name]) {
    const texts = await readMetadataOptions(values, command);
    const connection = await connect(values, command);
    const user = await readUser(connection, name, values);
    if (connection.isLive && !values.yes)
      await confirm({
        action: `${action} ${fieldNames(texts)} of ${user.id}`,
        count: 1,
        instance: await connection.readInstance(),
        yes: false,
        command,
      });
    const changed = await textCalls(connection.clerk)(operation, user.id, texts);
    await createOutput().write(userOutput(readUserText(changed), values));
  },
});
