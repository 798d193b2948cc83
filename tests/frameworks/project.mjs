// An example as a user has it: copied, its lock file installed, the package from the tarball.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { unpack } from "../packaging/pack.mjs";
import { runToEnd } from "./app.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");

/** What the examples name, and what stands there here. */
const NAMED = "file:../../pkg";
const TARBALL = "clerk-metadata.tgz";

/** What an installation leaves, or a build. A user has none of it. */
const MADE = ["node_modules", "dist", "build", ".next", ".astro", ".react-router", ".wrangler", ".output", ".tanstack"];

/**
 * The folder of an example with everything installed; `variant` is a folder here whose files come on
 * top, such as another version in package.json. npm is asked only where the lock file has changed.
 */
export async function prepareProject({ example, variant }, tarball) {
  const folder = join(root, "target/frameworks", variant ?? example);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (name !== "node_modules") rmSync(join(folder, name), { recursive: true });
  const sources = [join(root, "examples", example)].concat(variant ? join(here, "variants", variant) : []);
  for (const source of sources)
    cpSync(source, folder, { recursive: true, filter: (path) => !MADE.some((name) => path === join(source, name)) });
  cpSync(tarball, join(folder, TARBALL));
  const lock = nameTarball(folder);

  const stamp = join(folder, "node_modules/.installed-lock.json");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock) {
    await runToEnd(
      "npm",
      ["ci", "--prefer-offline", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"],
      { cwd: folder, env: process.env },
    );
    writeFileSync(stamp, lock);
  }
  const installed = join(folder, "node_modules/clerk-metadata");
  rmSync(installed, { recursive: true, force: true });
  unpack(tarball, join(folder, "node_modules"));
  return folder;
}

/** Puts the tarball in the place of the folder; gives the text of the lock file. */
function nameTarball(folder) {
  for (const name of ["package.json", "package-lock.json"]) {
    const parts = readFileSync(join(folder, name), "utf8").split(NAMED);
    if (parts.length < 2) throw new Error(`${name} of the example must name ${NAMED}`);
    writeFileSync(join(folder, name), parts.join(`file:${TARBALL}`));
  }
  return readFileSync(join(folder, "package-lock.json"), "utf8");
}

/** The files that hold a text, but for those of npm's. */
export function filesWith(text, folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules") return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesWith(text, path);
    return entry.isFile() && readFileSync(path).includes(text) ? [path] : [];
  });
}

export const versionIn = (folder, name) =>
  JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8")).version;
