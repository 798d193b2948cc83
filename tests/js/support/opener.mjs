// Other processes that open a data file (programs/open.mjs).
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("./programs/open.mjs", import.meta.url));

/** Starts one; `next()` gives what it prints next. It ends with the test. */
export function opener(t, file, { gates = [], env = {}, command = [process.execPath] } = {}) {
  const [program, ...args] = command;
  const child = spawn(program, [...args, PROGRAM, file, ...gates], {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exit = once(child, "exit");
  child.stdin.on("error", () => {}); // it may end before it has read
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
    /** Lets it pass a gate. */
    pass: () => child.stdin.write("x"),
    /** Lets it close the file and end. */
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
