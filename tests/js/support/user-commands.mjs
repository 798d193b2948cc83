// Runs commands of the command line against a local Backend API over HTTP, in a folder of their own.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { createLocalBackend } from "clerk-metadata/local";
import { CLI } from "./command.mjs";
import { folder } from "./folder.mjs";

export const TEST_KEY = "sk_test_1";
export const LIVE_KEY = "sk_live_1";

/** Without variables of the shell that the tests run in. */
const baseEnv = () => {
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.filter(([name]) => !/^(CLERK_|NO_COLOR$|FORCE_COLOR$|NODE_ENV$)/.test(name)));
};

/** The reason to skip a test that needs a terminal. */
export const noTerminal =
  spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux") !== true &&
  "this host has no script of util-linux";

/**
 * A backend that listens, a folder, and functions that run a command there. The key is in the environment, unless `key`
 * is `null`.
 */
export async function startCommands(t, options) {
  const backend = await createLocalBackend(options);
  const server = await backend.listen();
  const cwd = folder(t);
  t.after(async () => {
    await server.close();
    await backend.close();
  });
  const environment = (key, env) => ({
    ...baseEnv(),
    CLERK_API_URL: server.url,
    ...(key === null ? {} : { CLERK_SECRET_KEY: key }),
    ...env,
  });
  const start = (program, args, { key, env, ...spawnOptions }) => {
    const child = spawn(program, args, { cwd, env: environment(key, env), stdio: "pipe", ...spawnOptions });
    child.stdin.on("error", () => {}); // it may exit before it has read the input
    const exit = once(child, "exit");
    t.after(async () => {
      child.kill("SIGKILL");
      await exit;
    });
    return { child, exit };
  };
  return {
    backend,
    cwd,
    url: server.url,
    /** Starts a command that a test interrupts. */
    startCommand: (args, { key = TEST_KEY, ...options } = {}) =>
      start(process.execPath, [CLI, ...args], { key, ...options }),
    /** Runs a command until it exits. `input` is its stdin, `nodeArgs` are for Node.js. */
    async run(args, { input = "", key = TEST_KEY, nodeArgs = [], ...options } = {}) {
      const { child, exit } = start(process.execPath, [...nodeArgs, CLI, ...args], { key, ...options });
      child.stdin.end(input);
      const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
      return { stdout, stderr, code };
    },
    /**
     * Runs a shell command in a terminal. `clerk-metadata` is the command line. `prompts` are typed in turn, each when
     * its text is shown. Returns what the terminal shows.
     */
    async terminal(command, { columns = 80, prompts = [], key = TEST_KEY, ...options } = {}) {
      const shell = `clerk-metadata() { "${process.execPath}" "${CLI}" "$@"; }; stty cols ${columns} -echo; ${command}`;
      const args = ["--quiet", "--return", "--flush", "--command", shell, "/dev/null"];
      const { child, exit } = start("script", args, { key, ...options, env: { SHELL: "/bin/bash", ...options.env } });
      let output = "";
      let searched = 0;
      const waiting = [...prompts];
      child.stdout.setEncoding("utf8");
      child.stdout.on("data", (chunk) => {
        output += chunk;
        const at = waiting.length === 0 ? -1 : output.indexOf(waiting[0][0], searched);
        if (at === -1) return;
        const [shown, typed] = waiting.shift();
        searched = at + shown.length;
        child.stdin.write(typed);
      });
      const [code] = await exit;
      child.stdin.end();
      return { output: output.replace(/\r+\n/g, "\n"), code };
    },
  };
}

/** A test runs in a `t` that collects `after`: for the backend of a whole file. */
export const afterAll = (after) => ({ after });
