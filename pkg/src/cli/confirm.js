// Asks before users of a live instance are changed.
import { closeSync, openSync } from "node:fs";
import { createInterface } from "node:readline";
import { ReadStream } from "node:tty";
import { instanceLabel } from "./client/instance.js";
import { INTERRUPTED, STOPPED, ExitError } from "./exit-status.js";
import { UsageError } from "./usage-error.js";

/** @import { Instance } from "./client/instance.js" */

/** Above this number of users, the number must be typed. */
const MAX_USERS_WITH_YES = 1_000;
const DECLINED = "Nothing was sent.";

/**
 * Resolves if the change may be sent. A test instance is not asked about, and neither is anything with `--yes`.
 * @param {{ action: string, count: number, instance: Instance, yes: boolean, command: string }} change
 *   `action` is what is done, such as "Change the metadata of 12 users".
 */
export async function confirm({ action, count, instance, yes, command }) {
  if (!instance.isLive || yes) return;
  const question = `${action} of ${instanceLabel(instance)}?`;
  const terminal = openTerminal();
  if (terminal === undefined)
    throw new UsageError(`${question} There is no terminal to ask on, so add --yes to confirm it. Nothing was sent.`, {
      command,
      option: "yes",
    });
  const mustTypeCount = count > MAX_USERS_WITH_YES;
  const hint = mustTypeCount ? `Type the number of users to confirm:` : "[y/N]";
  try {
    const line = await ask(`${question} ${hint} `, terminal.input);
    const isConfirmed = mustTypeCount ? line.replace(/[,._ \u202f]/g, "") === String(count) : /^y(es)?$/i.test(line);
    if (!isConfirmed) throw new ExitError(DECLINED, STOPPED);
  } finally {
    terminal.close();
  }
}

/**
 * The terminal of stdin. If data is piped to stdin, the terminal of the process, if the question can be seen there.
 * @returns {{ input: NodeJS.ReadableStream, close(): void } | undefined}
 */
function openTerminal() {
  if (!process.stderr.isTTY) return undefined;
  if (process.stdin.isTTY) return { input: process.stdin, close: () => process.stdin.pause() };
  let fd;
  try {
    fd = openSync("/dev/tty", "r");
    const input = new ReadStream(fd);
    return { input, close: () => input.destroy() };
  } catch {
    if (fd !== undefined) closeSync(fd);
    return undefined;
  }
}

/**
 * The line that is typed, without white space around it. An end of the input is an empty line.
 * @param {string} question
 * @param {NodeJS.ReadableStream} input
 * @returns {Promise<string>}
 */
function ask(question, input) {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input, output: process.stderr });
    let isSettled = false;
    const settleOnce = (/** @type {() => void} */ settle) => {
      if (isSettled) return;
      isSettled = true;
      settle();
      lines.close();
    };
    lines.on("SIGINT", () =>
      settleOnce(() => {
        process.stderr.write("\n");
        reject(new ExitError(DECLINED, INTERRUPTED));
      }),
    );
    lines.on("close", () =>
      settleOnce(() => {
        process.stderr.write("\n");
        resolve("");
      }),
    );
    lines.question(question, (text) => settleOnce(() => resolve(text.trim())));
  });
}
