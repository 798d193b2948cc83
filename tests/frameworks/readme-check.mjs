// The README of an example: its command against the local Backend API, and the curl lines that it prints.
import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startServer } from "./app.mjs";

const examples = join(dirname(fileURLToPath(import.meta.url)), "../../examples");
const COMMAND = /^node \.\.\/local\/run\.mjs ([A-Z]+) http:\/\/([\w.]+):\d+(\/\S*) npm run (\S+)$/gm;
const CURL = /curl (?:-X (\w+) )?(\S+)((?: -H "[^"]+")+)/g;
const HEADER = /-H "([^:]+): ([^"]+)"/g;

/** Puts what the command names beside the copies of the examples. */
export function prepareLocal(folder) {
  const place = join(folder, "local");
  rmSync(place, { recursive: true, force: true });
  cpSync(join(examples, "local"), place, { recursive: true });
}

/** The commands of a README; each starts a script that is there. */
function commandsOf(folder) {
  const { scripts } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const found = readFileSync(join(folder, "README.md"), "utf8").matchAll(COMMAND);
  const commands = [...found].map(([, method, host, path, script]) => ({ method, host, path, script }));
  assert.ok(
    commands.length > 0,
    "the README has no command like: node ../local/run.mjs POST http://127.0.0.1:3000/example npm run dev",
  );
  for (const { script } of commands) assert.ok(script in scripts, `the README names the script ${script}`);
  return commands;
}

/** Runs the first of them, on a port that is free, and then what it prints. */
export async function judgeReadme(row, folder, environment) {
  const [{ method, host, path, script }] = commandsOf(folder);
  const { args, env } = row.ways.find(({ start }) => start === script) ?? {};
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
    const answers = [];
    for (const [, method, url, options] of app.printed().matchAll(CURL)) {
      const headers = Object.fromEntries([...options.matchAll(HEADER)].map(([, name, value]) => [name, value]));
      const response = await fetch(url, { method, headers });
      answers.push({ status: response.status, body: await response.json() });
    }
    const [called, user] = answers;
    assert.deepEqual(called, { status: 200, body: { success: true } });
    assert.deepEqual(user.body.public_metadata, { theme: "dark", birthday: "1990-01-01" });
  } catch (error) {
    error.stack += `\n${app.printed()}`;
    throw error;
  } finally {
    await app.end();
  }
}
