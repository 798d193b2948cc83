// What a user loads, minified, in KB (1000 bytes) of gzip -9; the official client as esbuild bundles
// a program that makes one call with it.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const kb = (content) => gzipSync(content, { level: 9 }).length / 1000;
const built = (...files) => files.reduce((sum, file) => sum + kb(readFileSync(join(here, "../../pkg/dist", file))), 0);

async function official() {
  const contents = `import { createClerkClient } from "@clerk/backend";
    const clerk = createClerkClient({ secretKey: "sk_test_bench" });
    console.log(await clerk.users.updateUserMetadata("user_bench", { publicMetadata: {} }));`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: join(here, ".."), loader: "js" },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker", "browser"],
    logLevel: "warning",
  });
  return kb(outputFiles[0].contents);
}

export default {
  subjects: ["ours", "official"],
  exact: true,
  rows: [
    { name: "size: edge entry + wasm", unit: "KB", better: "less", limit: true, must: 39, aim: 30 },
    { name: "size: inline entry", unit: "KB", better: "less", limit: true, must: 41, aim: 40 },
    { name: "size: `clerk-metadata/js`", unit: "KB", better: "less", limit: true, must: 52, aim: 45 },
  ],
  async measure(subject) {
    if (subject === "ours") return [built("edge.js", "client.wasm"), built("index.js"), built("js.js", "core.js")];
    const size = await official();
    return [size, size, size];
  },
};
