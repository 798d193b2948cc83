// Draws the ratios as a bar chart. A bar to the right of the middle line means better, and to the left worse, on a
// logarithmic scale. Readable on dark and light backgrounds.
import { formatBound, formatValue } from "./table.mjs";

const WIDTH = 860;
const ROW_HEIGHT = 34;
const TOP = 62;
const [LEFT, RIGHT] = [330, 700];
const MAX_DOUBLINGS = 3;
const MIDDLE = (LEFT + RIGHT) / 2;
const CAPTION = "medians; a vertical stroke marks the bound; ratio and values are clerk-metadata : the other one";

const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** The x coordinate of a ratio. `timesBetter` is above 1 if the result is better. */
function xOf(timesBetter) {
  const doublings = Math.max(-MAX_DOUBLINGS, Math.min(MAX_DOUBLINGS, Math.log2(timesBetter)));
  return MIDDLE + (doublings / MAX_DOUBLINGS) * ((RIGHT - LEFT) / 2);
}

const timesBetter = ({ better }, ratio) => (better === "less" ? 1 / ratio : ratio);

function drawBar(result, index) {
  const y = TOP + index * ROW_HEIGHT;
  const x = xOf(timesBetter(result, result.ratio));
  const [[, ours], [name, other]] = Object.entries(result.subjects);
  const bound = result.absolute ? timesBetter(result, result.bound / other.median) : timesBetter(result, result.bound);
  const values = `${formatValue(ours.median)} : ${formatValue(other.median)} ${result.unit}`;
  return `<g>
<title>${escape(`${result.name}: ours ${formatValue(ours.median)}, ${name} ${formatValue(other.median)} ${result.unit}; the bound is ${formatBound(result, result.bound)}`)}</title>
<text x="${LEFT - 12}" y="${y + 10}" text-anchor="end">${escape(result.name)}</text>
<text class="soft" x="${LEFT - 12}" y="${y + 23}" text-anchor="end">${escape(`compared with ${name}`)}</text>
<rect class="${x >= MIDDLE ? "better" : "worse"}" x="${Math.min(x, MIDDLE).toFixed(1)}" y="${y}" width="${Math.max(1, Math.abs(x - MIDDLE)).toFixed(1)}" height="18" rx="2"/>
<line class="bound" x1="${xOf(bound).toFixed(1)}" x2="${xOf(bound).toFixed(1)}" y1="${y - 3}" y2="${y + 21}"/>
<text x="${RIGHT + 12}" y="${y + 10}">${result.ratio.toFixed(2)} ×</text>
<text class="soft" x="${RIGHT + 12}" y="${y + 23}">${escape(values)}</text>
</g>`;
}

export function drawChart(results) {
  const bottom = TOP + results.length * ROW_HEIGHT;
  const ticks = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8].map((better) => {
    const x = xOf(better).toFixed(1);
    const label = better === 1 ? "the same" : better > 1 ? `${better} × better` : `${1 / better} × worse`;
    return `<line class="${better === 1 ? "middle" : "tick"}" x1="${x}" x2="${x}" y1="${TOP - 10}" y2="${bottom}"/>
<text class="soft" x="${x}" y="${TOP - 18}" text-anchor="middle">${better === 1 || Math.abs(Math.log2(better)) > 1 ? label : ""}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${bottom + 34}" viewBox="0 0 ${WIDTH} ${bottom + 34}" role="img" aria-label="Measured ratios of clerk-metadata to what it is compared with">
<style>
text { font: 12px system-ui, sans-serif; fill: #1f2328; }
.soft { font-size: 10px; fill: #59636e; }
.tick { stroke: #8b949e; stroke-opacity: 0.25; }
.middle { stroke: #8b949e; }
.bound { stroke: #1f2328; stroke-width: 2; }
.better { fill: #2da44e; }
.worse { fill: #d4742c; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .soft { fill: #9198a1; }
  .bound { stroke: #e6edf3; }
}
</style>
<text x="${LEFT - 12}" y="22" text-anchor="end" style="font-weight: 600">clerk-metadata, to the right is better</text>
${ticks.join("\n")}
${results.map(drawBar).join("\n")}
<text class="soft" x="${MIDDLE}" y="${bottom + 22}" text-anchor="middle">${CAPTION}</text>
</svg>
`;
}
