/** How many calls are made: a quarter with `--quick`. */
export const callCount = (/** @type {string} */ count) =>
  Math.ceil(Number(count) / (process.env.CLERK_METADATA_BENCH_QUICK ? 4 : 1));

/** The microseconds of CPU per call, after a warm-up with a sixth of the calls. */
export async function cpuPerCall(makeCalls, calls) {
  await makeCalls(Math.ceil(calls / 6));
  const before = process.cpuUsage();
  await makeCalls(calls);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}
