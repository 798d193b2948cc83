// Installs each framework example with the packed tarball, starts it, and calls it over HTTP with real sessions.
//
//   node tests/frameworks/run.mjs            the examples with the current version of each framework
//   node tests/frameworks/run.mjs --first    the examples of every test run
//   node tests/frameworks/run.mjs --older    the examples with an older version
//   node tests/frameworks/run.mjs NAME...    the examples whose name contains one of these
//   node tests/frameworks/run.mjs --write    all examples, and writes the table of docs/frameworks.md
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, sep } from "node:path";
import { parseArgs } from "node:util";
import { appVariables, createIssuer } from "../../examples/express/session.mjs";
import { pack, withTemporaryFolder } from "../packaging/pack.mjs";
import { findDifferences, writeTable } from "../runtimes/docs-table.mjs";
import { reportResults, runTask } from "../runtimes/tasks.mjs";
import { node } from "../runtimes/tools.mjs";
import { checkBusyPort, runCommand, startServer } from "./app-process.mjs";
import { SECRET_KEY, startBackend } from "./backend.mjs";
import { CASES } from "./cases.mjs";
import { checkMigratedApp, hasMigratedApp } from "./migrated-app-check.mjs";
import { checkPages, createPageUser } from "./page-checks.mjs";
import { filesContaining, installedVersion, prepareProject } from "./project.mjs";
import { checkRoute, checkRouteWithoutBackend, checkRouteWithUpstream } from "./route-checks.mjs";
import { checkRunScript } from "./run-script-checks.mjs";
import { jwksOf, startDev } from "./upstream.mjs";
import { checkWithMetadata, hasOfficialClient } from "./with-metadata-check.mjs";

const CONCURRENT_EXAMPLES = 2;
const flag = { type: "boolean", default: false };
const { values, positionals } = parseArgs({
  options: { first: flag, older: flag, write: flag },
  allowPositionals: true,
});
const matchesName = ({ name }) => positionals.some((part) => name.toLowerCase().includes(part.toLowerCase()));
function isSelected(row) {
  if (positionals.length > 0) return matchesName(row);
  if (values.first) return row.first;
  if (values.older) return row.older;
  return values.write || !row.older;
}

/** A separate home folder, because some tools write files there, and no telemetry. */
const home = mkdtempSync(join(tmpdir(), "clerk-metadata-home-"));
process.once("exit", () => rmSync(home, { recursive: true, force: true }));
const ISOLATED_ENVIRONMENT = {
  HOME: home,
  XDG_CONFIG_HOME: home,
  NO_COLOR: "1",
  DO_NOT_TRACK: "1",
  npm_config_update_notifier: "false",
  ASTRO_TELEMETRY_DISABLED: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  WRANGLER_SEND_METRICS: "false",
  ...Object.fromEntries(
    ["", "NEXT_PUBLIC_", "PUBLIC_", "VITE_"].map((prefix) => [`${prefix}CLERK_TELEMETRY_DISABLED`, "true"]),
  ),
};

/** The environment variables of the programs of a row, without inherited variables of Clerk. */
function environment(row, run, version = row.node) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.includes("CLERK_") && name !== "FORCE_COLOR");
  const path = [...(version ? [dirname(node(version))] : []), ...(run?.path?.() ?? []), process.env.PATH];
  return { ...Object.fromEntries(inherited), ...ISOLATED_ENVIRONMENT, PATH: path.join(delimiter) };
}

