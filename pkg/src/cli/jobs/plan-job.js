// Plans a job: validates the whole input, reads the users, and writes plan.ndjson. Sends no change.
import { BAD_INPUT, ExitError } from "../exit-status.js";
import { allUserRows } from "./all-users.js";
import { hashedBytes, inputPath } from "./input.js";
import { invalidRows } from "./invalid-rows.js";
import { rowBytes } from "./export-rows.js";
import { createKeyCounts } from "./key-counts.js";
import { createKeyProblems } from "./key-problems.js";
import { createKeyCheck } from "./keys.js";
import { displayPath } from "./job-folder.js";
import { readSchema, readTransform } from "./modules.js";
import { createPlanFile, sha256Of } from "./plan-file.js";
import { problemOf } from "./problems.js";
import { targetOfText } from "./targets.js";

/** @import { ClerkClient } from "../../../types/client.js" */
/** @import { JobFolder } from "./job-folder.js" */
/** @import { Job, JobInput, JobModule, PlanProgress, PlanTotals } from "./types.js" */

/**
 * @typedef {object} PlanContext
 * @property {ClerkClient} clerk
 * @property {AbortSignal} signal
 * @property {number} maxOffline
 * @property {PlanProgress} progress Is updated.
 * @property {(text: string) => void} onWait Called before it waits for the network.
 */

/**
 * Plans the job and returns it with its plan. `rows` are those of an undo; otherwise they are read from the input.
 * @param {JobFolder} folder
 * @param {Job} job
 * @param {PlanContext} context
 * @param {AsyncIterable<string>} [rows]
 * @returns {Promise<Job>}
 */
export async function planJob(folder, job, context, rows) {
  const { input, options } = job;
  if (rows !== undefined) return { ...job, state: "planned", plan: await writePlan(folder, job, context, rows) };
  if (input === undefined) {
    const { clerk, maxOffline, signal, onWait } = context;
    const limit = options.limit === undefined ? undefined : Number(options.limit);
    const users = allUserRows(clerk, { patch: options.patch, limit, maxOffline, signal, onWait });
    return { ...job, state: "planned", plan: await writePlan(folder, job, context, users) };
  }
  const { readRows } = await import("clerk-metadata/bulk");
  const path = inputPath(folder, input);
  const source = hashedBytes(path);
  let leftOut = 0;
  const bytes = rowBytes(source.bytes, options, () => leftOut++);
  const allRows = input.rows === 0 ? drain(bytes) : readRows(bytes, readOptions(job));
  const isLimited = Number(options.limit) < input.rows;
  context.progress.total = isLimited ? Number(options.limit) : input.rows;
  const changed = (/** @type {unknown} */ cause) =>
    new ExitError(
      `${displayPath(path)} has changed since it was read. Nothing was sent. Run the command again when nothing writes to the file.`,
      BAD_INPUT,
      cause,
    );
  let plan;
  try {
    plan = await writePlan(folder, job, context, isLimited ? take(allRows, Number(options.limit)) : allRows);
  } catch (error) {
    throw /** @type {any} */ (error)?.code === "invalid_rows" ? changed(error) : error;
  }
  const sha256 = isLimited ? sha256Of(path) : source.digest();
  if (sha256 !== input.sha256) throw changed(undefined);
  return { ...job, state: "planned", plan: { ...plan, rows: plan.rows + leftOut, ...(leftOut > 0 && { leftOut }) } };
}

/**
 * Reads the whole input for the first time, before anything is sent. Rejects if a row is invalid.
 * @param {JobFolder} folder
 * @param {Omit<JobInput, "sha256" | "rows">} input
 * @param {Job["options"]} options
 * @param {AbortSignal} signal
 * @returns {Promise<JobInput>}
 */
export async function checkInput(folder, input, options, signal) {
  const { checkRows } = await import("clerk-metadata/bulk");
  const path = inputPath(folder, input);
  const source = hashedBytes(path);
  let leftOut = 0;
  try {
    const { rows } = await checkRows(
      rowBytes(interruptible(source.bytes, signal), options, () => leftOut++),
      readOptions({ input, options }),
    );
    const problems = await keyProblems({ input, options }, path, signal);
    if (problems.count > 0) throw Object.assign(new Error(), { code: "invalid_rows", ...problems });
    return { ...input, rows, sha256: source.digest() };
  } catch (/** @type {any} */ error) {
    const isEmpty = / the input is empty: /.test(error?.problems?.[0]?.reason ? ` ${error.problems[0].reason}` : "");
    // An export of no users is valid, and so is one of users that are all left out.
    if (isEmpty && options.without !== undefined) return { ...input, rows: 0, sha256: source.digest() };
    throw invalidRows(error, input.stored === undefined ? displayPath(path) : "stdin");
  }
}

