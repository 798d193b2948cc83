// Checks run.mjs of an example: the commands of its README start the app, the curl commands that it prints work, and no
// process is left when it has ended.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startServer } from "./app-process.mjs";
import { killProcessesWith, processesWith, processIds, readProcessFile } from "./marked-processes.mjs";

const COMMAND = /^node run\.mjs(?: (\S+))?$/gm;
const CURL = /curl (?:-X (\w+) )?(\S+)((?: -H "[^"]+")+)/g;
const HEADER = /-H "([^:]+): ([^"]+)"/g;
const EXIT_TIMEOUT_MS = 30_000;
/** All processes of one start inherit this variable. */
const MARKER = "CLERK_METADATA_TEST";

/** The npm scripts that the README runs by run.mjs. */
function scriptsOf(folder) {
  const { scripts } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const commands = [...readFileSync(join(folder, "README.md"), "utf8").matchAll(COMMAND)];
  const names = commands.map(([, script = "dev"]) => script);
  assert.equal(names[0], "dev", "the first command of the README with run.mjs must be: node run.mjs");
  for (const name of names) assert.ok(name in scripts, `the README names ${name}, which package.json does not have`);
  return names;
}

/** The ways in which a run can end. `exitCode` is that of run.mjs. */
const ENDINGS = [
  { name: "SIGTERM", end: ({ pid }) => process.kill(pid, "SIGTERM"), exitCode: 0 },
  { name: "Ctrl-C", end: ({ pid }) => process.kill(-pid, "SIGINT"), exitCode: 0 },
  { name: "a crash of npm", end: ({ pid }) => process.kill(childOf(pid), "SIGKILL"), exitCode: 1 },
];

/**
 * Starts the app once for each ending. The first time, the printed curl commands are run too. `silent`: nothing is
 * written to stderr. Any app must neither crash when it is stopped nor, outside of Workers, say that Clerk's
 * packages send telemetry.
 */
export async function checkRunScript({ runs, silent }, folder, environment) {
  assert.ok(!existsSync(join(folder, ".env")), "the example has no .env");
  const [script] = scriptsOf(folder);
  const { args, env, bindings } = runs.find(({ start }) => start === script) ?? {};
  const command = (port) => ["run.mjs", script, ...(args?.(port) ?? []), ...(args ? [] : [`--port=${port}`])];
  for (const [index, { name, end, exitCode }] of ENDINGS.entries()) {
    const marker = randomUUID();
    let app;
    try {
      app = await startServer("node", command, {
        cwd: folder,
        env: { ...withoutTelemetryVariables(environment), ...env, [MARKER]: marker },
      });
      if (index === 0) await runPrintedCommands(app.output());
      end(app);
      const timeout = AbortSignal.timeout(EXIT_TIMEOUT_MS);
      const timedOut = once(timeout, "abort").then(() => "run.mjs did not exit");
      assert.equal(await Promise.race([app.exited, timedOut]), exitCode, `the exit code after ${name}`);
      assert.deepEqual(processesWith(MARKER, marker).map(commandLineOf), [], `processes that are left after ${name}`);
      assert.doesNotMatch(app.output(), /Assertion failed|Native stack trace/);
      // A Worker gets the declared variables only, so its example cannot disable the telemetry of Clerk's packages.
      if (bindings === undefined) assert.doesNotMatch(app.output(), /Clerk[^\n]*telemetry/i);
      if (silent && exitCode === 0) assert.equal(app.errorOutput(), "", `stderr after ${name}`);
    } catch (error) {
      if (app !== undefined) error.stack += `\n${app.output()}`;
      throw error;
    } finally {
      killProcessesWith(MARKER, marker); // the app has another process group than run.mjs
      await app?.stop();
    }
  }
}

/** Without the variables that disable Clerk's telemetry, because run.mjs must set them. */
const withoutTelemetryVariables = (environment) =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !name.endsWith("CLERK_TELEMETRY_DISABLED")));

async function runPrintedCommands(output) {
  const responses = [];
  for (const [, method, url, options] of output.matchAll(CURL)) {
    const headers = Object.fromEntries([...options.matchAll(HEADER)].map(([, name, value]) => [name, value]));
    const response = await fetch(url, { method, headers });
    responses.push({ status: response.status, body: await response.json() });
  }
  const [route, user] = responses;
  assert.deepEqual(route, { status: 200, body: { success: true } });
  assert.deepEqual(user.body.public_metadata, { theme: "dark", birthday: "1990-01-01" });
  assert.match(output, /To run the app against Clerk and sign in, .* run: npm run dev/);
}

const commandLineOf = (pid) => readProcessFile(pid, "cmdline").replaceAll("\0", " ");

/** The only child process. */
function childOf(parent) {
  const children = processIds().filter(
    (pid) => readProcessFile(pid, "stat").split(") ").at(-1).split(" ")[1] === String(parent),
  );
  assert.equal(children.length, 1, "run.mjs starts npm only");
  return children[0];
}
