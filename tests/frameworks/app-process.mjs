// Runs an app as a process group: starts it, waits until it listens, and stops it with all its child processes.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { testRunVariable } from "./marked-processes.mjs";

const START_TIMEOUT_MS = 120_000;
const COMMAND_TIMEOUT_MS = 300_000;
const HOST = "127.0.0.1";

/** A port that is currently free. */
async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, HOST, resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const acceptsConnections = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, HOST);
    socket.once("error", () => resolve(false));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });

/** Starts a command in its own process group: `{ output, errorOutput, exitCode, startError, exited, stop }`. */
function start(command, args, { cwd, env }) {
  const child = spawn(command, args, {
    cwd,
    env: { ...env, ...testRunVariable() },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const running = { pid: child.pid, output: "", errorOutput: "", exitCode: undefined, startError: undefined };
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (chunk) => (running.output += chunk));
  child.stderr.on("data", (chunk) => (running.errorOutput += chunk));
  child.once("error", (error) => (running.startError = error));
  running.exited = new Promise((resolve) => {
    child.once("close", (code, signal) => {
      running.exitCode = code ?? signal;
      resolve(running.exitCode);
    });
    child.once("error", () => resolve(undefined));
  });
  const sendSignal = (name) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // it has already exited
    }
  };
  running.stop = async () => {
    sendSignal("SIGTERM");
    const killTimer = setTimeout(() => sendSignal("SIGKILL"), 10_000);
    await running.exited;
    clearTimeout(killTimer);
    sendSignal("SIGKILL"); // child processes that are still running
  };
  return running;
}

const processError = (message, { output, startError }) =>
  new Error(`${message}${startError ? `: ${startError.message}` : ""}\n${output}`);

/** Runs a command until it exits, and returns its output. */
export async function runCommand(command, args, options) {
  const running = start(command, args, options);
  const timer = setTimeout(() => running.stop(), COMMAND_TIMEOUT_MS);
  const code = await running.exited;
  clearTimeout(timer);
  if (code !== 0) throw processError(`${[command, ...args].join(" ")} exited with ${code}`, running);
  return running.output;
}

const serverEnvironment = (env, port) => ({ ...env, HOST, PORT: String(port) });

/** Starts a server with `args(port)` on a port that another server uses. It must exit with an error. */
export async function checkBusyPort(command, args, port, { cwd, env }) {
  await assert.rejects(
    runCommand(command, args(port), { cwd, env: serverEnvironment(env, port) }),
    /exited with [1-9]\d*\n[\s\S]*(EADDRINUSE|AddrInUse)/,
    "the app must exit with an error if its port is in use",
  );
}

/**
 * Starts a server with `args(port)`, and waits until it accepts connections:
 * `{ url, port, pid, output, errorOutput, exited, stop }`.
 */
export async function startServer(command, args, { cwd, env }) {
  const port = await freePort();
  const running = start(command, args(port), { cwd, env: serverEnvironment(env, port) });
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!(await acceptsConnections(port))) {
    const exited = running.exitCode !== undefined || running.startError !== undefined;
    if (exited || performance.now() > deadline) {
      await running.stop();
      throw processError(
        `${command} ${exited ? `exited with ${running.exitCode} before it was ready` : "was not ready in time"}`,
        running,
      );
    }
    await pause(50); // before the next attempt to connect
  }
  const { pid, exited, stop } = running;
  return {
    url: `http://${HOST}:${port}`,
    port,
    pid,
    output: () => running.output,
    errorOutput: () => running.errorOutput,
    exited,
    stop,
  };
}
