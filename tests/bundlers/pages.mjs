// The page that loads the script of a bundler in Chromium.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { outcomeOfPage, serveFiles } from "../runtimes/browser.mjs";

/** The attribute of a `<script>` that loads a module, or a classic script. */
export const MODULE = 'type="module"';
export const CLASSIC = "defer";

/** Writes a page that loads one script. */
export function writePage(folder, script, scriptAttribute) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "index.html"),
    `<!doctype html>\n<title>page</title>\n<script ${scriptAttribute} src="${script}"></script>\n`,
  );
}

/** Serves the folder `dist` of a project. */
export const serveBuild = (project) => serveFiles(join(project, "dist"));

export const openBuiltPage = (server) => outcomeOfPage(`${server.url}/index.html`, server);
