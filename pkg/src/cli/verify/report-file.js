// The file of `--report`: created before anything is sent, so that a run does not end without its report.
import { rmSync, statSync, writeFileSync } from "node:fs";
import { UsageError } from "../usage-error.js";

/**
 * Creates the file and returns a function that writes it. A file that is not written is removed when the process exits.
 * @param {string} file
 */
export function createReportFile(file) {
  const stats = statSync(file, { throwIfNoEntry: false });
  const fail = (/** @type {string} */ problem) => {
    throw new UsageError(`--report ${problem}`, { command: "verify", option: "report" });
  };
  if (stats?.isFile()) fail(`must be a new file. ${file} exists: delete it, or choose another name.`);
  let isWritten = false;
  // A device such as /dev/stderr exists, and is not removed.
  if (stats === undefined) {
    try {
      writeFileSync(file, "", { flag: "wx" });
    } catch (error) {
      fail(`must be a file that can be written. ${/** @type {Error} */ (error).message}`);
    }
    process.once("exit", () => isWritten || rmSync(file, { force: true }));
  }
  return (/** @type {string} */ text) => {
    writeFileSync(file, text);
    isWritten = true;
  };
}
