// The cold start in workerd: each measurement starts a new process, whose Worker imports the client and calls it in
// its first request. workerd reads and compiles every module before it listens, so that request is only a part of the
// cost. The first row measures from the start of the process, minus the time of a Worker that only uses `fetch`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, renameSync } from "node:fs";
import { Agent, get } from "node:http";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { text } from "node:stream/consumers";
import { build } from "esbuild";
import { withTemporaryFolder } from "../../tests/packaging/pack.mjs";
import { bundleWorker, WORKERD, writeConfig } from "../../tests/packaging/workerd.mjs";

const sources = join(dirname(fileURLToPath(import.meta.url)), "../programs/workerd");
const SUBJECTS = ["ours", "official", "fetch"];

/** Bundles the Worker of a subject and returns the path of its configuration. */
async function buildWorker(folder, subject) {
  const out = join(folder, subject);
  mkdirSync(out);
  const { modules } = await bundleWorker(join(sources, `${subject}.mjs`), out);
  renameSync(join(out, "worker.js"), join(out, "client.mjs"));
  await build({
    entryPoints: [join(sources, "worker.mjs")],
    outfile: join(out, "worker.js"),
    bundle: true,
    format: "esm",
    external: ["./client.mjs"],
  });
  return writeConfig(out, modules, { scripts: ["worker.js", "client.mjs"], variables: [] });
}

/** The milliseconds until workerd listens, and those of the first request, which imports the client. */
async function measureStart(config) {
  const startTime = performance.now();
  const child = spawn(WORKERD, ["serve", config, "--control-fd=3"], { stdio: ["ignore", "ignore", "inherit", "pipe"] });
  const exit = once(child, "exit");
  const agent = new Agent({ keepAlive: true });
  try {
    const [line] = await once(createInterface(child.stdio[3]), "line");
    const listening = performance.now() - startTime;
    const sendRequest = async (path) => {
      const [response] = await once(get({ port: JSON.parse(line).port, host: "127.0.0.1", path, agent }), "response");
      return text(response);
    };
    await sendRequest("/warm");
    await sendRequest("/warm");
    const requestTime = performance.now();
    const body = await sendRequest("/call");
    const request = performance.now() - requestTime;
    if (body !== "user_bench") throw new Error(`the Worker responded with ${body}`);
    return { listening, request };
  } finally {
    agent.destroy();
    child.kill("SIGKILL");
    await exit;
  }
}

export default {
  subjects: SUBJECTS,
  roundsFactor: 6,
  rows: [
    {
      name: "cold start, workerd: load and first request",
      unit: "ms",
      baseline: "fetch",
      better: "less",
      bound: 1,
      goal: 0.5,
    },
    { name: "cold start, workerd: first request alone", unit: "ms", better: "less", bound: 0.95, goal: 0.7 },
  ],
  setUp: (use) =>
    withTemporaryFolder(async (folder) => {
      const configs = Object.fromEntries(
        await Promise.all(SUBJECTS.map(async (subject) => [subject, await buildWorker(folder, subject)])),
      );
      await measureStart(configs.fetch); // The very first start reads workerd from the disk.
      return use(configs);
    }),
  async measure(subject, configs) {
    const { listening, request } = await measureStart(configs[subject]);
    return [listening + request, request];
  },
};
