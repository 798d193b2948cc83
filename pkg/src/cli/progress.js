// Progress on stderr: one line that is redrawn on a terminal, a plain line every 10 seconds elsewhere.
import { widthOf, wrap } from "./text.js";

/** In milliseconds. */
const REDRAW_INTERVAL = 100;
const PLAIN_INTERVAL = 10_000;
const SEPARATOR = " · ";

/**
 * @typedef {NodeJS.WritableStream & { isTTY?: boolean, columns?: number }} Stream
 * @typedef {{ print(text: string): void, stop(): void }} Progress
 *   `print` writes lines that stay. `stop` removes the line that is redrawn.
 */

/**
 * Starts to show progress.
 * @param {() => string[]} render Returns the parts of the line, the most important ones first: those that do not fit
 *   into the terminal are left out.
 * @param {{ isQuiet?: boolean, stream?: Stream }} [options] With `isQuiet`, only `print` writes.
 * @returns {Progress}
 */
export function startProgress(render, { isQuiet = false, stream = process.stderr } = {}) {
  const isRedrawn = stream.isTTY === true && !isQuiet && process.env.TERM !== "dumb";
  let drawn = "";
  const clear = () => {
    if (drawn !== "") stream.write("\r\u001b[K");
    drawn = "";
  };
  const redraw = () => {
    const line = fit(render(), (stream.columns || 80) - 1);
    if (line === drawn) return;
    stream.write(`\r${line}\u001b[K`);
    drawn = line;
  };
  const show = isRedrawn ? redraw : () => stream.write(`${render().join(SEPARATOR)}\n`);
  const timer = isQuiet ? undefined : setInterval(show, isRedrawn ? REDRAW_INTERVAL : PLAIN_INTERVAL);
  // A command that has ended must not wait for the next line.
  timer?.unref();
  return {
    print(text) {
      clear();
      // A command must stay in one line, so that it can be copied.
      const isSentence = stream.isTTY === true && !text.startsWith("Resume: ");
      stream.write(`${isSentence ? wrap(text, widthOf(stream)).join("\n") : text}\n`);
    },
    stop() {
      clearInterval(timer);
      clear();
    },
  };
}

/**
 * The parts that fit into a width. The first one is cut if it is longer.
 * @param {string[]} parts
 * @param {number} width
 */
export function fit([first = "", ...others], width) {
  let line = first.slice(0, width);
  for (const part of others) {
    if (line.length + SEPARATOR.length + part.length > width) break;
    line += SEPARATOR + part;
  }
  return line;
}

/**
 * "2 h 13 min", "4 min", "9 s"
 * @param {number} seconds
 */
export function durationText(seconds) {
  const minutes = Math.round(seconds / 60);
  if (seconds < 59.5) return `${Math.max(0, Math.round(seconds))} s`;
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/**
 * "1,000,000"
 * @param {number} count
 */
export const countText = (count) => count.toLocaleString("en-US");

/**
 * "1 user", "1,000 users"
 * @param {number} count
 */
export const usersText = (count) => `${countText(count)} ${count === 1 ? "user" : "users"}`;
