// Ends every process that the tests have started, also in other process groups, and also if the tests are killed. All
// processes inherit an environment variable. Only Linux can list the processes that have it.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const TEST_RUN = "CLERK_METADATA_TEST_RUN";
const thisFile = fileURLToPath(import.meta.url);

export const processIds = () =>
  readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0);

/** Reads a file of a process. Returns an empty string if the process has ended. */
export function readProcessFile(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "latin1");
  } catch {
    return "";
  }
}

/** The IDs of the processes that have inherited an environment variable. */
export const processesWith = (name, value) =>
  process.platform === "linux"
    ? processIds().filter((pid) => readProcessFile(pid, "environ").split("\0").includes(`${name}=${value}`))
    : [];

/** Kills the processes that have inherited an environment variable, and their new child processes. */
export function killProcessesWith(name, value) {
  for (let pids = processesWith(name, value); pids.length > 0; pids = processesWith(name, value)) {
    for (const pid of pids) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // it has already ended
      }
    }
  }
}

let mark; // for all processes of this run
/** The variable that marks a process of this test run. The first call starts the process that cleans up. */
export function testRunVariable() {
  if (mark === undefined) {
    mark = randomUUID();
    const cleaner = spawn(process.execPath, [thisFile, mark], { stdio: ["pipe", "ignore", "ignore"], detached: true });
    cleaner.stdin.unref();
    cleaner.unref();
  }
  return { [TEST_RUN]: mark };
}

// As a program: waits until the tests have ended, however they end, because their end of the pipe is then closed.
if (process.argv[1] === thisFile) {
  process.stdin.resume().once("close", () => killProcessesWith(TEST_RUN, process.argv[2]));
}
