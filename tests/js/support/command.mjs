// Runs the command line in a separate process.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";

const manifest = createRequire(import.meta.url).resolve("clerk-metadata/package.json");

export const CLI = join(dirname(manifest), "dist/cli.js");

/** Starts a process, which is killed when the test ends. */
function startProgram(t, program, args, options) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  const exit = once(child, "exit");
  t.after(async () => {
    child.kill("SIGKILL");
    await exit;
  });
  return { child, exit };
}

/** Starts a command. */
export const start = (t, args, options) => startProgram(t, process.execPath, [CLI, ...args], options);

/** Runs a command until it exits. `input` is written to its stdin, if that is a pipe. */
export async function run(t, args, { input, ...options } = {}) {
  const { child, exit } = start(t, args, options);
  child.stdin?.end(input);
  const [stdout, stderr, [code, signal]] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { stdout, stderr, code, signal };
}

/** A secret key in the environment of the tests would make `dev` use Clerk as its upstream. */
const withoutClerkVariables = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("CLERK_")));

/** Starts `dev` on a free port and waits for its URL. `program` is a command that runs node, such as a shell. */
export async function dev(t, args = [], { program = [], env = {} } = {}) {
  const [first, ...rest] = [...program, process.execPath, CLI, "dev", "--port", "0", ...args];
  const { child, exit } = startProgram(t, first, rest, { env: { ...withoutClerkVariables(), ...env } });
  const stderr = text(child.stderr);
  let stdout = "";
  child.stdout.setEncoding("utf8");
  const url = await new Promise((resolve, reject) => {
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
      // The last line that it prints at the start.
      if (stdout.includes("Press Ctrl-C to stop.")) resolve(/http:\/\/127\.0\.0\.1:\d+/.exec(stdout)?.[0]);
    });
    exit.then(async ([code, signal]) => reject(new Error(`dev ended with ${code ?? signal}: ${await stderr}`)));
  });
  return { child, exit, url, stdout: () => stdout, stderr };
}
