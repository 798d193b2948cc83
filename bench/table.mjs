// Formats the results as a table.

/** A value with three significant digits. */
export const formatValue = (value) =>
  value >= 100 ? Math.round(value).toString() : value.toFixed(value >= 10 ? 1 : 2);

const formatRange = ({ median, min, max }) =>
  min === max ? formatValue(median) : `${formatValue(median)} (${formatValue(min)} to ${formatValue(max)})`;

export function formatBound({ better, absolute, unit }, value) {
  return `${better === "less" ? "≤" : "≥"} ${absolute ? `${value} ${unit}` : `${value.toFixed(2)} ×`}`;
}

/** The ratios of the runs of a row, such as `0.90 to 0.95 ×`. */
export function formatRatios({ runs }) {
  const ratios = runs.map(({ ratio }) => ratio);
  const [lowest, highest] = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2));
  return lowest === highest ? `${lowest} ×` : `${lowest} to ${highest} ×`;
}

export function formatTable(results) {
  const rows = results.map((result) => {
    const [[, ours], [name, other], ...others] = Object.entries(result.subjects);
    return [
      `${result.name}, ${result.unit}`,
      formatRange(ours),
      `${name}: ${formatRange(other)}`,
      others.map(([name, values]) => `${name}: ${formatRange(values)}`).join(", "),
      `${result.ratio.toFixed(2)} ×${result.interval ? ` (${result.interval.map((end) => end.toFixed(2)).join(" to ")})` : ""}`,
      `${formatBound(result, result.bound)} ${result.met.bound ? "met" : "NOT MET"}`,
      `${formatBound(result, result.goal)} ${result.met.goal ? "met" : "not met"}`,
    ];
  });
  const lines = [["median (min to max)", "ours", "compared with", "also", "ratio", "bound", "goal"], ...rows];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((row) => row[column].length)));
  return lines
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
