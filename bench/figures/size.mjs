// The minified size in KB (1000 bytes) after gzip -9. For the official client: the size of a program that makes one
// call, bundled with esbuild.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const figuresFolder = dirname(fileURLToPath(import.meta.url));
const gzipKb = (content) => gzipSync(content, { level: 9 }).length / 1000;
const sizeOfFiles = (...files) =>
  files.reduce((sum, file) => sum + gzipKb(readFileSync(join(figuresFolder, "../../pkg/dist", file))), 0);

async function officialSize() {
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
  return gzipKb(outputFiles[0].contents);
}

export default {
  subjects: ["ours", "official"],
  deterministic: true,
  rows: [
    { name: "size: edge entry + wasm", unit: "KB", better: "less", absolute: true, bound: 39, goal: 30 },
    { name: "size: inline entry", unit: "KB", better: "less", absolute: true, bound: 41, goal: 40 },
    { name: "size: `clerk-metadata/js`", unit: "KB", better: "less", absolute: true, bound: 52, goal: 45 },
  ],
  async measure(subject) {
    if (subject === "ours")
      return [sizeOfFiles("edge.js", "client.wasm"), sizeOfFiles("index.js"), sizeOfFiles("js.js", "core.js")];
    const size = await officialSize();
    return [size, size, size];
  },
};
