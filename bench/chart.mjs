// The ratios as a picture: a bar to the right of the line is as much better than what is compared
// with, one to the left as much worse; each doubling is as far. Readable on dark and on light.
import { bound, short } from "./table.mjs";

const WIDTH = 860;
const ROW = 34;
const TOP = 62;
const [LEFT, RIGHT] = [330, 700];
const MOST = 3; // doublings
const MIDDLE = (LEFT + RIGHT) / 2;
const CAPTION = "medians; an upright stroke marks what must hold; ratio and values are ours : the other's";

const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** Where a ratio stands, as how many times better. */
function across(better) {
  const doublings = Math.max(-MOST, Math.min(MOST, Math.log2(better)));
  return MIDDLE + (doublings / MOST) * ((RIGHT - LEFT) / 2);
}

const times = ({ better }, ratio) => (better === "less" ? 1 / ratio : ratio);

function bar(result, index) {
  const y = TOP + index * ROW;
  const x = across(times(result, result.ratio));
  const [[, ours], [name, other]] = Object.entries(result.subjects);
  const must = result.limit ? times(result, result.must / other.median) : times(result, result.must);
  const values = `${short(ours.median)} : ${short(other.median)} ${result.unit}`;
  return `<g>
<title>${escape(`${result.name}: ours ${short(ours.median)}, ${name} ${short(other.median)} ${result.unit}; must be ${bound(result, result.must)}`)}</title>
<text x="${LEFT - 12}" y="${y + 10}" text-anchor="end">${escape(result.name)}</text>
<text class="soft" x="${LEFT - 12}" y="${y + 23}" text-anchor="end">${escape(`beside ${name}`)}</text>
<rect class="${x >= MIDDLE ? "better" : "worse"}" x="${Math.min(x, MIDDLE).toFixed(1)}" y="${y}" width="${Math.max(1, Math.abs(x - MIDDLE)).toFixed(1)}" height="18" rx="2"/>
<line class="must" x1="${across(must).toFixed(1)}" x2="${across(must).toFixed(1)}" y1="${y - 3}" y2="${y + 21}"/>
<text x="${RIGHT + 12}" y="${y + 10}">${result.ratio.toFixed(2)} ×</text>
<text class="soft" x="${RIGHT + 12}" y="${y + 23}">${escape(values)}</text>
</g>`;
}

export function chart(results) {
  const bottom = TOP + results.length * ROW;
  const ticks = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8].map((better) => {
    const x = across(better).toFixed(1);
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
.must { stroke: #1f2328; stroke-width: 2; }
.better { fill: #2da44e; }
.worse { fill: #d4742c; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .soft { fill: #9198a1; }
  .must { stroke: #e6edf3; }
}
</style>
<text x="${LEFT - 12}" y="22" text-anchor="end" style="font-weight: 600">clerk-metadata, to the right is better</text>
${ticks.join("\n")}
${results.map(bar).join("\n")}
<text class="soft" x="${MIDDLE}" y="${bottom + 22}" text-anchor="middle">${CAPTION}</text>
</svg>
`;
}
