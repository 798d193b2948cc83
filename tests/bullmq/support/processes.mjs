// Starts real servers and programs, each on its own port and in its own folder, and stops what it has started.
import assert from "node:assert/strict";
import { execFileSync, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder that is removed after the test. */
export function temporaryFolder(t) {
  const folder = mkdtempSync(join(tmpdir(), "clerk-metadata-bullmq-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A port that nothing listens on. */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Whether a server accepts connections. */
async function accepts(port) {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Resolves when a child process has ended, also if it has already. */
export async function ended(child) {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

/** Kills a process, and waits until it has ended. */
export async function kill(child, signal = "SIGKILL") {
  child.kill(signal);
  await ended(child);
}

/** Whether a program is installed. In continuous integration, a missing one is an error. */
export function isInstalled(program) {
  try {
    execFileSync("sh", ["-c", `command -v ${program}`], { stdio: "ignore" });
    return true;
  } catch {
    assert.ok(!process.env.CI, `${program} is not installed (.ci/run installs it)`);
    return false;
  }
}

/** A Redis server. `restart()` kills it with SIGKILL and starts it again with the same data. */
export async function startRedis(t, { appendfsync = "no" } = {}) {
  const folder = temporaryFolder(t);
  const port = await freePort();
  const persistence =
    appendfsync === "no" ? ["--appendonly", "no"] : ["--appendonly", "yes", "--appendfsync", appendfsync];
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", ...persistence];
  let child;
  async function start() {
    child = spawn("redis-server", args, { stdio: "ignore" });
    while (!(await accepts(port))) assert.equal(child.exitCode, null, "redis-server has ended");
  }
  await start();
  t.after(() => kill(child));
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    async restart() {
      await kill(child);
      await start();
    },
    stop: () => kill(child),
    start,
  };
}

const POSTGRES_FOLDERS = ["/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/17/bin"];

/** The folder of PostgreSQL's programs, which Debian does not put into the path. */
export const postgresFolder = () => {
  const folder = POSTGRES_FOLDERS.find((path) => existsSync(join(path, "initdb")));
  assert.ok(folder !== undefined || !process.env.CI, "postgresql is not installed (.ci/run installs it)");
  return folder;
};

/** A PostgreSQL server. It does not run as root; then it runs as the user `postgres`. */
export async function startPostgres(t) {
  const folder = temporaryFolder(t);
  const port = await freePort();
  const isRoot = process.getuid() === 0;
  if (isRoot) execFileSync("chown", ["postgres", folder]);
  const as = (program, args) =>
    isRoot
      ? ["setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, ...args]]
      : [program, args];
  const data = join(folder, "data");
  const [init, initArgs] = as(join(postgresFolder(), "initdb"), ["-D", data, "-U", "test", "-A", "trust", "--no-sync"]);
  execFileSync(init, initArgs, { stdio: "ignore", cwd: folder });
  const [program, args] = as(
    join(postgresFolder(), "postgres"),
    ["-D", data, "-p", port, "-k", folder, "-h", "127.0.0.1"].map(String),
  );
  const child = spawn(program, args, { stdio: "ignore", cwd: folder });
  t.after(() => kill(child, "SIGINT"));
  while (!(await accepts(port))) assert.equal(child.exitCode, null, "postgres has ended");
  return { url: `postgres://test@127.0.0.1:${port}/postgres`, port };
}

/** A program of a project, with messages. It is killed after the test. */
export function startProgram(t, project, name, args) {
  const child = fork(join(project, name), args.map(String), {
    cwd: project,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  t.after(() => kill(child));
  return child;
}

/** The next message of a process. */
export async function nextMessage(child) {
  const done = new AbortController();
  const { signal } = done;
  try {
    const [message] = await Promise.race([
      once(child, "message", { signal }),
      once(child, "exit", { signal }).then(([code, name]) => assert.fail(`a process has ended: ${code ?? name}`)),
    ]);
    return message;
  } finally {
    done.abort();
  }
}

/** A local Backend API in a process of its own. */
export async function startBackend(t, project, options) {
  const child = startProgram(t, project, "backend.mjs", [JSON.stringify(options)]);
  const { url } = await nextMessage(child);
  const ask = (message) => {
    child.send(message);
    return nextMessage(child);
  };
  return { url, log: () => ask("log"), metadata: (ids) => ask(["users", ids]) };
}
