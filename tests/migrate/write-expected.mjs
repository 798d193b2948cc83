// Writes what migrate prints for each app: `node tests/migrate/write-expected.mjs`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CLI } from "../js/support/command.mjs";
import { APPS, copyApp, expectedFile } from "./project.mjs";

for (const app of APPS) {
  const parent = mkdtempSync(join(tmpdir(), "clerk-metadata-migrate-"));
  const { stdout, stderr } = spawnSync(process.execPath, [CLI, "migrate"], {
    cwd: copyApp(parent, app),
    encoding: "utf8",
  });
  writeFileSync(expectedFile(app, "expected.diff"), stdout);
  writeFileSync(expectedFile(app, "expected.txt"), stderr);
  rmSync(parent, { recursive: true });
}
