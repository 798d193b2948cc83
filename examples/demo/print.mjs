// Prints text with colors in a terminal, and plain text elsewhere.
import { inspect } from "node:util";

const useColors = process.stdout.isTTY && !process.env.NO_COLOR;

export const paint = (style, text) => {
  const [on, off] = inspect.colors[style];
  return useColors ? `\x1b[${on}m${text}\x1b[${off}m` : text;
};

export const title = (text) => console.log(`\n${paint("bold", text)}`);

export function show(value, style) {
  const text = inspect(value, { depth: null, colors: useColors && !style, breakLength: 90 }).replace(/^/gm, "    ");
  console.log(style ? paint(style, text) : text);
}

export const failure = (error) => paint("red", `\nNot as expected: ${error.stack ?? error}`);
