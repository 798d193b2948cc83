// Starts other processes that open a data file (programs/open.mjs).
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("./programs/open.mjs", import.meta.url));

/** Starts a process, which ends with the test. `next()` returns the next message that it prints. */
export function openInProcess(t, file, { gates = [], env = {}, command = [process.execPath] } = {}) {
  const [program, ...args] = command;
  const child = spawn(program, [...args, PROGRAM, file, ...gates], {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exit = once(child, "exit");
  child.stdin.on("error", () => {}); // it may exit before it has read the input
  t.after(async () => {
    child.kill("SIGKILL");
    await exit;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    exit,
    async next() {
      const { value, done } = await lines.next();
      return done ? undefined : JSON.parse(value);
    },
    /** Lets the process continue after a gate. */
    pass: () => child.stdin.write("x"),
    /** Makes the process close the file and exit. */
    async end() {
      child.stdin.end();
      await exit;
    },
    async kill() {
      child.kill("SIGKILL");
      await exit;
    },
  };
}
