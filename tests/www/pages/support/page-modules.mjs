// Compiles modules of the page for Node, for tests without a browser.
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const www = fileURLToPath(new URL("../../../../www/src/", import.meta.url));
const esbuild = createRequire(new URL("../../../../pkg/package.json", import.meta.url))("esbuild");

/** Returns the exports of modules in one object. A name is the path in www/src without the extension. */
export async function pageModules(names) {
  const folder = mkdtempSync(join(tmpdir(), "clerk-metadata-www-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, "modules.mjs");
  await esbuild.build({
    stdin: { contents: names.map((name) => `export * from "./${name}.ts";`).join("\n"), resolveDir: www },
    bundle: true,
    format: "esm",
    jsx: "automatic",
    jsxImportSource: "preact",
    outfile,
  });
  return import(pathToFileURL(outfile).href);
}
