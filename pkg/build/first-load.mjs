// What a browser loads before the admin page shows anything: its HTML, and every file that is linked
// there or that such a script imports. What the page imports later, as its editor, is not part of it.
import { buildSync } from "esbuild";
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** The files, as paths in `dist`. */
export function firstLoad(dist) {
  const folder = join(dist, "admin");
  const html = readFileSync(join(folder, "index.html"), "utf8");
  const linked = [...html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="\.?\/?([^":]+)"/g)].map(([, path]) =>
    join(folder, path),
  );
  if (!linked.some((path) => path.endsWith(".js")))
    throw new Error(`no script was found in ${join(folder, "index.html")}`);
  const found = new Set();
  for (const path of linked) follow(path, found);
  return ["admin/index.html", ...[...found].map((path) => relative(dist, path))];
}

function follow(path, found) {
  if (found.has(path)) return;
  found.add(path);
  if (!path.endsWith(".js")) return;
  for (const imported of importsOf(path)) follow(join(dirname(path), imported), found);
}

/** What a script imports as it is loaded; not what it imports when it runs. */
function importsOf(path) {
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
