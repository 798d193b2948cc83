// Undoes a job: a job of its own, whose rows restore what the first one has written.
import { BAD_INPUT, ExitError } from "../exit-status.js";
import { createFolder, FILES, isFolder, displayPath, readJob } from "./job-folder.js";
import { mergedLines, requireBeforeImages } from "./job-journal.js";
import { checkEngine, runOptionsOf } from "./options.js";
import { connectFor, plan, requireSame, run } from "./workflow.js";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { commandLine } from "./program-name.js";

/** @import { JobFolder } from "./job-folder.js" */
/** @import { Job } from "./types.js" */

/**
 * @param {Record<string, any>} values
 * @param {JobFolder} undone
 */
export async function undoJob(values, undone) {
  const previous = undone.readJob();
  const fail = (/** @type {string} */ problem) => new ExitError(`${undone.name} ${problem}`, BAD_INPUT);
  if (previous.state === "forgotten") throw fail("cannot be undone, because its data was deleted with forget.");
  if (!undone.exists(FILES.journal)) throw fail("has sent nothing, so there is nothing to undo.");
  requireBeforeImages(undone);
  // A limit of failed rows is one of the job's rows, and onDrift is one of its plan.
  const { engine, queue, rate, maxOffline } = /** @type {Record<string, any>} */ (previous.runOptions ?? {});
  const runOptions = runOptionsOf(values, { engine, queue, rate, maxOffline });
  await checkEngine("undo", values, runOptions);
  const connection = await connectFor(values, "undo");
  await requireSame(undone, { ...previous, input: undefined, plan: undefined }, connection);
  if (values.job === undefined) mentionUndo(undone);
  const folder = createFolder(values.job ?? newName(undone.path));
  /** @type {Job} */
  const job = {
    "clerk-metadata": "job",
    version: 1,
    command: "undo",
    created: new Date().toISOString(),
    state: "planning",
    instance: previous.instance,
    undoes: undone.path,
    // A value that somebody else has changed since the plan is not touched.
    options: { isComputed: true },
    runOptions,
  };
  folder.writeJob(job);
  const invocation = { command: "undo", values, connection };
  const planned = await plan(invocation, folder, job, undoRowsOf(job));
  await run(invocation, folder, planned, runOptions);
  folder.close();
  undone.close();
}

/** @param {string} path */
function newName(path) {
  const names = [`${path}-undo`, ...Array.from({ length: 98 }, (_, index) => `${path}-undo-${index + 2}`)];
  return names.find((name) => !isFolder(name));
}

/**
 * Says if the job has been undone, or if an undo of it is not finished.
 * @param {JobFolder} undone
 */
function mentionUndo({ path, name }) {
  const folder = `${path}-undo`;
  if (!isFolder(folder) || !existsSync(join(folder, FILES.job))) return;
  const { undoes, state } = readJob(folder);
  if (undoes !== path) return;
  const undo = displayPath(folder);
  if (state === "finished") console.error(`${undo} has undone ${name} before.`);
  else if (state !== "forgotten")
    console.error(`${undo} is an undo of ${name} that is not finished. To continue it: ${commandLine("resume", undo)}`);
}

/**
 * The rows of an undo. `undefined` for another job.
 * @param {Job} job
 * @returns {AsyncIterable<string> | undefined}
 */
export function undoRowsOf({ undoes }) {
  if (undoes === undefined) return undefined;
  if (!isFolder(undoes))
    throw new ExitError(`${displayPath(undoes)}, the job to undo, does not exist anymore.`, BAD_INPUT);
  const lines = { [Symbol.iterator]: () => mergedLines((name) => join(undoes, name)) };
  return (async function* () {
    const { undoRows } = await import("clerk-metadata/bulk");
    yield* undoRows(lines);
  })();
}
