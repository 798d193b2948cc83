// Writes the badges of the README from package.json to docs/badges: `node build/badges.mjs`. They are files of the
// repository, so no service is needed to show them. `--check` fails instead if one is not up to date.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const pkg = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(pkg, "../docs/badges");
const { version, license, engines, dependencies = {} } = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));

const BADGES = {
  version: ["version", version],
  node: ["Node.js", engines.node.replace(">=", "≥ ")],
  dependencies: ["dependencies", String(Object.keys(dependencies).length)],
  license: ["license", license],
};

const CHARACTER_WIDTH = 6.6;
const PADDING = 6;
const widthOf = (/** @type {string} */ text) => Math.round(text.length * CHARACTER_WIDTH) + 2 * PADDING;

/** @param {string} label @param {string} value */
function drawBadge(label, value) {
  const [left, right] = [widthOf(label), widthOf(value)];
  const text = (/** @type {number} */ x, /** @type {number} */ width, /** @type {string} */ content) =>
    `<text x="${x + width / 2}" y="14" textLength="${width - 2 * PADDING}">${content}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${label}: ${value}">
<title>${label}: ${value}</title>
<rect width="${left + right}" height="20" rx="3" fill="#444c56"/>
<path d="M${left} 0h${right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-${right - 3}z" fill="#0969da"/>
<g fill="#fff" font-family="Verdana,Geneva,sans-serif" font-size="11" text-anchor="middle">
${text(0, left, label)}
${text(left, right, value)}
</g>
</svg>
`;
}

mkdirSync(folder, { recursive: true });
for (const [name, [label = "", value = ""]] of Object.entries(BADGES)) {
  const path = join(folder, `${name}.svg`);
  const badge = drawBadge(label, value);
  if (existsSync(path) && readFileSync(path, "utf8") === badge) continue;
  if (process.argv.includes("--check")) {
    console.error(`docs/badges/${name}.svg does not match package.json; run: node pkg/build/badges.mjs`);
    process.exitCode = 1;
  } else writeFileSync(path, badge);
}
