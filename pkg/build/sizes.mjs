// The sizes of what a user loads, against the budgets: `node build/sizes.mjs` prints a table, and fails
// where one is broken.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { firstLoad } from "./first-load.mjs";

const dist = resolve(fileURLToPath(import.meta.url), "../../dist");

/** Budgets in KB (1000 bytes) of gzip -9. The official SDK's client alone, minified, has 40.7. */
const LOADED = [
  { what: "edge entry + wasm", files: ["edge.js", "client.wasm"], budget: 39 },
  { what: "inline entry", files: ["index.js"], budget: 41 },
  { what: "inline entry, CommonJS", files: ["index.cjs"], budget: 41 },
  { what: "core in JavaScript", files: ["js.js", "core.js"], budget: 52 },
  { what: "core in JavaScript, CommonJS", files: ["js.cjs"], budget: 52 },
  { what: "local Backend API", files: ["local.js"] },
  { what: "admin page, first load", files: firstLoad(dist), budget: 150 },
];

const kb = (bytes) => (bytes / 1000).toFixed(1).padStart(8);

console.log(
  `${"size in KB".padEnd(30)}${"raw".padStart(8)}${"gzip".padStart(8)}${"brotli".padStart(8)}${"budget".padStart(8)}`,
);
for (const { what, files, budget } of LOADED) {
  const contents = files.map((file) => readFileSync(join(dist, file)));
  const sum = (size) => contents.reduce((total, content) => total + size(content), 0);
  const gzip = sum((content) => gzipSync(content, { level: 9 }).length);
  const over = budget !== undefined && gzip > budget * 1000;
  if (over) process.exitCode = 1;
  const row = [sum((content) => content.length), gzip, sum((content) => brotliCompressSync(content).length)];
  console.log(
    `${what.padEnd(30)}${row.map(kb).join("")}${(budget === undefined ? "" : String(budget)).padStart(8)}${over ? "  OVER BUDGET" : ""}`,
  );
}
