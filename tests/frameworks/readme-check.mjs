// Checks the README of an example: its command runs, and so do the curl commands that it prints.
import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startServer } from "./app-process.mjs";

const examples = join(dirname(fileURLToPath(import.meta.url)), "../../examples");
const COMMAND = /^node \.\.\/local\/run\.mjs ([A-Z]+) http:\/\/([\w.]+):\d+(\/\S*) npm run (\S+)$/gm;
const CURL = /curl (?:-X (\w+) )?(\S+)((?: -H "[^"]+")+)/g;
const HEADER = /-H "([^:]+): ([^"]+)"/g;

/** Copies the script of the command next to the copies of the examples. */
export function copyLocalScript(folder) {
  const target = join(folder, "local");
  rmSync(target, { recursive: true, force: true });
  cpSync(join(examples, "local"), target, { recursive: true });
}

/** The commands of a README. Each must name an existing npm script. */
function commandsOf(folder) {
  const { scripts } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const matches = readFileSync(join(folder, "README.md"), "utf8").matchAll(COMMAND);
  const commands = [...matches].map(([, method, host, path, script]) => ({ method, host, path, script }));
  assert.ok(
    commands.length > 0,
    "the README has no command like: node ../local/run.mjs POST http://127.0.0.1:3000/example npm run dev",
  );
  for (const { script } of commands)
    assert.ok(script in scripts, `the README names the script ${script}, which package.json does not have`);
  return commands;
}

/** Runs the first command on a free port, and then the curl commands that it prints. */
export async function checkReadme(row, folder, environment) {
  const [{ method, host, path, script }] = commandsOf(folder);
  const { args, env } = row.runs.find(({ start }) => start === script) ?? {};
  const command = (port) => [
    "../local/run.mjs",
    method,
    `http://${host}:${port}${path}`,
    "npm",
    "run",
    script,
    ...(args ? ["--", ...args(port)] : []),
  ];
  const app = await startServer("node", command, { cwd: folder, env: { ...environment, ...env } });
  try {
    const responses = [];
    for (const [, method, url, options] of app.output().matchAll(CURL)) {
      const headers = Object.fromEntries([...options.matchAll(HEADER)].map(([, name, value]) => [name, value]));
      const response = await fetch(url, { method, headers });
      responses.push({ status: response.status, body: await response.json() });
    }
    const [route, user] = responses;
    assert.deepEqual(route, { status: 200, body: { success: true } });
    assert.deepEqual(user.body.public_metadata, { theme: "dark", birthday: "1990-01-01" });
  } catch (error) {
    error.stack += `\n${app.output()}`;
    throw error;
  } finally {
    await app.stop();
  }
}
