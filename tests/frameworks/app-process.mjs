// An app as a process: started, waited for, ended with all that it has started.
import { spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

const START_MS = 120_000;
const COMMAND_MS = 300_000;
const HOST = "127.0.0.1";

/** A port that is free now. */
async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, HOST, ready));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

const accepts = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, HOST);
    socket.once("error", () => resolve(false));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });

/** A command in a group of its own: what it prints, when it ends, and how to end it. */
function start(command, args, { cwd, env }) {
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const running = { printed: "", code: undefined, failure: undefined };
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (chunk) => (running.printed += chunk));
  child.once("error", (error) => (running.failure = error));
  running.ended = new Promise((resolve) => {
    child.once("close", (code, signal) => {
      running.code = code ?? signal;
      resolve(running.code);
    });
    child.once("error", () => resolve(undefined));
  });
  const signal = (name) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // it has ended
    }
  };
  running.end = async () => {
    signal("SIGTERM");
    const late = setTimeout(() => signal("SIGKILL"), 10_000);
    await running.ended;
    clearTimeout(late);
    signal("SIGKILL"); // what its group has left behind
  };
  return running;
}

const failed = (what, { printed, failure }) => new Error(`${what}${failure ? `: ${failure.message}` : ""}\n${printed}`);

/** Runs a command to its end; gives what it printed. */
export async function runToEnd(command, args, options) {
  const running = start(command, args, options);
  const late = setTimeout(() => running.end(), COMMAND_MS);
  const code = await running.ended;
  clearTimeout(late);
  if (code !== 0) throw failed(`${[command, ...args].join(" ")} ended with ${code}`, running);
  return running.printed;
}

/** Starts a server; `args(port)` tells it where. Gives its address, what it has printed so far, and how to end it. */
export async function startServer(command, args, { cwd, env }) {
  const port = await freePort();
  const running = start(command, args(port), { cwd, env: { ...env, HOST, PORT: String(port) } });
  const deadline = performance.now() + START_MS;
  while (!(await accepts(port))) {
    const gone = running.code !== undefined || running.failure !== undefined;
    if (gone || performance.now() > deadline) {
      await running.end();
      throw failed(
        `${command} ${gone ? `ended with ${running.code} before it was ready` : "was not ready in time"}`,
        running,
      );
    }
    await pause(50); // between two attempts to connect
  }
  return { url: `http://${HOST}:${port}`, printed: () => running.printed, end: running.end };
}
