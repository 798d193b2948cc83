// Figures in the text of a page, such as `<!-- figure: ours, cold start, Node.js -->11.4 ms<!-- /figure -->`: the
// median of `ours`, or of the subject that it is compared with, in a row of results.json.
import { formatValue } from "./table.mjs";

const FIGURE = /(<!-- figure: (\w+), (.+?) -->).*?(<!-- \/figure -->)/gs;

/** Markdown ends a paragraph at a line that begins with a comment. */
const AT_LINE_START = /^\s*<!-- figure:.*$/m;

/** Replaces the figures of a text with those of the results. */
export function updateFigures(text, { results }) {
  const [broken] = AT_LINE_START.exec(text) ?? [];
  if (broken) throw new Error(`a figure must not begin a line: ${broken}`);
  return text.replace(FIGURE, (_, begin, subject, name, end) => {
    const row = results.find((result) => result.name === name);
    if (row === undefined) throw new Error(`no result has the name "${name}"`);
    const values = subject === "ours" ? Object.values(row.subjects)[0] : row.subjects[subject];
    if (values === undefined) throw new Error(`"${name}" has no subject "${subject}"`);
    return `${begin}${formatValue(values.median)} ${row.unit}${end}`;
  });
}
