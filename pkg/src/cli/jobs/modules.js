// Imports the modules of --transform and --schema.
import { Console } from "node:console";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { BAD_INPUT, ExitError } from "../exit-status.js";
import { checkFile } from "../files/input.js";
import { displayPath } from "./job-folder.js";
import { sha256Of } from "./plan-file.js";

/** @import { Job, JobModule } from "./types.js" */

const FIELDS = ["publicMetadata", "privateMetadata", "unsafeMetadata"];

/**
 * The default export: a function that returns the change of a user.
 * @param {string} path
 */
export async function readTransform(path) {
  const { default: transform } = await importModule(path, "transform");
  if (typeof transform !== "function")
    throw new ExitError(
      `--transform ${path} must have a default export that is a function: export default (user) => ({ publicMetadata: { … } })`,
      BAD_INPUT,
    );
  return transform;
}

/**
 * The Standard Schemas of the fields.
 * @param {string} path
 */
export async function readSchema(path) {
  const module = await importModule(path, "schema");
  const schema = Object.fromEntries(FIELDS.filter((name) => name in module).map((name) => [name, module[name]]));
  if (Object.keys(schema).length === 0)
    throw new ExitError(
      `--schema ${path} must export a Standard Schema with the name ${FIELDS.join(", ").replace(/, (\w+)$/, " or $1")}.`,
      BAD_INPUT,
    );
  for (const [name, value] of Object.entries(schema))
    if (typeof value?.["~standard"]?.validate !== "function")
      throw new ExitError(`--schema ${path}: the export ${name} is not a Standard Schema.`, BAD_INPUT);
  return schema;
}

/**
 * A module as `job.json` describes it: the job can be continued in another folder.
 * @param {string} path
 * @returns {JobModule}
 */
export const describeModule = (path) => ({ file: resolve(path), sha256: sha256Of(path) });

/**
 * Rejects if a module of the job is not there, or is another one than when the job was created.
 * @param {Job} job
 */
export function requireSameModules({ options }) {
  for (const option of ["transform", "schema"]) {
    const module = /** @type {JobModule | undefined} */ (options[option]);
    if (module === undefined) continue;
    check(module.file, option);
    if (sha256Of(module.file) !== module.sha256)
      throw new ExitError(
        `--${option} ${displayPath(module.file)} has changed since the job was created. Nothing was sent. Restore the file, or plan a new job.`,
        BAD_INPUT,
      );
  }
}

/**
 * @param {string} path
 * @param {string} option
 */
function check(path, option) {
  try {
    checkFile(path);
  } catch (error) {
    throw new ExitError(`--${option}: ${/** @type {Error} */ (error).message}`, BAD_INPUT, error);
  }
}

/**
 * @param {string} path
 * @param {string} option
 */
async function importModule(path, option) {
  check(path, option);
  // Stdout is for the output of the command.
  globalThis.console = new Console(process.stderr, process.stderr);
  try {
    const { href } = pathToFileURL(resolve(path));
    return await import(/* webpackIgnore: true */ /* @vite-ignore */ href);
  } catch (error) {
    throw new ExitError(
      `--${option} ${path} cannot be imported: ${/** @type {Error} */ (error).message}`,
      BAD_INPUT,
      error,
    );
  }
}
