// Runs the programs of the figures in new processes of Node.js.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const programs = join(dirname(fileURLToPath(import.meta.url)), "programs");

/** Runs a program until it exits, and returns its output: a number, or a list of numbers. */
export async function runProgram(program, ...args) {
  const { stdout } = await promisify(execFile)(process.execPath, [join(programs, program), ...args.map(String)]);
  const value = JSON.parse(stdout);
  if (![value].flat().every(Number.isFinite)) throw new Error(`${program} ${args.join(" ")} printed ${stdout}`);
  return value;
}

/** Starts a server program, and stops it after `use(url)`. */
export async function withServer(program, args, use) {
  const child = spawn(process.execPath, [join(programs, program), ...args.map(String)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exit = once(child, "exit");
  const exitedEarly = exit.then(([code]) => Promise.reject(new Error(`${program} exited with ${code}`)));
  exitedEarly.catch(() => {});
  try {
    const [url] = await Promise.race([once(createInterface(child.stdout), "line"), exitedEarly]);
    return await use(url);
  } finally {
    child.kill("SIGKILL");
    await exit;
  }
}
