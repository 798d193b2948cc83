import { BAD_INPUT, ExitError, INTERRUPTED, STOPPED } from "../exit-status.js";
import { Interrupted } from "./interrupt.js";

/**
 * Why a run has stopped, and its exit status.
 * @param {any} error
 * @returns {ExitError}
 */
export function stopError(error) {
  if (error instanceof ExitError) return error;
  if (error instanceof Interrupted) return new ExitError("Interrupted.", INTERRUPTED, error);
  const reason = String(error?.message ?? error).replace(/^(plan|update|enqueue)UsersMetadata: |^undoRows: /, "");
  if (error?.code === "invalid_journal")
    return new ExitError(
      `The journal of the job is damaged: ${reason.replace(/^journal: /, "")} Restore the files of the job folder from a copy. Without them, the job can be neither resumed nor undone, but its input can be planned again: values that are stored already are not sent.`,
      BAD_INPUT,
      error,
    );
  if (error?.code === "too_many_failed") {
    const message =
      "Stopped, because more rows failed than --max-failed allows. To continue, pass a higher --max-failed.";
    return new ExitError(message, STOPPED, error);
  }
  if (error?.code === "offline") return new ExitError(`Stopped: ${offlineText(reason)}`, STOPPED, error);
  if (error?.status === 401 || error?.status === 403)
    return new ExitError(`Stopped, because the Backend API rejected the key: ${reason}`, STOPPED, error);
  return new ExitError(`Stopped: ${reason}`, STOPPED, error);
}

/** @param {string} reason */
const offlineText = (reason) => reason.replace(/^stopped, because /, "").replace(/ To continue, .*$/, "");
