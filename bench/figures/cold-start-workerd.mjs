// The cold start in workerd: a fresh process each time, whose Worker imports the client and calls it
// in its first request. workerd reads and compiles every module before it listens, so that request
// alone is not the whole cost: the first row has all from the start of the process on, beyond what a
// Worker with a bare `fetch` takes.
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

const sources = join(dirname(fileURLToPath(import.meta.url)), "../child/workerd");
const SUBJECTS = ["ours", "official", "fetch"];

/** The Worker of a subject, bundled and configured: the path of its configuration. */
async function prepare(folder, subject) {
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

/** Milliseconds until workerd listens, and of the first request that imports the client. */
async function start(config) {
  const begun = performance.now();
  const child = spawn(WORKERD, ["serve", config, "--control-fd=3"], { stdio: ["ignore", "ignore", "inherit", "pipe"] });
  const exit = once(child, "exit");
  const agent = new Agent({ keepAlive: true });
  try {
    const [line] = await once(createInterface(child.stdio[3]), "line");
    const listening = performance.now() - begun;
    const ask = async (path) => {
      const [response] = await once(get({ port: JSON.parse(line).port, host: "127.0.0.1", path, agent }), "response");
      return text(response);
    };
    await ask("/warm");
    await ask("/warm");
    const asked = performance.now();
    const answer = await ask("/call");
    const request = performance.now() - asked;
    if (answer !== "user_bench") throw new Error(`the Worker answered ${answer}`);
    return { listening, request };
  } finally {
    agent.destroy();
    child.kill("SIGKILL");
    await exit;
  }
}

export default {
  subjects: SUBJECTS,
  often: 3,
  rows: [
    {
      name: "cold start, workerd: load and first request",
      unit: "ms",
      beyond: "fetch",
      better: "less",
      must: 1,
      aim: 0.5,
    },
    { name: "cold start, workerd: first request alone", unit: "ms", better: "less", must: 1, aim: 0.5 },
  ],
  around: (use) =>
    withTemporaryFolder(async (folder) => {
      const configs = Object.fromEntries(
        await Promise.all(SUBJECTS.map(async (subject) => [subject, await prepare(folder, subject)])),
      );
      await start(configs.fetch); // The first of all reads workerd from the disk.
      return use(configs);
    }),
  async measure(subject, configs) {
    const { listening, request } = await start(configs[subject]);
    return [listening + request, request];
  },
};
