// The fault suite: every row of table.mjs in Node, Deno, Bun, workerd and with the core in JavaScript, against a server
// that
// misbehaves on the loopback. From the packed tarball: node tests/faults/run.mjs [runtime…]
import { withTemporaryFolder } from "../packaging/pack.mjs";
import { createProject } from "./project.mjs";
import { authorityIn, RUNTIMES } from "./runtimes.mjs";
import { startFaultServer } from "./server.mjs";
import { ROWS } from "./table.mjs";

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(RUNTIMES, name));
if (unknown.length > 0) throw new Error(`there is no runtime ${unknown}; there are ${Object.keys(RUNTIMES)}`);
const names = asked.length > 0 ? asked : Object.keys(RUNTIMES);

/** What the server saw of each call of a row must be what the call tells. */
function* judgeRequests(row, { calls }, requests) {
  if (row.requests === "any") return;
  for (const { place, attempts, asks } of calls) {
    const seen = [...requests].filter(([name]) => name.startsWith(`${place} `)).map(([, count]) => count);
    const expected = row.requests === 0 ? [] : Array(asks).fill(row.requests ?? attempts);
    // Of two requests the first that fails ends the call; the other may still be on its way.
    if (asks > 1 && row.expect.error && Math.max(...seen) === attempts) continue;
    if (seen.join() !== expected.join()) yield `${place}: the server saw ${seen} requests, not ${expected}`;
  }
}

async function runIn(runtime, project) {
  const server = await startFaultServer();
  try {
    const { program, run, http2, host = runtime } = RUNTIMES[runtime];
    const results = JSON.parse(
      await run(project, program, { urls: server.urls, runtime: host }, authorityIn(project, server.authority)),
    );
    const failed = [];
    ROWS.forEach((given, index) => {
      const row = { ...given, ...given.except?.[host] };
      const result = results[index];
      const differs = result?.name === row.name ? [...result.differs] : ["it did not run"];
      if (!row.skip && differs.length === 0) differs.push(...judgeRequests(row, result, server.requests));
      const note = given.except?.[host] ? `  (here: ${given.except[host].why})` : "";
      console.log(`${differs.length > 0 ? "FAIL" : row.skip ? "not " : "ok  "} ${runtime}: ${row.name}${note}`);
      for (const text of differs) console.log(`       ${text.slice(0, 600)}`);
      if (differs.length > 0) failed.push(row.name);
    });
    if (results.length !== ROWS.length) failed.push("the number of rows");
    if (server.elsewhere.length > 0) failed.push(`another origin heard: ${server.elsewhere}`);
    if (server.versions.has("2.0") !== http2) failed.push(`HTTP versions over TLS: ${[...server.versions]}`);
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
    `faults in ${name}: ${ROWS.length} rows, ${failed.length} failed (${seconds.toFixed(1)} s)${failed.map((what) => `\n  ${what}`).join("")}`,
  );
}
process.exitCode = outcomes.every(({ failed }) => failed.length === 0) ? 0 : 1;
