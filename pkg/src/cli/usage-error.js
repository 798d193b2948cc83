/** The command line is invalid. The error is printed with the help of what it is about, and the exit code is 2. */
export class UsageError extends Error {
  /**
   * @param {string} message
   * @param {{ command?: string | undefined, option?: string | undefined }} [subject] What the error is about: a
   *   command, or an option of it. Default: the whole program.
   */
  constructor(message, { command, option } = {}) {
    super(message);
    this.command = command;
    this.option = option;
  }
}

/**
 * Removes what may be a key from a text, because a user may type one in the wrong place. The prefix alone is none, and
 * punctuation after a key is kept.
 * @param {string} text
 */
export const redactKeys = (text) =>
  text.replace(/\b([sp]k_)(?!(?:test|live)_[.,;)'"]*(?:\s|$))\w[^\s'"]*?(?=[.,;:)\]]*(?:[\s'"]|$))/g, "$1…");
