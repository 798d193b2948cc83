// Processes of Node.js that the figures are measured in.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const here = dirname(fileURLToPath(import.meta.url));

/** What a program of this folder prints: a number, or a list of them. */
export async function measured(program, ...args) {
  const { stdout } = await promisify(execFile)(process.execPath, [join(here, program), ...args.map(String)]);
  const value = JSON.parse(stdout);
  if (![value].flat().every(Number.isFinite)) throw new Error(`${program} ${args.join(" ")} printed ${stdout}`);
  return value;
}

/** Starts a program of this folder that serves, for as long as `use` needs its URL. */
export async function serving(program, args, use) {
  const child = spawn(process.execPath, [join(here, program), ...args.map(String)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exit = once(child, "exit");
  const early = exit.then(([code]) => Promise.reject(new Error(`${program} ended with ${code}`)));
  early.catch(() => {});
  try {
    const [url] = await Promise.race([once(createInterface(child.stdout), "line"), early]);
    return await use(url);
  } finally {
    child.kill("SIGKILL");
    await exit;
  }
}
