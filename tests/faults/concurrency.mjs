// A thousand calls at once on one client, a third of them failing, hanging or aborted: each gets
// its own answer. In each runtime; in workerd in a hundred requests to one Worker, where no request
// may wait for another's promise, and some end while their calls are under way.
import assert from "node:assert/strict";
import { withTemporaryFolder } from "../packaging/pack.mjs";
import { CALLS, expected } from "./crowd/calls.mjs";
import { startCrowdServer } from "./crowd/server.mjs";
import { createProject } from "./project.mjs";
import { RUNTIMES, withWorker } from "./runtimes.mjs";

const REQUESTS = 100;
const STRAYS = 20;

const inProcess =
  (runtime) =>
  async (project, { url }) =>
    JSON.parse(await RUNTIMES[runtime].run(project, "crowd-process", { url }));

const inWorker = (project, { url, hung }) =>
  withWorker(project, "crowd-worker", { url }, async (worker) => {
    // Requests whose caller goes away within a call: nothing may be left of them that others meet.
    const controller = new AbortController();
    const strays = Array.from({ length: STRAYS }, () => fetch(`${worker}/?stray`, { signal: controller.signal }));
    await hung(STRAYS);
    controller.abort();
    for (const { status, reason } of await Promise.allSettled(strays))
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
    const server = await startCrowdServer();
    const start = performance.now();
    try {
      const outcomes = await run(project, server);
      // Through JSON, as they are: it leaves out what is undefined.
      assert.deepEqual(
        outcomes,
        Array.from({ length: CALLS }, (_, number) => expected(number)),
      );
      console.log(`ok   ${runtime}: ${CALLS} calls at once (${((performance.now() - start) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed.push(runtime);
      console.log(`FAIL ${runtime}: ${CALLS} calls at once\n${String(error.stack).slice(0, 3000)}`);
    } finally {
      await server.close();
    }
  }
  return failed;
});
process.exitCode = failed.length === 0 ? 0 : 1;
