// The options that say what rows mean, of plan and of apply with a file. Rows that are sent again, such as those of
// failed.ndjson, need the same options.
import { UsageError } from "../usage-error.js";
import { displayPath } from "./job-folder.js";
import { checkKeys } from "./keys.js";
import { describeModule, readSchema, readTransform } from "./modules.js";
import { INPUT_OPTIONS, isGiven, rejectTogether } from "./options.js";
import { readPatch } from "./patch.js";

/** @import { Option } from "../types.js" */

/** @type {Record<string, Option>} */
export const ROW_OPTIONS = {
  transform: {
    type: "file",
    placeholder: "FILE.mjs",
    description:
      "Module whose default export is (user) => params or undefined: computes the change of each user. Rows need only an id.",
  },
  desired: {
    type: "boolean",
    description: "Rows have the values that should be stored. Other keys of their fields are removed.",
  },
  keys: {
    type: "string",
    placeholder: "KEYS",
    description: "With --desired: set and remove only these keys, such as publicMetadata.plan,publicMetadata.trial.",
  },
  replace: { type: "boolean", description: "Each field of a row replaces the stored field." },
  schema: {
    type: "file",
    placeholder: "FILE.mjs",
    description: "Module that exports Standard Schemas such as publicMetadata: validates what will be stored.",
  },
  ...INPUT_OPTIONS,
};

/**
 * Rejects options that have no meaning together.
 * @param {string} command
 * @param {Record<string, any>} values
 */
export function checkRowOptions(command, values) {
  if (values.keys !== undefined && !values.desired)
    throw new UsageError("--keys needs --desired.", { command, option: "keys" });
  rejectTogether(command, values, [
    ["patch", "transform"],
    ["desired", "replace"],
    ["patch", "desired"],
    ["patch", "replace"],
  ]);
}

/**
 * The options of a job. Reads the modules and the patch, so that invalid ones are rejected before a folder is created.
 * @param {string} command
 * @param {Record<string, any>} values
 */
export async function readRowOptions(command, values) {
  const { desired, replace, keys, transform, schema, patch, limit, duplicates, "csv-types": csvTypes } = values;
  if (transform !== undefined) await readTransform(transform);
  if (schema !== undefined) await readSchema(schema);
  return withoutMissing({
    mode: desired ? "desired" : replace ? "replace" : undefined,
    keys: keys === undefined ? undefined : await checkKeys(command, keys),
    transform: transform === undefined ? undefined : describeModule(transform),
    schema: schema === undefined ? undefined : describeModule(schema),
    patch: patch === undefined ? undefined : await readPatch(patch),
    limit,
    duplicates,
    csvTypes,
    isComputed: Boolean(desired || replace || transform),
  });
}

/** @param {Record<string, unknown>} options */
const withoutMissing = (options) => Object.fromEntries(Object.entries(options).filter(([, value]) => isGiven(value)));

/**
 * The options of a command line that give rows the meaning that they have in a job.
 * @param {Record<string, any>} options Of the job.
 */
export function rowArguments({ mode, keys, transform, schema, duplicates, csvTypes }) {
  return [
    ...(mode === undefined ? [] : [`--${mode}`]),
    ...(keys === undefined ? [] : ["--keys", keys.join(",")]),
    ...(transform === undefined ? [] : ["--transform", displayPath(transform.file)]),
    ...(schema === undefined ? [] : ["--schema", displayPath(schema.file)]),
    ...(duplicates === "in-order" ? ["--duplicates", duplicates] : []),
    ...(csvTypes === "json" ? ["--csv-types", csvTypes] : []),
  ];
}
