// Jobs of the command line, against a local Backend API whose request log says what was sent.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KEY, serve } from "./backend.mjs";
import { run, start } from "./command.mjs";
import { folder } from "./folder.mjs";
import { httpServer } from "./server.mjs";

/** So fast that no test waits for the limiter. */
export const FAST = ["--rate", "1000/0.01s"];

export const usersWith = (count, publicMetadata = {}) =>
  Array.from({ length: count }, (_, index) => ({ id: `user_${index}`, externalId: `e${index}`, publicMetadata }));

export const ndjson = (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

/** The rows that give users 0 to `count` - 1 this public metadata. */
export const rowsFor = (count, publicMetadata) =>
  Array.from({ length: count }, (_, index) => ({ id: `user_${index}`, publicMetadata }));

export const changesOf = (backend) => backend.requests.filter(({ method }) => method === "PATCH");

/** The variables of a command. Those of the tests' own environment do not reach it. */
export function environment(url, more = {}) {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith("CLERK_") && !name.startsWith("npm_"));
  return { ...Object.fromEntries(others), CLERK_SECRET_KEY: KEY, CLERK_API_URL: url, ...more };
}

/** A backend with users, and a folder in which commands run. */
export async function startJobs(t, options) {
  const { backend, url } = await serve(t, options);
  return { backend, ...commandsFor(t, url) };
}

/** A folder in which commands run that use the Backend API at `url`. */
export function commandsFor(t, url) {
  const cwd = folder(t);
  const path = (...names) => join(cwd, ...names);
  return {
    url,
    cwd,
    path,
    write: (name, text) => writeFileSync(path(name), text),
    read: (...names) => readFileSync(path(...names), "utf8"),
    readJson: (...names) => JSON.parse(readFileSync(path(...names), "utf8")),
    modeOf: (...names) => statSync(path(...names)).mode & 0o777,
    /** The job folders. */
    jobs: () => readdirSync(cwd).filter((name) => name.startsWith("clerk-job-")),
    /** Runs a command until it ends. `input`: what it reads from stdin. */
    async run(args, { env, input, ...options } = {}) {
      const stdio = [input === undefined ? "ignore" : "pipe", "pipe", "pipe"];
      return run(t, args, { cwd, env: environment(url, env), stdio, input, ...options });
    },
    start: (args, { env, ...options } = {}) => start(t, args, { cwd, env: environment(url, env), ...options }),
  };
}

/**
 * Like `startJobs`, with a server in front of the backend: `intercept(request)` is awaited before each request, and may
 * return a response, or `"disconnect"`.
 */
export async function startIntercepted(t, options, intercept) {
  const { backend } = await serve(t, options);
  const { url } = await httpServer(t, async (request, outgoing) => {
    const intercepted = await intercept(request);
    if (intercepted === "disconnect") return void outgoing.destroy();
    if (intercepted !== undefined) return intercepted;
    const { method, headers, body } = request;
    const response = await backend.fetch(`http://localhost${request.url}`, {
      method,
      headers: { authorization: headers.authorization, "content-type": "application/json" },
      body: method === "GET" ? undefined : body,
    });
    return { status: response.status, body: await response.text() };
  });
  return { backend, ...commandsFor(t, url) };
}

/** Resolves when `condition` holds, which is checked after each request of a backend, or when the process has ended. */
export function onRequest(backend, condition) {
  return new Promise((resolve) => {
    backend.failNext({
      status: 500,
      times: Infinity,
      match() {
        if (condition()) resolve(undefined);
        return false;
      },
    });
  });
}
