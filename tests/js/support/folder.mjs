import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A temporary folder, which is deleted when the test ends. */
export function folder(t) {
  const path = mkdtempSync(join(tmpdir(), "clerk-metadata-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
