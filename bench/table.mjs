// The table that a run prints.

/** Three digits that matter. */
export const short = (value) => (value >= 100 ? Math.round(value).toString() : value.toFixed(value >= 10 ? 1 : 2));

const range = ({ median, min, max }) =>
  min === max ? short(median) : `${short(median)} (${short(min)} to ${short(max)})`;

export function bound({ better, limit, unit }, value) {
  return `${better === "less" ? "≤" : "≥"} ${limit ? `${value} ${unit}` : `${value.toFixed(2)} ×`}`;
}

export function table(results) {
  const rows = results.map((result) => {
    const [[, ours], [name, other], ...beside] = Object.entries(result.subjects);
    return [
      `${result.name}, ${result.unit}`,
      range(ours),
      `${name}: ${range(other)}`,
      beside.map(([name, values]) => `${name}: ${range(values)}`).join(", "),
      `${result.ratio.toFixed(2)} ×`,
      `${bound(result, result.must)} ${result.holds.must ? "holds" : "DOES NOT HOLD"}`,
      `${bound(result, result.aim)} ${result.holds.aim ? "holds" : "not yet"}`,
    ];
  });
  const all = [["median (min to max)", "ours", "compared with", "beside", "ratio", "must", "aim"], ...rows];
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
