// The runtimes that the suite runs in. Each trusts the CA certificate of the test server by its own option.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { bundleWorker, WORKERD, writeConfig } from "../packaging/workerd.mjs";
import { buildRustClient, startRustClient } from "./rust-client.mjs";
import { runSuite } from "./suite.mjs";

const BIN = resolve(dirname(fileURLToPath(import.meta.url)), "../node_modules/.bin");
const DENO = join(BIN, "deno");
const TIMEOUT_MS = 180_000;

/** Runs a command and returns its standard output. */
async function outputOf(command, args, cwd, env) {
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
    outputOf(
      command,
      [
        ...flags,
        ...(authority && command === DENO ? [`--cert=${authority.file}`] : []),
        `${program}.mjs`,
        JSON.stringify(input),
      ],
      project,
      {
        // By default Bun sends at most 256 requests at a time. The timeouts of the waiting ones would run.
        BUN_CONFIG_MAX_HTTP_REQUESTS: "2000",
        ...(authority && { NODE_EXTRA_CA_CERTS: authority.file }),
      },
    );

/** Bundles a Worker of a project: the output folder, and the workerd configuration in it. */
export async function createWorker(project, program, authority) {
  const out = join(project, `out-${program}`);
  mkdirSync(out);
  const { modules } = await bundleWorker(join(project, `${program}.mjs`), out);
  return { out, config: writeConfig(out, modules, { trusted: authority?.text, variables: ["INPUT"] }) };
}

async function inWorkerd(project, program, input, authority) {
  const { out, config } = await createWorker(project, program, authority);
  return outputOf(WORKERD, ["test", config], out, { INPUT: JSON.stringify(input) });
}

async function withRustClient(_project, _program, { urls, runtime }, authority) {
  const client = startRustClient(buildRustClient(), { TRUSTED_CERTIFICATE: authority.file });
  try {
    const { clerkMetadata } = client;
    return JSON.stringify(await runSuite({ clerkMetadata, urls, runtime, omittedCalls: ["getUserList"] }));
  } finally {
    await client.stop();
  }
}

/**
 * `run(project, program, input, authority)` returns the output of a program. `http2`: its fetch speaks HTTP/2.
 * `exceptionsOf`: the runtime whose exceptions apply. Default: the key.
 */
export const RUNTIMES = {
  node: { program: "suite-process", run: inProcess(process.execPath), http2: true },
  // Node with the core in JavaScript.
  javascript: {
    program: "suite-process",
    run: inProcess(process.execPath, "--conditions=wintercg"),
    http2: true,
    exceptionsOf: "node",
  },
  deno: {
    program: "suite-process",
    run: inProcess(DENO, "run", "--quiet", "--no-prompt", "--allow-net=127.0.0.1,localhost"),
    http2: true,
  },
  bun: { program: "suite-process", run: inProcess(join(BIN, "bun"), "--experimental-http2-fetch"), http2: true },
  workerd: { program: "suite-worker", run: inWorkerd, http2: false },
  // `clerk-metadata/wasm` in Node.
  wasm: { program: "wasm-process", run: inProcess(process.execPath), http2: true },
  // The Rust client with reqwest. It has no list with a count: its list is a stream of pages.
  rust: { run: withRustClient, http2: true },
};

/** Serves a Worker while `use(url)` runs. */
export async function withWorker(project, program, input, use) {
  const { out, config } = await createWorker(project, program);
  // workerd reports its port on file descriptor 3.
  const child = spawn(WORKERD, ["serve", "--control-fd=3", config], {
    cwd: out,
    env: { ...process.env, INPUT: JSON.stringify(input) },
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  const exited = once(child, "exit");
  try {
    const [line] = await Promise.race([
      once(child.stdio[3], "data"),
      exited.then(() => Promise.reject(new Error("workerd ended"))),
    ]);
    return await use(`http://127.0.0.1:${JSON.parse(line).port}`);
  } finally {
    child.kill("SIGKILL");
    await exited;
  }
}

/** Writes the CA certificate to a file. */
export function writeAuthority(folder, text) {
  const file = join(folder, "authority.pem");
  writeFileSync(file, text);
  return { file, text };
}