/**
 * The rows that have other keys than those of `--keys`.
 * @param {{ input: Pick<JobInput, "format">, options: Job["options"] }} job
 * @param {string} path
 * @param {AbortSignal} signal
 */
async function keyProblems({ input, options }, path, signal) {
  const problems = createKeyProblems(input.format);
  // The keys that a transform returns are not known yet.
  if (options.keys === undefined || options.transform !== undefined) return problems.found;
  const { readRows } = await import("clerk-metadata/bulk");
  const check = createKeyCheck(/** @type {string[]} */ (options.keys));
  const bytes = rowBytes(interruptible(hashedBytes(path).bytes, signal), options);
  for await (const row of readRows(bytes, readOptions({ input, options }))) {
    const other = check(row.json);
    if (other !== undefined) problems.add(row, other);
  }
  return problems.found;
}

/**
 * @template T
 * @param {AsyncIterable<T>} items
 * @param {AbortSignal} signal
 */
async function* interruptible(items, signal) {
  for await (const item of items) {
    signal.throwIfAborted();
    yield item;
  }
}

/**
 * Reads an input without rows.
 * @param {AsyncIterable<unknown>} items
 * @returns {AsyncGenerator<never>}
 */
export async function* drain(items) {
  for await (const _ of items) yield* [];
}

/**
 * @template T
 * @param {AsyncIterable<T>} items
 * @param {number} count
 */
async function* take(items, count) {
  let taken = 0;
  for await (const item of items) {
    yield item;
    if (++taken === count) return;
  }
}

/**
 * @param {{ input?: Pick<JobInput, "format">, options: Job["options"] }} job
 * @returns {import("../../../types/bulk.js").ReadRowsOptions}
 */
function readOptions({ input, options }) {
  return {
    format: input?.format ?? "ndjson",
    csvTypes: /** @type {any} */ (options.csvTypes),
    duplicates: /** @type {any} */ (options.duplicates),
    requireMetadata: options.transform === undefined,
  };
}

/**
 * The options of a plan and of a run that say what rows mean.
 * @param {Job} job
 */
export async function rowMeaning({ options: { mode, keys, transform } }) {
  return {
    .../** @type {any} */ (mode !== undefined && { mode }),
    .../** @type {any} */ (keys !== undefined && { keys }),
    ...(transform !== undefined && { transform: await readTransform(/** @type {JobModule} */ (transform).file) }),
  };
}

/**
 * The schemas, which a run checks again: somebody else may have changed other keys since the plan.
 * @param {Job} job
 */
export const schemaOf = async ({ options: { schema } }) =>
  schema === undefined ? undefined : { schema: await readSchema(/** @type {JobModule} */ (schema).file) };

/**
 * @param {JobFolder} folder
 * @param {Job} job
 * @param {PlanContext} context
 * @param {AsyncIterable<any>} rows
 * @returns {Promise<PlanTotals>}
 */
async function writePlan(folder, job, { clerk, maxOffline, signal, progress }, rows) {
  const { planUsersMetadata } = await import("clerk-metadata/bulk");
  const { duplicates } = job.options;
  const file = createPlanFile(folder);
  const keys = createKeyCounts();
  /** @type {Partial<Record<import("./targets.js").Target, number>>} */
  const targets = {};
  let tooLarge = 0;
  let kept = 0;
  let notRestored = 0;
  const run = planUsersMetadata(clerk, rows, {
    ...(await rowMeaning(job)),
    ...(await schemaOf(job)),
    // The input was checked without the users, one of whom can have rows with either ID.
    ...(job.input !== undefined && duplicates !== "in-order" && { duplicates: "reject" }),
    maxOffline,
    signal,
    onProgress: (counts) => Object.assign(progress, counts),
  });
  try {
    for await (const result of run) {
      const { index, id, status } = result;
      const target = targetOfText(typeof result.row === "string" ? result.row : result.row.json);
      targets[target] = (targets[target] ?? 0) + 1;
      kept += result.kept ?? 0;
      notRestored += result.notRestored?.length ?? 0;
      if (status === "change") {
        file.addChange(index, result);
        keys.add(result.patch);
      } else if (status !== "same") {
        const problem = problemOf(status, status === "failed" ? result.error : undefined, target);
        tooLarge += Number(problem.code === "too_large");
        file.addProblem(index, id, problem);
      }
    }
  } catch (error) {
    file.abandon();
    throw error;
  }
  const { rows: count, change, same, missing, failed, conflict = 0, removals, exceedSessionToken } = await run.summary;
  return {
    rows: count,
    change,
    same,
    missing,
    conflict,
    tooLarge,
    failed: failed - tooLarge,
    removals,
    changes: keys.counts,
    exceedSessionToken,
    kept,
    notRestored,
    targets,
    sha256: file.finish(),
  };
}
