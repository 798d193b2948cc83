// Things that a run does one by one and counts, so that one that fails does not end it.
import { MissingRuntime } from "./tools.mjs";

/** How many went which way. */
const count = { passed: 0, failed: 0, missing: 0 };

/** Does one thing and tells of it; gives `undefined` where it fails. */
export async function attempt(name, work) {
  const start = performance.now();
  const told = (what) => console.log(`${what} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  try {
    const outcome = await work();
    count.passed += 1;
    told("ok  ");
    return outcome;
  } catch (error) {
    const missing = error instanceof MissingRuntime;
    count[missing ? "missing" : "failed"] += 1;
    told(missing ? "MISSING" : "FAIL");
    console.log(missing ? error.message : `${error.stack}\n${error.stdout ?? ""}${error.stderr ?? ""}`);
    return undefined;
  }
}

/** Tells of all of them, and of what is wrong with a table of the README; the run fails with any of both. */
export function conclude(table, wrong) {
  for (const text of wrong) console.log(`the table of ${table} in the README: ${text}`);
  console.log(`${table}: ${count.passed} passed, ${count.failed} failed, ${count.missing} missing`);
  // On a machine of one's own not everything need be there; where it counts, it must.
  const lacks = count.missing > 0 && Boolean(process.env.CI);
  process.exitCode = count.failed > 0 || lacks || wrong.length > 0 || count.passed === 0 ? 1 : 0;
}
