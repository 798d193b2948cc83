// Runs the tasks of a test run one by one and counts their results, so that a failure does not end the run.
import { MissingRuntime } from "./tools.mjs";

const counts = { passed: 0, failed: 0, missing: 0 };

/** Runs a task and prints its result. Returns `undefined` if it fails. */
export async function runTask(name, task) {
  const start = performance.now();
  const print = (result) => console.log(`${result} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  try {
    const outcome = await task();
    counts.passed += 1;
    print("ok  ");
    return outcome;
  } catch (error) {
    const missing = error instanceof MissingRuntime;
    counts[missing ? "missing" : "failed"] += 1;
    print(missing ? "MISSING" : "FAIL");
    console.log(missing ? error.message : `${error.stack}\n${error.stdout ?? ""}${error.stderr ?? ""}`);
    return undefined;
  }
}

/** Prints the counts, and the differences from a table of the documentation. Failures and differences fail the run. */
export function reportResults(table, differences) {
  for (const text of differences) console.log(`the table in docs/${table}.md: ${text}`);
  console.log(`${table}: ${counts.passed} passed, ${counts.failed} failed, ${counts.missing} missing`);
  // A developer's machine may lack some runtimes, but CI must have all of them.
  const missingInCI = counts.missing > 0 && Boolean(process.env.CI);
  process.exitCode = counts.failed > 0 || missingInCI || differences.length > 0 || counts.passed === 0 ? 1 : 0;
}
