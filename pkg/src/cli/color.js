// Colors of a terminal.

/**
 * Functions that color a text, if the stream is a terminal and NO_COLOR is not set (https://no-color.org).
 * @param {{ isTTY?: boolean }} stream
 */
export function colorsOf({ isTTY }) {
  const { NO_COLOR, TERM } = process.env;
  const hasColors = isTTY === true && !NO_COLOR && TERM !== "dumb";
  const paint = (/** @type {number} */ code) => (/** @type {string} */ text) =>
    hasColors ? `\u001b[${code}m${text}\u001b[39m` : text;
  return { red: paint(31), green: paint(32) };
}

/**
 * A text without characters that could control the terminal.
 * @param {unknown} text
 */
export const printable = (text) => String(text).replace(/[\p{Cc}\p{Bidi_Control}]/gu, "\u{fffd}");
