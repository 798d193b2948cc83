// Programs of other runtimes, as processes that end with the test.
import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";

const TIMEOUT_MS = 60_000;

/** What the programs find in their environment. */
export const environment = (apiUrl) => ({
  ...process.env,
  API_URL: apiUrl,
  CLERK_API_URL: apiUrl,
  CLERK_SECRET_KEY: "sk_test_environment",
});

/** Runs a program to its end: what it printed. */
export async function output(command, args, cwd, env = process.env) {
  const { stdout } = await promisify(execFile)(command, args, { cwd, env, timeout: TIMEOUT_MS });
  return stdout;
}

/** Runs a program of ours: the one line it prints is its outcome. */
export const outcomeOf = async (command, args, project, apiUrl) => JSON.parse(await output(command, args, project, environment(apiUrl)));

/** Starts a server, gives `use` what `ready` found in its output, and ends it with everything it started. */
export async function withServer(command, args, { cwd, env }, ready, use) {
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let printed = "";
  try {
    const found = await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`not ready: ${printed}`)), TIMEOUT_MS);
      const look = (chunk) => {
        printed += chunk;
        const match = ready.exec(printed);
        if (!match) return;
        clearTimeout(late);
        resolve(match);
      };
      child.stdout.on("data", look);
      child.stderr.on("data", look);
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`it ended with ${code}: ${printed}`)));
    });
    return await use(found);
  } catch (error) {
    error.message += `\n${printed}`;
    throw error;
  } finally {
    const ended = new Promise((resolve) => (child.exitCode === null ? child.once("exit", resolve) : resolve()));
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {} // it is gone already
    await ended;
  }
}
