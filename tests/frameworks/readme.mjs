// The README of an example: its command against the local Backend API, and the curl lines that it prints.
import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startServer } from "./app.mjs";

const examples = join(dirname(fileURLToPath(import.meta.url)), "../../examples");
const COMMAND = /^node \.\.\/local\/run\.mjs ([A-Z]+) https?:\/\/[\w.]+:\d+(\/\S*) npm run (\S+)$/gm;
const CURL = /curl (?:-X (\w+) )?(\S+) -H "Authorization: Bearer (\S+)"/g;

/** Puts what the command names beside the copies of the examples. */
export function prepareLocal(folder) {
  const place = join(folder, "local");
  rmSync(place, { recursive: true, force: true });
  cpSync(join(examples, "local"), place, { recursive: true });
}

/** The commands of a README: each calls a route that is there, by a script that is there. */
function commandsOf(row, folder) {
  const { scripts } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const commands = [...readFileSync(join(folder, "README.md"), "utf8").matchAll(COMMAND)].map(([, method, path, script]) => ({ method, path, script }));
  assert.ok(commands.length > 0, "the README has no command like: node ../local/run.mjs POST http://127.0.0.1:3000/example npm run dev");
  for (const { method, path, script } of commands) {
    assert.ok(row.routes.some((route) => route.path === path && (route.method ?? "POST") === method), `the README calls ${method} ${path}`);
    assert.ok(script in scripts, `the README names the script ${script}`);
  }
  return commands;
}

/** Runs the first of them, on a port that is free, and then what it prints. */
export async function judgeReadme(row, folder, env) {
  const [{ method, path, script }] = commandsOf(row, folder);
  const args = row.ways.find(({ start }) => start === script)?.args;
  const command = (port) => ["../local/run.mjs", method, `http://127.0.0.1:${port}${path}`, "npm", "run", script, ...(args ? ["--", ...args(port)] : [])];
  const app = await startServer("node", command, { cwd: folder, env });
  try {
    const answers = [];
    for (const [, method, url, token] of app.printed().matchAll(CURL)) {
      const response = await fetch(url, { method, headers: { authorization: `Bearer ${token}` } });
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
