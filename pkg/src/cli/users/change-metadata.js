// The commands `update` and `replace`, which differ in the method.
import { connect } from "../client/connect.js";
import { CLIENT_ENVIRONMENT, CLIENT_OPTIONS, YES_OPTION } from "../client/options.js";
import { textCalls } from "../client/text-calls.js";
import { confirm } from "../confirm.js";
import { createOutput } from "../output.js";
import { fieldNames, metadataOptions, readMetadataOptions } from "./metadata-options.js";
import { OUTPUT_OPTIONS, readMembershipText, readOrganizationText, readUserText, storedOutput } from "./stored-text.js";
import { checkTarget, readTarget, TARGET_ARGUMENT, TARGET_OPTIONS } from "./target-argument.js";

/** @import { StoredText } from "./stored-text.js" */

/**
 * @param {{
 *   command: "update" | "replace",
 *   verb: string,
 *   action: string,
 *   summary: string,
 *   description: string[],
 *   examples: string[],
 * }} declaration `verb` begins the description of an option, `action` the question.
 * @returns {import("../types.js").Command}
 */
export const changeMetadataCommand = ({ command, verb, action, summary, description, examples }) => ({
  summary,
  description: [...description, "Prints the metadata after the change. Asks before a live instance is changed."],
  arguments: [TARGET_ARGUMENT],
  options: { ...metadataOptions(verb), ...TARGET_OPTIONS, yes: YES_OPTION, ...OUTPUT_OPTIONS, ...CLIENT_OPTIONS },
  environment: CLIENT_ENVIRONMENT,
  examples,

  async run(values, [name]) {
    checkTarget(command, name, values, { replaces: command === "replace" });
    const texts = await readMetadataOptions(values, command);
    const connection = await connect(values, command);
    const stored = await readTarget(connection, name, values);
    if (connection.isLive && !values.yes)
      await confirm({
        action: `${action} ${fieldNames(texts)} of ${stored.name}`,
        count: 1,
        instance: await connection.readInstance(),
        yes: false,
        command,
      });
    const changed = await change(textCalls(connection.clerk), command, stored, texts);
    await createOutput().write(storedOutput(changed, values));
  },
});

/**
 * @param {import("../client/text-calls.js").TextCall} call
 * @param {"update" | "replace"} verb
 * @param {StoredText} stored
 * @param {(string | undefined)[]} texts
 * @returns {Promise<StoredText>}
 */
async function change(call, verb, { ids: { id, organizationId, userId } }, texts) {
  if (id !== undefined) return readUserText(await call(`${verb}UserMetadata`, id, texts));
  if (userId === undefined)
    return readOrganizationText(await call(`${verb}OrganizationMetadata`, undefined, texts, organizationId));
  return readMembershipText(await call("updateOrganizationMembershipMetadata", userId, texts, organizationId));
}
