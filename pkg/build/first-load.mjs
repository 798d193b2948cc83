// The files that a browser loads before the admin page shows anything: its HTML, the files that the HTML links to, and
// the static imports of its scripts. Dynamic imports, such as the editor, are not included.
import { buildSync } from "esbuild";
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/**
 * The files, as paths relative to `dist`.
 * @param {string} dist
 */
export function firstLoad(dist) {
  const folder = join(dist, "admin");
  const html = readFileSync(join(folder, "index.html"), "utf8");
  const linked = [...html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="\.?\/?([^":]+)"/g)].map(([, path]) =>
    join(folder, path),
  );
  if (!linked.some((path) => path.endsWith(".js")))
    throw new Error(`no script was found in ${join(folder, "index.html")}`);
  /** @type {Set<string>} */
  const files = new Set();
  for (const path of linked) addWithImports(path, files);
  return ["admin/index.html", ...[...files].map((path) => relative(dist, path))];
}

/**
 * @param {string} path
 * @param {Set<string>} files
 */
function addWithImports(path, files) {
  if (files.has(path)) return;
  files.add(path);
  if (!path.endsWith(".js")) return;
  for (const imported of staticImports(path)) addWithImports(join(dirname(path), imported), files);
}

/** @param {string} path */
function staticImports(path) {
  const { metafile } = buildSync({
    entryPoints: [path],
    bundle: true,
    external: ["*"],
    format: "esm",
    metafile: true,
    write: false,
    logLevel: "error",
  });
  const [{ imports }] = Object.values(metafile.inputs);
  return imports.filter(({ kind }) => kind === "import-statement").map(({ path }) => path);
}
