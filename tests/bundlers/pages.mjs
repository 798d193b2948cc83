// The page that each bundler's script is loaded by, run in Chromium.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { outcomeOfPage, pages } from "../runtimes/browser.mjs";

/** How a page loads a script: as a module, or as it always did. */
export const MODULE = 'type="module"';
export const CLASSIC = "defer";

/** A page for one script. */
export function writePage(folder, script, kind) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "index.html"),
    `<!doctype html>\n<title>page</title>\n<script ${kind} src="${script}"></script>\n`,
  );
}

/** The folder `dist` of a project, served with the Backend API at the same place. */
export const built = (project) => pages(join(project, "dist"));

export const openBuilt = (server) => outcomeOfPage(`${server.url}/index.html`, server);
