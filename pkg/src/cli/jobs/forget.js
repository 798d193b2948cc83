import fs from "node:fs";
import { join } from "node:path";
import { BAD_INPUT, ExitError } from "../exit-status.js";
import { FILES } from "./job-folder.js";

/** @import { JobFolder } from "./job-folder.js" */

/** What is kept has counts, names and hashes, and no metadata. */
const KEPT = [".gitignore", FILES.job, FILES.summary, "job.lock"];

/**
 * Deletes the private data of a job.
 * @param {JobFolder} folder
 * @param {boolean} isForced
 * @param {boolean} isQuiet
 */
export function forgetJob(folder, isForced, isQuiet) {
  const job = folder.readJob();
  if (job.state === "started" && !isForced)
    throw new ExitError(
      `${folder.name} is not finished. Without its data it can be neither resumed nor undone. To delete the data anyway, add --yes.`,
      BAD_INPUT,
    );
  // First, so that a job whose data was deleted only partly is not continued.
  folder.writeJob({ ...job, state: "forgotten", options: withoutValues(job.options) });
  for (const name of fs.readdirSync(folder.path))
    if (!KEPT.includes(name)) fs.rmSync(join(folder.path, name), { recursive: true, force: true });
  folder.close();
  if (!isQuiet) console.error(`The data of ${folder.name} was deleted. ${FILES.job} and ${FILES.summary} are kept.`);
}

/**
 * The patch of `--patch` may be private.
 * @param {Record<string, unknown>} options
 */
const withoutValues = ({ patch: _, ...options }) => options;
