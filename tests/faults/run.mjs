// The fault suite: runs every row of table.mjs in Node, Deno, Bun, workerd and with the core in JavaScript, with the
// packed tarball, against a misbehaving server on 127.0.0.1. Usage: node tests/faults/run.mjs [runtime…]
import { withTemporaryFolder } from "../packaging/pack.mjs";
import { createProject } from "./project.mjs";
import { RUNTIMES, writeAuthority } from "./runtimes.mjs";
import { startFaultServer } from "./server.mjs";
import { ROWS } from "./table.mjs";

const requested = process.argv.slice(2);
const unknown = requested.filter((name) => !Object.hasOwn(RUNTIMES, name));
if (unknown.length > 0) throw new Error(`unknown runtime ${unknown}; known runtimes: ${Object.keys(RUNTIMES)}`);
const names = requested.length > 0 ? requested : Object.keys(RUNTIMES);

/** Compares the requests that the server received for each call with the attempts that the call reports. */
function* checkRequests(row, { calls }, requests) {
  if (row.requestsPerCall === "any") return;
  for (const { callPath, attempts, requestsPerAttempt } of calls) {
    const received = [...requests].filter(([name]) => name.startsWith(`${callPath} `)).map(([, count]) => count);
    const expected = row.requestsPerCall === 0 ? [] : Array(requestsPerAttempt).fill(row.requestsPerCall ?? attempts);
    // If a call sends two requests, the first failure ends it, and the other request may not have arrived yet.
    if (requestsPerAttempt > 1 && row.expect.error && Math.max(...received) === attempts) continue;
    if (received.join() !== expected.join())
      yield `${callPath}: the server received ${received} requests, not ${expected}`;
  }
}

async function runIn(runtime, project) {
  const server = await startFaultServer();
  try {
    const { program, run, http2, exceptionsOf = runtime } = RUNTIMES[runtime];
    const results = JSON.parse(
      await run(
        project,
        program,
        { urls: server.urls, runtime: exceptionsOf },
        writeAuthority(project, server.authority),
      ),
    );
    const failed = [];
    ROWS.forEach((baseRow, index) => {
      const exception = baseRow.exceptions?.[exceptionsOf];
      const row = { ...baseRow, ...exception };
      const result = results[index];
      const mismatches = result?.name === row.name ? [...result.mismatches] : ["it did not run"];
      if (!row.skip && mismatches.length === 0) mismatches.push(...checkRequests(row, result, server.requests));
      const note = exception ? `  (exception: ${exception.reason})` : "";
      console.log(`${mismatches.length > 0 ? "FAIL" : row.skip ? "skip" : "ok  "} ${runtime}: ${row.name}${note}`);
      for (const text of mismatches) console.log(`       ${text.slice(0, 600)}`);
      if (mismatches.length > 0) failed.push(row.name);
    });
    if (results.length !== ROWS.length) failed.push("the number of rows");
    if (server.strayRequests.length > 0) failed.push(`requests to another origin: ${server.strayRequests}`);
    if (server.httpVersions.has("2.0") !== http2) failed.push(`HTTP versions over TLS: ${[...server.httpVersions]}`);
    return failed;
  } catch (error) {
    console.log(`FAIL ${runtime}: ${error.stack?.slice(0, 2000)}`);
    return ["it did not run"];
  } finally {
    await server.close();
  }
}

const outcomes = await withTemporaryFolder(async (folder) => {
  const project = createProject(folder);
  const outcomes = [];
  for (const name of names) {
    const start = performance.now();
    const failed = await runIn(name, project);
    outcomes.push({ name, failed, seconds: (performance.now() - start) / 1000 });
  }
  return outcomes;
});
for (const { name, failed, seconds } of outcomes) {
  console.log(
    `faults in ${name}: ${ROWS.length} rows, ${failed.length} failed (${seconds.toFixed(1)} s)${failed.map((name) => `\n  ${name}`).join("")}`,
  );
}
process.exitCode = outcomes.every(({ failed }) => failed.length === 0) ? 0 : 1;
