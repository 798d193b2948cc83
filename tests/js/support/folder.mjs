import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder of the test, gone with it. */
export function folder(t) {
  const path = mkdtempSync(join(tmpdir(), "clerk-metadata-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
