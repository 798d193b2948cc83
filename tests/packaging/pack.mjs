// Packs and unpacks the package as npm publishes it.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const pkg = resolve(fileURLToPath(import.meta.url), "../../../pkg");

/** Runs npm offline. */
export function npm(args, cwd) {
  const offlineFlags = ["--offline", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];
  return execFileSync("npm", [...args, ...offlineFlags], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Packs `pkg` into `folder`: returns the path of the tarball, and the files in it. */
export function pack(folder) {
  const [{ filename, files }] = JSON.parse(
    npm(["pack", "--json", "--ignore-scripts", `--pack-destination=${folder}`], pkg),
  );
  return { tarball: join(folder, filename), files: files.map(({ path }) => path).sort() };
}

/** Extracts a tarball into a `node_modules` folder. */
export function unpack(tarball, nodeModules) {
  const target = join(nodeModules, "clerk-metadata");
  mkdirSync(target, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", target, "--strip-components=1"]);
}

/** Creates a temporary folder, and removes it after `use(folder)`. */
export async function withTemporaryFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), "clerk-metadata-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
