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

/** The number of turns of each process. */
const TURNS = 20;

/**
 * The mean CPU time of a call of each subject, in microseconds. Each has its own process (`makeCallsInTurns` in
 * programs/cpu-per-call.mjs). They take turns of less than 0.1 s, so a machine that becomes slower for some seconds
 * affects all of them.
 */
export async function measureInTurns(subjects, program, ...args) {
  const processes = subjects.map((subject) => startInTurns(subject, program, args));
  try {
    for (const { readLine } of processes) {
      const line = await readLine();
      if (line !== "ready") throw new Error(`${program} printed ${line}`);
    }
    for (let turn = 0; turn < TURNS; turn++) {
      for (const { child, readLine, values } of turn % 2 ? processes.toReversed() : processes) {
        child.stdin.write(`${TURNS}\n`);
        values.push(Number(await readLine()));
      }
    }
  } finally {
    for (const { child } of processes) child.kill("SIGKILL");
  }
  const mean = ({ values }) => values.reduce((sum, value) => sum + value) / TURNS;
  return Object.fromEntries(processes.map((process) => [process.subject, mean(process)]));
}

function startInTurns(subject, program, args) {
  const child = spawn(process.execPath, [join(programs, program), ...[subject, ...args].map(String)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const readLine = async () => {
    const { done, value } = await lines.next();
    if (done) throw new Error(`${program} of ${subject} exited`);
    return value;
  };
  return { subject, child, readLine, values: [] };
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
