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
export const outcomeOf = async (command, args, project, apiUrl) =>
  JSON.parse(await output(command, args, project, environment(apiUrl)));

/** Starts a server, gives `use` what `ready` found in its output, and ends it. */
export async function withServer(command, args, { cwd, env }, ready, use) {
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.once("close", resolve));
  // One that does not start, or does not end when asked to, is no reason to wait for ever.
  const late = setTimeout(() => child.kill("SIGKILL"), TIMEOUT_MS);
  let printed = "";
  try {
    const found = await new Promise((resolve, reject) => {
      const look = (chunk) => {
        printed += chunk;
        const match = ready.exec(printed);
        if (match) resolve(match);
      };
      child.stdout.on("data", look);
      child.stderr.on("data", look);
      child.once("error", reject);
      child.once("close", (code, signal) => reject(new Error(`it ended with ${code ?? signal} before it was ready`)));
    });
    return await use(found);
  } catch (error) {
    error.message += `\n${printed}`;
    throw error;
  } finally {
    child.kill("SIGTERM");
    await ended;
    clearTimeout(late);
  }
}
