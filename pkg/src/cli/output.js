// Writes data to stdout: waits while the reader is slower, and ends the command when the reader has read enough.
import { once } from "node:events";

/** The reader of the output, such as `head`, has closed its end. The command ends with the exit status 0. */
export class OutputClosed extends Error {}

/**
 * Writes lines to stdout, and resolves when they are written.
 * @param {string} text
 */
export async function print(text) {
  const output = createOutput();
  await output.write(`${text}\n`);
  await output.end();
}

/**
 * @param {NodeJS.WritableStream & { writableNeedDrain?: boolean, destroyed?: boolean, closed?: boolean }} stream
 */
export function createOutput(stream = process.stdout) {
  /** @type {Error | undefined} */
  let failure;
  // main.js reports other errors and ends the process.
  stream.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
    failure = error.code === "EPIPE" ? new OutputClosed() : error;
  });
  return {
    /**
     * Throws an `OutputClosed` when nobody reads the output any longer.
     * @param {string} text
     */
    async write(text) {
      if (failure !== undefined) throw failure;
      if (stream.write(text)) return;
      try {
        await once(stream, "drain");
      } catch {
        // `failure` is set.
      }
      if (failure !== undefined) throw failure;
    },
    /** Resolves when everything is written. */
    async end() {
      await new Promise((resolve) => stream.write("", resolve));
      if (failure !== undefined) throw failure;
    },
  };
}
