// The exit statuses, which docs/command-line.md documents.

/** Everything was done. */
export const DONE = 0;
/** An error. A job can be resumed. */
export const STOPPED = 1;
/** The command line or the input is invalid. Nothing was sent. */
export const BAD_INPUT = 2;
/** The end was reached, and some rows failed or conflict. */
export const FAILED_ROWS = 3;
/** With `--exit-code`: there are changes. */
export const CHANGES = 4;
/** Interrupted by Ctrl-C, as shells report SIGINT. A job can be resumed. */
export const INTERRUPTED = 130;

/**
 * Of an error that no command has given a status. The client has rejected its input if it is a `ClerkInputError`.
 * @param {unknown} error
 */
export const exitStatusOf = (error) => {
  if (error instanceof ExitError) return error.status;
  return /** @type {Error} */ (error).name === "ClerkInputError" ? BAD_INPUT : STOPPED;
};

/** Ends the command with a message on stderr and an exit status. */
export class ExitError extends Error {
  /**
   * @param {string} message
   * @param {number} status
   * @param {unknown} [cause]
   */
  constructor(message, status, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
  }
}
