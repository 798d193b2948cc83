// Runs programs in child processes, which end with the test.
import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";

const TIMEOUT_MS = 60_000;

/** The environment variables of the programs. */
export const environment = (apiUrl) => ({
  ...process.env,
  API_URL: apiUrl,
  CLERK_API_URL: apiUrl,
  CLERK_SECRET_KEY: "sk_test_environment",
});

/** Runs a program until it exits, and returns its standard output. */
export async function output(command, args, cwd, env = process.env) {
  const { stdout } = await promisify(execFile)(command, args, { cwd, env, timeout: TIMEOUT_MS });
  return stdout;
}

/** Runs a program that prints its outcome as one line of JSON, and returns the outcome. */
export const outcomeOf = async (command, args, project, apiUrl) =>
  JSON.parse(await output(command, args, project, environment(apiUrl)));

/** Starts a server, waits until `ready` matches its output, calls `use(match)`, and stops the server. */
export async function withServer(command, args, { cwd, env }, ready, use) {
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const exited = new Promise((resolve) => child.once("close", resolve));
  // Do not wait forever for a server that does not start or does not stop.
  const killTimer = setTimeout(() => child.kill("SIGKILL"), TIMEOUT_MS);
  let printed = "";
  try {
    const readyMatch = await new Promise((resolve, reject) => {
      const readOutput = (chunk) => {
        printed += chunk;
        const match = ready.exec(printed);
        if (match) resolve(match);
      };
      child.stdout.on("data", readOutput);
      child.stderr.on("data", readOutput);
      child.once("error", reject);
      child.once("close", (code, signal) =>
        reject(new Error(`the server exited with ${code ?? signal} before it was ready`)),
      );
    });
    return await use(readyMatch);
  } catch (error) {
    error.message += `\n${printed}`;
    throw error;
  } finally {
    child.kill("SIGTERM");
    await exited;
    clearTimeout(killTimer);
  }
}
