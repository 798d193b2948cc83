// Migrates an app of tests/migrate with the packed tarball, and compiles it with the packages and the TypeScript of an
// installed example.
import assert from "node:assert/strict";
import { cpSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "./app-process.mjs";

const apps = join(dirname(fileURLToPath(import.meta.url)), "../migrate/apps");

/** The app of each entry. */
const APPS = {
  "clerk-metadata/astro": "astro-blog",
  "clerk-metadata/express": "express-api",
  "clerk-metadata/nextjs": "nextjs-onboarding",
  "clerk-metadata/react-router": "react-router-shop",
  "clerk-metadata/tanstack-react-start": "tanstack-notes",
};

export const hasMigratedApp = ({ entry }) => entry in APPS;

export async function checkMigratedApp({ entry }, folder, env) {
  const app = join(folder, "migrated");
  try {
    cpSync(join(apps, APPS[entry], "before"), app, { recursive: true });
    const modules = join(folder, "node_modules");
    const options = { cwd: app, env };
    const compile = () => runCommand("node", [join(modules, "typescript/bin/tsc"), "--project", "."], options);
    await compile();
    const output = await runCommand(
      "node",
      [join(modules, "clerk-metadata/dist/cli.js"), "migrate", "--write"],
      options,
    );
    assert.match(output, /^Changed \d files\.$/m);
    await compile();
    return true;
  } finally {
    rmSync(app, { recursive: true, force: true }); // the framework would compile it with the example
  }
}
