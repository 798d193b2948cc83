// The files of the page.
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

/** By the file extension. @type {Record<string, string>} */
const CONTENT_TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".md": "text/plain; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/** Names such as `index-Bx3kQ9_z.js` contain a hash of the file. */
const HASHED = /-[\w-]{8}\.\w+$/;

/**
 * Returns the function that gives the response for a path, or `undefined`. The files are listed once, so no path can
 * lead out of the folder.
 * @param {string} folder
 * @returns {(path: string) => import("./types.js").ServerResponse | undefined}
 */
export function staticFiles(folder) {
  const files = new Map(listFiles(folder, "/"));
  const index = files.get("/index.html");
  if (index === undefined)
    throw new Error(
      `The admin page is missing from this installation: ${join(folder, "index.html")} does not exist. Install clerk-metadata again.`,
    );
  files.set("/", index);
  return (path) => {
    const file = files.get(path);
    if (file === undefined) return undefined;
    /** @type {Record<string, string>} */
    const headers = { "content-type": CONTENT_TYPES[extname(file)] ?? "application/octet-stream" };
    if (HASHED.test(file)) headers["cache-control"] = "private, max-age=31536000, immutable";
    return { status: 200, headers, body: readFileSync(file) };
  };
}

/**
 * Pairs of a URL path and a file.
 * @param {string} folder
 * @param {string} path
 * @returns {[string, string][]}
 */
function listFiles(folder, path) {
  return entriesOf(folder).flatMap((entry) => {
    const file = join(folder, entry.name);
    if (entry.isDirectory()) return listFiles(file, `${path}${entry.name}/`);
    return [[path + entry.name, file]];
  });
}

/** @param {string} folder */
function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // reported as the missing index.html
  }
}
