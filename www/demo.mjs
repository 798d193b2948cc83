// Writes the static demo: the page with its sandbox only, and a link to the documentation of the site around it.
//
//   node www/demo.mjs FOLDER [DOCS_URL]     DOCS_URL, relative to the demo. Default: ../
import { cpSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PAGE = fileURLToPath(new URL("../pkg/dist/admin/", import.meta.url));

/** Replaces the folder. */
export function writeDemo(folder, docsUrl = "../") {
  if (!existsSync(join(PAGE, "index.html"))) throw new Error("pkg/dist/admin is missing: run cargo xtask build first");
  rmSync(folder, { recursive: true, force: true });
  cpSync(PAGE, folder, { recursive: true });
  writeFileSync(join(folder, "admin.json"), `${JSON.stringify({ mode: "sandbox", docsUrl })}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, docsUrl] = process.argv.slice(2);
  if (folder === undefined) throw new Error("usage: node www/demo.mjs FOLDER [DOCS_URL]");
  writeDemo(folder, docsUrl);
}
