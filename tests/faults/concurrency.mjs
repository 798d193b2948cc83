// A thousand concurrent calls on one client, a third of which fail, hang or are aborted: each call must
// get the response to its own request. In every runtime; in workerd from a hundred requests to one Worker,
// where a request must not wait for the promise of another one, and some are aborted during their calls.
import assert from "node:assert/strict";
import { withTemporaryFolder } from "../packaging/pack.mjs";
import { CALLS, expectedOutcome } from "./concurrency/calls.mjs";
import { startConcurrencyServer } from "./concurrency/server.mjs";
import { createProject } from "./project.mjs";
import { RUNTIMES, withWorker } from "./runtimes.mjs";

const REQUESTS = 100;
const ABORTED_REQUESTS = 20;

const inProcess =
  (runtime) =>
  async (project, { url }) =>
    JSON.parse(await RUNTIMES[runtime].run(project, "concurrency-process", { url }));

const inWorker = (project, { url, waitForUnanswered }) =>
  withWorker(project, "concurrency-worker", { url }, async (worker) => {
    // Requests that are aborted during a call must leave nothing behind that affects other requests.
    const controller = new AbortController();
    const aborted = Array.from({ length: ABORTED_REQUESTS }, () =>
      fetch(`${worker}/?unanswered`, { signal: controller.signal }),
    );
    await waitForUnanswered(ABORTED_REQUESTS);
    controller.abort();
    for (const { status, reason } of await Promise.allSettled(aborted))
      assert.deepEqual([status, reason?.name], ["rejected", "AbortError"]);
    const size = CALLS / REQUESTS;
    const outcomes = await Promise.all(
      Array.from({ length: REQUESTS }, async (_, index) => {
        const response = await fetch(`${worker}/?from=${index * size}&to=${(index + 1) * size}`);
        assert.equal(response.status, 200, await response.clone().text());
        return response.json();
      }),
    );
    return outcomes.flat();
  });

const CASES = { node: inProcess("node"), deno: inProcess("deno"), bun: inProcess("bun"), workerd: inWorker };

const failed = await withTemporaryFolder(async (folder) => {
  const project = createProject(folder);
  const failed = [];
  for (const [runtime, run] of Object.entries(CASES)) {
    const server = await startConcurrencyServer();
    const start = performance.now();
    try {
      const outcomes = await run(project, server);
      // The outcomes went through JSON, which omits undefined properties.
      assert.deepEqual(
        outcomes,
        Array.from({ length: CALLS }, (_, number) => expectedOutcome(number)),
      );
      console.log(`ok   ${runtime}: ${CALLS} concurrent calls (${((performance.now() - start) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed.push(runtime);
      console.log(`FAIL ${runtime}: ${CALLS} concurrent calls\n${String(error.stack).slice(0, 3000)}`);
    } finally {
      await server.close();
    }
  }
  return failed;
});
process.exitCode = failed.length === 0 ? 0 : 1;
