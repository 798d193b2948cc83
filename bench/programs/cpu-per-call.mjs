import { createInterface } from "node:readline";

/** How many calls are made: a quarter with `--quick`. */
export const callCount = (/** @type {string} */ count) =>
  Math.ceil(Number(count) / (process.env.CLERK_METADATA_BENCH_QUICK ? 4 : 1));

/**
 * Makes calls in turns with other processes (`measureInTurns` in run-program.mjs): after a warm-up, some for each line
 * of the standard input, which is the number of turns. Prints the microseconds of CPU per call of each turn.
 */
export async function makeCallsInTurns(makeCalls, calls) {
  await makeCalls(Math.ceil(calls / 6));
  console.log("ready");
  for await (const turns of createInterface({ input: process.stdin })) {
    const callsPerTurn = Math.ceil(calls / Number(turns));
    const before = process.cpuUsage();
    await makeCalls(callsPerTurn);
    const { user, system } = process.cpuUsage(before);
    console.log((user + system) / callsPerTurn);
  }
}