async function testRun(row, run, folder) {
  const baseEnvironment = environment(row, run); // throws if a tool is missing, so it comes first
  const issuer = createIssuer();
  const dist = join(folder, "node_modules/clerk-metadata/dist");
  const backend = await startBackend(join(dist, "local.js"), { jwks: jwksOf(issuer) });
  const dev = run.upstream ? await startDev(join(dist, "cli.js"), backend.url, baseEnvironment) : undefined;
  const env = {
    ...baseEnvironment,
    ...appVariables({
      secretKey: SECRET_KEY,
      apiUrl: dev?.url ?? backend.url,
      jwtKey: run.upstream ? undefined : issuer.jwtKey,
    }),
    ...run.env,
  };
  try {
    if (run.pages) createPageUser(backend);
    const buildOutput = run.build ? await runCommand("npm", ["run", ...[run.build].flat()], { cwd: folder, env }) : "";
    const args = (port) => ["run", run.start, ...(run.args ? ["--", ...run.args(port)] : [])];
    const app = await startServer("npm", args, { cwd: folder, env });
    try {
      const bindings = [...app.output().matchAll(/^env\.(\w+)/gm)].map(([, name]) => name);
      if (run.bindings) assert.deepEqual(bindings.sort(), run.bindings);
      if (run.busyPort) await checkBusyPort("npm", args, app.port, { cwd: folder, env });
      if (run.pages) await checkPages(app, run.pages, backend);
      else if (run.upstream) {
        for (const route of row.routes) await checkRouteWithUpstream(app, route, backend, issuer, dev.url);
      } else {
        for (const route of row.routes) await checkRoute(app, route, backend, issuer);
        await backend.stop();
        for (const route of row.routes) await checkRouteWithoutBackend(app, route, issuer);
      }
    } catch (error) {
      error.stack += `\n${app.output()}`;
      throw error;
    } finally {
      await app.stop();
    }
    assert.ok(!(buildOutput + app.output()).includes(SECRET_KEY), "the output of the app contains the secret key");
    const filesWithKey = filesContaining(SECRET_KEY, folder).filter(
      (path) => !(row.inlines && path.startsWith(join(folder, row.inlines, sep))),
    );
    assert.deepEqual(filesWithKey, [], "files of the build contain the secret key");
    return true;
  } finally {
    await dev?.stop();
    await backend.close();
  }
}

/** Wraps the client of Clerk's package in a program of its own. */
async function testWithMetadata(row, folder) {
  const backend = await startBackend(join(folder, "node_modules/clerk-metadata/dist/local.js"));
  try {
    return await checkWithMetadata(row, folder, backend, SECRET_KEY, environment(row));
  } finally {
    await backend.close();
  }
}

/** Runs everything of a row: returns its cells in the table, or `undefined` if something failed or it is not listed. */
async function runRow(row, tarball) {
  const folder = await runTask(`${row.name}: install`, () => prepareProject(row, tarball, dirname(tarball)));
  if (folder === undefined) return undefined;
  const outcomes = [];
  for (const script of row.checks ?? []) {
    outcomes.push(
      await runTask(`${row.name}: ${script}`, () =>
        runCommand("npm", ["run", script], { cwd: folder, env: environment(row) }),
      ),
    );
  }
  if (hasOfficialClient(row))
    outcomes.push(await runTask(`${row.name}: withMetadata`, () => testWithMetadata(row, folder)));
  if (hasMigratedApp(row))
    outcomes.push(await runTask(`${row.name}: migrate`, () => checkMigratedApp(row, folder, environment(row))));
  for (const run of row.runs)
    outcomes.push(await runTask(`${row.name}: ${run.label}`, () => testRun(row, run, folder)));
  const versions = [row.node, ...(values.first || !row.oldest ? [] : [row.oldest])];
  for (const version of row.variant ? [] : versions) {
    const label = version === row.oldest && version ? ` with Node.js ${version}` : "";
    outcomes.push(
      await runTask(`${row.name}: run.mjs${label}`, async () => {
        await checkRunScript(row, folder, environment(row, undefined, version));
        return true;
      }),
    );
  }
  if (outcomes.includes(undefined)) return undefined;
  if (row.listed === false) return undefined;
  const packages = row.versions.map((name) => `${name} ${installedVersion(folder, name)}`).join(", ");
  return [title(row), packages, `\`${row.entry}\``, listedRuns(row).join(", ")];
}

const listedRuns = ({ runs }) => runs.filter(({ upstream }) => !upstream).map(({ label }) => label);

const title = ({ name, example }) => `[${name}](../examples/${example})`;

const selected = CASES.filter(isSelected);
if (selected.length === 0) throw new Error("no example matches these names");
const rows = await withTemporaryFolder(async (folder) => {
  const { tarball } = pack(folder);
  const outcomes = [];
  const queue = selected.entries();
  const worker = async () => {
    for (const [index, row] of queue) outcomes[index] = await runRow(row, tarball);
  };
  await Promise.all(Array.from({ length: CONCURRENT_EXAMPLES }, worker));
  return outcomes.filter((row) => row !== undefined);
});
const page = { table: "frameworks", columns: ["framework", "tried with", "import", "run as"] };
const listed = CASES.filter(({ listed }) => listed !== false);
if (values.write && rows.length === listed.length) writeTable(page, rows);
const differences = findDifferences(page, listed.map(title), rows);
reportResults("frameworks", differences);
