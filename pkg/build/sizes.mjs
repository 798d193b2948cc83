// The sizes of what a user loads, and the budgets that they keep.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

/** Budgets in KB (1000 bytes) of gzip -9. The official SDK's client alone, minified, has 40.7. */
const LOADED = [
  { what: "edge entry + wasm", files: ["edge.js", "client.wasm"], budget: 37 },
  { what: "inline entry", files: ["index.js"], budget: 50 },
  { what: "inline entry, CommonJS", files: ["index.cjs"], budget: 50 },
  { what: "local Backend API", files: ["local.js"] },
];

const kb = (bytes) => (bytes / 1000).toFixed(1).padStart(8);

/** Prints a table; false where a budget is broken. */
export function printSizes(dist) {
  console.log(`${"size in KB".padEnd(26)}${"raw".padStart(8)}${"gzip".padStart(8)}${"brotli".padStart(8)}${"budget".padStart(8)}`);
  let kept = true;
  for (const { what, files, budget } of LOADED) {
    const contents = files.map((file) => readFileSync(join(dist, file)));
    const sum = (size) => contents.reduce((total, content) => total + size(content), 0);
    const gzip = sum((content) => gzipSync(content, { level: 9 }).length);
    const over = budget !== undefined && gzip > budget * 1000;
    kept &&= !over;
    const row = [sum((content) => content.length), gzip, sum((content) => brotliCompressSync(content).length)];
    console.log(`${what.padEnd(26)}${row.map(kb).join("")}${(budget === undefined ? "" : String(budget)).padStart(8)}${over ? "  OVER BUDGET" : ""}`);
  }
  return kept;
}
