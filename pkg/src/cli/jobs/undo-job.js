// Undoes a job: a job of its own, whose rows restore what the first one has written.
import { BAD_INPUT, ExitError } from "../exit-status.js";
import { createFolder, FILES, isFolder, displayPath, readJob } from "./job-folder.js";
import { mergedLines, requireBeforeImages } from "./job-journal.js";
import { checkEngine, runOptionsOf } from "./options.js";
import { connectFor, plan, requireSame, run } from "./workflow.js";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
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
  checkOtherUndos(undone);
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
  if (isUndone(planned))
    console.error(`Everything that ${undone.name} has changed is undone already. There is nothing to send.`);
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
 * Rejects if an undo of the job is not finished: a second one would restore the same values. Names a finished one.
 * @param {JobFolder} undone
 */
function checkOtherUndos({ path, name }) {
  const undos = undosOf(path);
  const unfinished = undos.find(({ state }) => state !== "finished" && state !== "forgotten");
  if (unfinished !== undefined) {
    const undo = displayPath(unfinished.folder);
    const forget = commandLine("forget", undo, ...(unfinished.state === "started" ? ["--yes"] : []));
    throw new ExitError(
      `${undo} is an undo of ${name} that is not finished. Nothing was sent. Continue it: ${commandLine("resume", undo)}\nTo start another undo instead, delete its data: ${forget}`,
      BAD_INPUT,
    );
  }
  const finished = undos.find(({ state }) => state === "finished");
  if (finished !== undefined) console.error(`${displayPath(finished.folder)} has undone ${name} before.`);
}

/**
 * The undos of a job, in the folder where it is and in the current one. Undos elsewhere are not found.
 * @param {string} path Of the job.
 */
function undosOf(path) {
  const parents = new Set([dirname(path), process.cwd()]);
  return [...parents].flatMap((parent) =>
    readFolders(parent).flatMap((folder) => {
      const job = tryReadJob(folder);
      return job?.undoes === path ? [{ folder, state: job.state }] : [];
    }),
  );
}

/**
 * An undo of the job that has sent changes, and was not undone itself.
 * @param {string} path Of the job.
 * @returns {{ folder: string, state: Job["state"] } | undefined}
 */
export const effectiveUndo = (path) =>
  undosOf(path).find(
    ({ folder, state }) => (state === "started" || state === "finished") && effectiveUndo(folder) === undefined,
  );

/** @param {string} parent */
function readFolders(parent) {
  try {
    const entries = readdirSync(parent, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(parent, name));
  } catch {
    return [];
  }
}

/** @param {string} folder */
function tryReadJob(folder) {
  try {
    return existsSync(join(folder, FILES.job)) ? readJob(folder) : undefined;
  } catch {
    // Not a job, or one of another version.
    return undefined;
  }
}

/**
 * @param {Job} planned
 */
function isUndone({ plan }) {
  const { rows = 0, same = 0, kept = 0, notRestored = 0 } = plan ?? {};
  return rows > 0 && same === rows && kept === 0 && notRestored === 0;
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
