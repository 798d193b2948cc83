import { connect } from "../client/connect.js";
import { CLIENT_ENVIRONMENT, CLIENT_OPTIONS } from "../client/options.js";
import { colorsOf } from "../color.js";
import { CHANGES } from "../exit-status.js";
import { members } from "../json-text.js";
import { stopError } from "../jobs/stop-error.js";
import { createOutput } from "../output.js";
import { changedValues, changeLines } from "../users/change-text.js";
import { metadataOptions, readMetadataOptions, rowOf } from "../users/metadata-options.js";
import { readUser, USER_ARGUMENT, USER_OPTIONS } from "../users/user-argument.js";

/** As for the other commands that read one user: the time of the client's retries, in milliseconds. */
const MAX_OFFLINE = 5_000;

/** @type {import("../types.js").Command} */
export default {
  summary: "Show what update or replace would change",
  description: [
    "Reads the user and sends no change. On a terminal, it prints the values before and after. Elsewhere, and with --json, it prints the smallest change as a row for apply: the ID, and a JSON merge patch for each field. Nothing is printed if nothing would change.",
  ],
  arguments: [USER_ARGUMENT],
  options: {
    ...metadataOptions("Compare this change of"),
    replace: { type: "boolean", description: "The objects replace the stored ones, as for the command replace." },
    ...USER_OPTIONS,
    json: { type: "boolean", description: "Print the row on a terminal too." },
    "exit-code": { type: "boolean", description: "Exit with code 4 if there is a change." },
    ...CLIENT_OPTIONS,
  },
  environment: CLIENT_ENVIRONMENT,
  examples: [
    `npx clerk-metadata diff user_1 --public '{"plan":"pro"}'`,
    "npx clerk-metadata diff 42 --external-id --unsafe '{}'",
  ],

  async run(values, [name]) {
    const texts = await readMetadataOptions(values, "diff");
    const connection = await connect(values, "diff");
    const { id } = await readUser(connection, name, values);
    const { planUsersMetadata } = await import("clerk-metadata/bulk");
    const plan = planUsersMetadata(connection.clerk, [rowOf(id, texts)], {
      mode: values.replace ? "desired" : "patch",
      limiter: false,
      maxOffline: MAX_OFFLINE,
    });
    for await (const result of plannedRows(plan)) {
      // As a row, its path begins with its index.
      if (result.status === "failed") throw new Error(result.error.message.replace(/^rows\[0\]\.?/, ""));
      if (result.status === "missing") throw new Error(`The user ${id} was deleted.`);
      if (result.status !== "change") return console.error("No change.");
      const isText = process.stdout.isTTY === true && !values.json;
      await createOutput().write(isText ? changeText(id, result.change) : rowText(result.change));
      if (values["exit-code"]) process.exitCode = CHANGES;
    }
  },
};

/**
 * @template T
 * @param {AsyncIterable<T>} plan
 */
async function* plannedRows(plan) {
  try {
    yield* plan;
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
 * @param {string} id
 * @param {string} change
 */
function changeText(id, change) {
  const row = new Map(members(change));
  const expected = new Map(members(row.get("expected") ?? "{}"));
  const lines = [...expected].flatMap(([field = "", before]) => [
    field,
    ...changeLines(changedValues(row.get(field) ?? "{}", before), colorsOf(process.stdout)),
  ]);
  return `${[id, ...lines].join("\n")}\n`;
}
