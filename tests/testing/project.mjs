// A project as a user has it: the packed tarball and the test tools in node_modules.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { unpack } from "../packaging/pack.mjs";
import * as tools from "../runtimes/tools.mjs";

const installed = join(dirname(fileURLToPath(import.meta.url)), "node_modules");
const TIMEOUT_MS = 120_000;

/** Creates a folder with these files, `{ name: text }`, and the packages. */
export function createProject(folder, tarball, files) {
  const nodeModules = join(folder, "node_modules");
  mkdirSync(nodeModules, { recursive: true });
  for (const name of readdirSync(installed).filter((name) => !name.startsWith(".")))
    symlinkSync(join(installed, name), join(nodeModules, name));
  unpack(tarball, nodeModules);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** The environment of a user who has no key, and who does not run this in another test. */
function environment(variables) {
  const env = { ...process.env, ...variables };
  for (const name of Object.keys(env))
    if (/^(CLERK_|VITEST)|^NODE_(TEST_CONTEXT|ENV|OPTIONS)$/.test(name) && !(name in variables)) delete env[name];
  return env;
}

/** Runs a command: `{ status, output }`. */
export const run = (command, args, cwd, variables = {}) =>
  new Promise((resolve) => {
    const options = { cwd, env: environment(variables), timeout: TIMEOUT_MS, maxBuffer: 1 << 26 };
    execFile(command, args, options, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : (error.code ?? error.signal), stdout, output: `${stdout}${stderr}` });
    });
  });

/** Runs Vitest: `{ status, passed, failed, output }`. */
export async function vitest(cwd, args = [], variables) {
  const report = join(cwd, "report.json");
  rmSync(report, { force: true });
  const command = [join(installed, "vitest/vitest.mjs"), "run", "--reporter=default", "--reporter=json"];
  // Vitest 5 needs a newer Node.js than this package.
  const { status, output } = await run(
    tools.node("26"),
    [...command, `--outputFile=${report}`, ...args],
    cwd,
    variables,
  );
  const { numPassedTests, numFailedTests } = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : {};
  return { status, passed: numPassedTests, failed: numFailedTests, output };
}

/** Runs `node --test`: `{ status, passed, failed, output }`. */
export async function nodeTest(cwd, node = process.execPath, args = []) {
  const { status, output } = await run(node, ["--test", "--test-reporter=tap", ...args], cwd);
  const count = (name) => Number(new RegExp(`^# ${name} (\\d+)$`, "m").exec(output)?.[1]);
  return { status, passed: count("pass"), failed: count("fail"), output };
}
