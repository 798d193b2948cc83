// The runtimes that the suite runs in, each as one installs it, with the authority of the server's
// certificate trusted in the way it has for that.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { bundleWorker, WORKERD, writeConfig } from "../packaging/workerd.mjs";

const BIN = resolve(dirname(fileURLToPath(import.meta.url)), "../node_modules/.bin");
const DENO = join(BIN, "deno");
const TIMEOUT_MS = 180_000;

/** A process of a runtime; what it prints. */
async function printed(command, args, cwd, env) {
  const { stdout } = await promisify(execFile)(command, args, {
    cwd,
    env: { ...process.env, ...env },
    timeout: TIMEOUT_MS,
    maxBuffer: 1 << 28,
  });
  return stdout;
}

const inProcess =
  (command, ...flags) =>
  (project, program, input, authority) =>
    printed(
      command,
      [
        ...flags,
        ...(authority && command === DENO ? [`--cert=${authority.file}`] : []),
        `${program}.mjs`,
        JSON.stringify(input),
      ],
      project,
      {
        // Bun makes 256 requests at once unless told; the others wait, and the time of theirs runs.
        BUN_CONFIG_MAX_HTTP_REQUESTS: "2000",
        ...(authority && { NODE_EXTRA_CA_CERTS: authority.file }),
      },
    );

/** Bundles a Worker of a project: the folder, and the configuration in it. */
export async function createWorker(project, program, authority) {
  const out = join(project, `out-${program}`);
  mkdirSync(out);
  const { modules } = await bundleWorker(join(project, `${program}.mjs`), out);
  return { out, config: writeConfig(out, modules, { trusted: authority?.text, variables: ["INPUT"] }) };
}

async function inWorkerd(project, program, input, authority) {
  const { out, config } = await createWorker(project, program, authority);
  return printed(WORKERD, ["test", config], out, { INPUT: JSON.stringify(input) });
}

/**
 * `run(project, program, input, authority)` gives what a program prints; `http2`: its fetch speaks that;
 * `host`: the runtime whose exceptions apply, where it is not the name.
 */
export const RUNTIMES = {
  node: { program: "process", run: inProcess(process.execPath), http2: true },
  // With the core in JavaScript.
  javascript: {
    program: "process",
    run: inProcess(process.execPath, "--conditions=wintercg"),
    http2: true,
    host: "node",
  },
  deno: {
    program: "process",
    run: inProcess(DENO, "run", "--quiet", "--no-prompt", "--allow-net=127.0.0.1,localhost"),
    http2: true,
  },
  bun: { program: "process", run: inProcess(join(BIN, "bun"), "--experimental-http2-fetch"), http2: true },
  workerd: { program: "worker", run: inWorkerd, http2: false },
};

/** Serves a Worker for as long as `use(url)` needs it. */
export async function withWorker(project, program, input, use) {
  const { out, config } = await createWorker(project, program);
  // What it listens on comes by a pipe of its own.
  const child = spawn(WORKERD, ["serve", "--control-fd=3", config], {
    cwd: out,
    env: { ...process.env, INPUT: JSON.stringify(input) },
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  const ended = once(child, "exit");
  try {
    const [line] = await Promise.race([
      once(child.stdio[3], "data"),
      ended.then(() => Promise.reject(new Error("workerd ended"))),
    ]);
    return await use(`http://127.0.0.1:${JSON.parse(line).port}`);
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
}

/** Writes the authority where a process can read it. */
export function authorityIn(folder, text) {
  const file = join(folder, "authority.pem");
  writeFileSync(file, text);
  return { file, text };
}
