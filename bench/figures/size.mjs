// The minified size in KB (1000 bytes), after gzip -9 and uncompressed. For the official client: the size of a program
// that makes one call, bundled with esbuild. The budgets of pkg/build/sizes.mjs are what has been reached.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const figuresFolder = dirname(fileURLToPath(import.meta.url));
const gzipKb = (content) => gzipSync(content, { level: 9 }).length / 1000;
const rawKb = (content) => content.length / 1000;
const ENTRIES = [["edge.js", "client.wasm"], ["index.js"], ["js.js", "core.js"]];
const sizeOfFiles = (files, size) =>
  files.reduce((sum, file) => sum + size(readFileSync(join(figuresFolder, "../../pkg/dist", file))), 0);

async function bundleOfficial() {
  const contents = `import { createClerkClient } from "@clerk/backend";
    const clerk = createClerkClient({ secretKey: "sk_test_bench" });
    console.log(await clerk.users.updateUserMetadata("user_bench", { publicMetadata: {} }));`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: join(figuresFolder, ".."), loader: "js" },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker", "browser"],
    logLevel: "warning",
  });
  return outputFiles[0].contents;
}

export default {
  subjects: ["ours", "official"],
  deterministic: true,
  rows: [
    { name: "size, gzip: edge entry + wasm", unit: "KB", better: "less", absolute: true, bound: 35, goal: 30 },
    { name: "size, gzip: inline entry", unit: "KB", better: "less", absolute: true, bound: 37, goal: 32 },
    { name: "size, gzip: `clerk-metadata/js`", unit: "KB", better: "less", absolute: true, bound: 45.5, goal: 45 },
    { name: "size, raw: edge entry + wasm", unit: "KB", better: "less", bound: 1, goal: 0.6 },
    { name: "size, raw: inline entry", unit: "KB", better: "less", bound: 1, goal: 0.65 },
    { name: "size, raw: `clerk-metadata/js`", unit: "KB", better: "less", bound: 1, goal: 0.9 },
  ],
  async measure(subject) {
    const sizes = [gzipKb, rawKb];
    if (subject === "ours") return sizes.flatMap((size) => ENTRIES.map((files) => sizeOfFiles(files, size)));
    const bundle = await bundleOfficial();
    return sizes.flatMap((size) => ENTRIES.map(() => size(bundle)));
  },
};
