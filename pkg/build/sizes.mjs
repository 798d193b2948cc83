// Checks the sizes of the files that users load: `node build/sizes.mjs` prints a table, and fails if a size exceeds its
// budget.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { CHUNKS, chunkFile } from "./chunks.mjs";
import { firstLoad } from "./first-load.mjs";

const dist = resolve(fileURLToPath(import.meta.url), "../../dist");

/** Budgets in KB (1000 bytes) after gzip -9. The client of the official SDK alone takes 40.7, minified. */
const LOADED = [
  { name: "edge entry + wasm", files: ["edge.js", "client.wasm"], budget: 34.7 },
  { name: "inline entry", files: ["index.js"], budget: 36.9 },
  { name: "inline entry, CommonJS", files: ["index.cjs"], budget: 37.2 },
  { name: "core in JavaScript", files: ["js.js", "core.js"], budget: 42.8 },
  { name: "core in JavaScript, CommonJS", files: ["js.cjs"], budget: 44.1 },
  // Only for callers that use them.
  ...CHUNKS.map((name) => ({ name: `chunk ${name}`, files: [chunkFile(name)] })),
  { name: "clerk-metadata/wasm", files: ["wasm.js", "wasm_bg.wasm"], budget: 75 },
  { name: "local Backend API", files: ["local.js"] },
  { name: "admin page, first load", files: firstLoad(dist), budget: 100 },
];

const kb = (/** @type {number} */ bytes) => (bytes / 1000).toFixed(1).padStart(8);

console.log(
  `${"size in KB".padEnd(30)}${"raw".padStart(8)}${"gzip".padStart(8)}${"brotli".padStart(8)}${"budget".padStart(8)}`,
);
for (const { name, files, budget } of LOADED) {
  const contents = files.map((file) => readFileSync(join(dist, file)));
  /** @type {(size: (content: Buffer) => number) => number} */
  const sum = (size) => contents.reduce((total, content) => total + size(content), 0);
  const gzip = sum((content) => gzipSync(content, { level: 9 }).length);
  const over = budget !== undefined && gzip > budget * 1000;
  if (over) process.exitCode = 1;
  const row = [sum((content) => content.length), gzip, sum((content) => brotliCompressSync(content).length)];
  console.log(
    `${name.padEnd(30)}${row.map(kb).join("")}${(budget === undefined ? "" : String(budget)).padStart(8)}${over ? "  OVER BUDGET" : ""}`,
  );
}
