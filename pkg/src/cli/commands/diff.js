import { connect } from "../client/connect.js";
import { CLIENT_ENVIRONMENT, CLIENT_OPTIONS } from "../client/options.js";
import { colorsOf } from "../color.js";
import { CHANGES, ExitError, exitStatusOf } from "../exit-status.js";
import { members } from "../json-text.js";
import { stopError } from "../jobs/stop-error.js";
import { createOutput } from "../output.js";
import { changedValues, changeLines } from "../users/change-text.js";
import { metadataOptions, readMetadataOptions, rowOf } from "../users/metadata-options.js";
import { checkTarget, readTarget, TARGET_ARGUMENT, TARGET_OPTIONS } from "../users/target-argument.js";

/** As for the other commands that read one user: the time of the client's retries, in milliseconds. */
const MAX_OFFLINE = 5_000;

/** @type {import("../types.js").Command} */
export default {
  summary: "Show what update or replace would change",
  description: [
    "Sends no change. On a terminal, it prints the values before and after. Elsewhere, and with --json, it prints the smallest change as a row for apply: the IDs, and a JSON merge patch for each field. Nothing is printed if nothing would change.",
  ],
  arguments: [TARGET_ARGUMENT],
  options: {
    ...metadataOptions("Compare this change of"),
    replace: { type: "boolean", description: "The objects replace the stored ones, as for the command replace." },
    ...TARGET_OPTIONS,
    json: { type: "boolean", description: "Print the row on a terminal too." },
    "exit-code": { type: "boolean", description: "Exit with code 4 if there is a change." },
    ...CLIENT_OPTIONS,
  },
  environment: CLIENT_ENVIRONMENT,
  examples: [
    `npx clerk-metadata diff user_1 --public '{"plan":"pro"}'`,
    "npx clerk-metadata diff 42 --external-id --unsafe '{}'",
  ],

  async run(values, [target]) {
    checkTarget("diff", target, values, { replaces: values.replace });
    const texts = await readMetadataOptions(values, "diff");
    const connection = await connect(values, "diff");
    const { name, ids } = await readTarget(connection, target, values);
    const { status, error, change } = await planRow(connection, rowOf(ids, texts), values.replace);
    // As a row, its path begins with its index.
    if (status === "failed") {
      const message = error.message.replace(/^rows\[0\](?:\.|: )?/, "");
      throw new ExitError(message, exitStatusOf(error), error);
    }
    if (status === "missing") throw new Error(`${name} was deleted.`);
    if (status !== "change") return console.error("No change.");
    const isText = process.stdout.isTTY === true && !values.json;
    await createOutput().write(isText ? changeText(name, change) : rowText(change));
    if (values["exit-code"]) process.exitCode = CHANGES;
  },
};

/**
 * @param {import("../client/connect.js").Connection} connection
 * @param {string} row
 * @param {boolean} replaces
 * @returns {Promise<any>} Its result.
 */
async function planRow({ clerk }, row, replaces) {
  const { planUsersMetadata } = await import("clerk-metadata/bulk");
  const plan = planUsersMetadata(clerk, [row], {
    mode: replaces ? "desired" : "patch",
    limiter: false,
    maxOffline: MAX_OFFLINE,
  });
  try {
    let planned;
    for await (const result of plan) planned = result;
    return planned;
  } catch (error) {
    throw stopError(error);
  }
}

/**
 * The row without the values before.
 * @param {string} change
 */
function rowText(change) {
  const parts = members(change).filter(([key]) => key !== "expected" && key !== "desired");
  return `{${parts.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(",")}}\n`;
}

/**
 * @param {string} name
 * @param {string} change
 */
function changeText(name, change) {
  const row = new Map(members(change));
  const expected = new Map(members(row.get("expected") ?? "{}"));
  const lines = [...expected].flatMap(([field = "", before]) => [
    field,
    ...changeLines(changedValues(row.get(field) ?? "{}", before), colorsOf(process.stdout)),
  ]);
  return `${[name, ...lines].join("\n")}\n`;
}
