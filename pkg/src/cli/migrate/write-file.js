import { chmodSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Replaces the text of a file that has not changed since it was read. Writes a new file and renames it over the old
 * one, so that a crash leaves one of the two intact.
 * @param {string} path
 * @param {string} before
 * @param {string} after
 */
export function replaceFile(path, before, after) {
  if (readFileSync(path, "utf8") !== before) throw new Error(`${path} was changed during the migration. Run it again.`);
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    writeFileSync(temporary, after, { flag: "wx" });
    chmodSync(temporary, statSync(path).mode);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
