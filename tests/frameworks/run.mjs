// The examples of the frameworks, each installed with the packed tarball, started and called over HTTP
// by users whose sessions are real.
//
//   node tests/frameworks/run.mjs            all
//   node tests/frameworks/run.mjs --first    those of every run
//   node tests/frameworks/run.mjs NAME...    those whose name holds one of these
//   node tests/frameworks/run.mjs --write    all, and writes the table of the README
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { delimiter, dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createIssuer, variables } from "../../examples/local/session.mjs";
import { pack, withTemporaryFolder } from "../packaging/pack.mjs";
import { attempt, conclude } from "../runtimes/attempt.mjs";
import { differences, writeTable } from "../runtimes/table.mjs";
import { node } from "../runtimes/tools.mjs";
import { runToEnd, startServer } from "./app.mjs";
import { SECRET_KEY, startBackend } from "./backend.mjs";
import { CASES } from "./cases.mjs";
import { judgeRoute, judgeRouteDown } from "./flow.mjs";
import { createPageUser, judgePages } from "./pages.mjs";
import { filesWith, prepareProject, versionIn } from "./project.mjs";
import { judgeReadme, prepareLocal } from "./readme.mjs";

const SIDE_BY_SIDE = 2;
const flag = { type: "boolean", default: false };
const { values, positionals } = parseArgs({ options: { first: flag, write: flag }, allowPositionals: true });
const named = ({ name }) => positionals.some((part) => name.toLowerCase().includes(part.toLowerCase()));
const asked = (row) => (positionals.length > 0 ? named(row) : row.first || !values.first);

/** A home of their own, as some tools keep files there, and no word to anyone. */
const target = join(dirname(fileURLToPath(import.meta.url)), "../../target/frameworks");
const home = join(target, ".home");
const QUIET = {
  HOME: home,
  XDG_CONFIG_HOME: home,
  NO_COLOR: "1",
  DO_NOT_TRACK: "1",
  ASTRO_TELEMETRY_DISABLED: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  WRANGLER_SEND_METRICS: "false",
  ...Object.fromEntries(
    ["", "NEXT_PUBLIC_", "PUBLIC_", "VITE_"].map((prefix) => [`${prefix}CLERK_TELEMETRY_DISABLED`, "true"]),
  ),
};

/** What the programs of a row find in their environment: nothing of Clerk's that is there by chance. */
function environment(row, way) {
  const own = Object.entries(process.env).filter(([name]) => !name.includes("CLERK_") && name !== "FORCE_COLOR");
  const path = [...(row.node ? [dirname(node(row.node))] : []), ...(way?.path?.() ?? []), process.env.PATH];
  return { ...Object.fromEntries(own), ...QUIET, PATH: path.join(delimiter) };
}

async function runWay(row, way, folder) {
  const surroundings = environment(row, way); // throws where a tool is missing, so before anything is started
  const backend = await startBackend(join(folder, "node_modules/clerk-metadata/dist/local.js"));
  const issuer = createIssuer();
  const env = {
    ...surroundings,
    ...variables({ secretKey: SECRET_KEY, apiUrl: backend.url, jwtKey: issuer.jwtKey }),
    ...way.env,
  };
  try {
    if (way.pages) createPageUser(backend);
    const built = way.build ? await runToEnd("npm", ["run", ...[way.build].flat()], { cwd: folder, env }) : "";
    const args = (port) => ["run", way.start, ...(way.args ? ["--", ...way.args(port)] : [])];
    const app = await startServer("npm", args, { cwd: folder, env });
    try {
      if (way.pages) await judgePages(app, way.pages, backend);
      else {
        for (const route of row.routes) await judgeRoute(app, route, backend, issuer);
        await backend.down();
        for (const route of row.routes) await judgeRouteDown(app, route, issuer);
      }
    } catch (error) {
      error.stack += `\n${app.printed()}`;
      throw error;
    } finally {
      await app.end();
    }
    assert.ok(!(built + app.printed()).includes(SECRET_KEY), "the key is in what the app printed");
    const holders = filesWith(SECRET_KEY, folder).filter(
      (path) => !(row.inlines && path.startsWith(join(folder, row.inlines, sep))),
    );
    assert.deepEqual(holders, [], "the key is in what was built");
    return true;
  } finally {
    await backend.close();
  }
}

/** What the table says of a row; nothing where something has failed. */
async function runRow(row, tarball) {
  const folder = await attempt(`${row.name}: install`, () => prepareProject(row, tarball));
  if (folder === undefined) return undefined;
  const outcomes = [];
  for (const script of row.checks ?? []) {
    outcomes.push(
      await attempt(`${row.name}: ${script}`, () =>
        runToEnd("npm", ["run", script], { cwd: folder, env: environment(row) }),
      ),
    );
  }
  for (const way of row.ways) outcomes.push(await attempt(`${row.name}: ${way.way}`, () => runWay(row, way, folder)));
  if (!row.variant)
    outcomes.push(
      await attempt(`${row.name}: README`, () => judgeReadme(row, folder, environment(row)).then(() => true)),
    );
  if (outcomes.includes(undefined)) return undefined;
  if (row.listed === false) return undefined;
  const versions = row.versions.map((name) => `${name} ${versionIn(folder, name)}`).join(", ");
  return [title(row), versions, `\`${row.entry}\``, row.ways.map(({ way }) => way).join(", ")];
}

const title = ({ name, example }) => `[${name}](examples/${example})`;

const wanted = CASES.filter(asked);
if (wanted.length === 0) throw new Error("no example has this in its name");
mkdirSync(home, { recursive: true });
prepareLocal(target);
const rows = await withTemporaryFolder(async (folder) => {
  const { tarball } = pack(folder);
  const outcomes = [];
  const left = wanted.entries();
  const worker = async () => {
    for (const [index, row] of left) outcomes[index] = await runRow(row, tarball);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  return outcomes.filter((row) => row !== undefined);
});
const readme = { table: "frameworks", columns: ["framework", "tried with", "import", "run as"] };
const listed = CASES.filter(({ listed }) => listed !== false);
if (values.write && rows.length === listed.length) writeTable(readme, rows);
const wrong = differences(readme, listed.map(title), rows);
conclude("frameworks", wrong);
