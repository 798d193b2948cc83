// Runs programs/*.vitest.mjs in workerd with Vitest and @cloudflare/vitest-pool-workers, in a copy of the example.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { folderOf, node } from "../runtimes/tools.mjs";
import { environment, installExample, readConfig } from "./project.mjs";

/** The pool may have an older workerd than the example. */
const COMPATIBILITY_DATE = "2026-01-01";

const programs = join(dirname(fileURLToPath(import.meta.url)), "programs");

/** Responds with the status and the seconds of `Retry-After` in the ID of the user, such as `user_429_7`. */
async function startApi(t) {
  const server = createServer((incoming, outgoing) => {
    const id = incoming.url.split("/")[3];
    const [, status, retryAfter] = /^user_(\d+)(?:_(\d+))?/.exec(id);
    const headers = retryAfter === undefined ? {} : { "retry-after": retryAfter };
    const body = status === "200" ? { object: "user", id } : { errors: [{ code: "test", message: "test" }] };
    outgoing.writeHead(Number(status), { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}`;
}

test("the tests in workerd pass", async (t) => {
  const project = await installExample();
  t.after(project.remove);
  const { parent, folder } = project;
  cpSync(programs, folder, { recursive: true });
  const config = { ...readConfig(folder), compatibility_date: COMPATIBILITY_DATE };
  writeFileSync(join(folder, "wrangler.test.json"), JSON.stringify(config));
  for (const name of ["vitest", "@cloudflare/vitest-pool-workers"]) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    rmSync(link, { recursive: true, force: true });
    symlinkSync(folderOf(name), link);
  }
  const env = { ...environment(parent), API_URL: await startApi(t) };
  const args = [join(folderOf("vitest"), "vitest.mjs"), "run"];
  const { stdout } = await promisify(execFile)(node("24"), args, { cwd: folder, env }).catch((error) => {
    throw new Error(`${error.message}\n${error.stdout}`);
  });
  assert.match(stdout, /Test Files\s+2 passed/, stdout);
});
