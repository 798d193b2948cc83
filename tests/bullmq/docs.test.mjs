// Runs the programs and commands of docs/which-way.md, unmodified, in a project with the packed tarball.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { ended, isInstalled, kill, startBackend, startRedis } from "./support/processes.mjs";
import { createProject } from "./support/project.mjs";

const page = readFileSync(fileURLToPath(new URL("../../docs/which-way.md", import.meta.url)), "utf8");
const project = createProject();
const skip = !isInstalled("redis-server") && "redis-server is not installed";
const programOf = (name) => new RegExp(`^<!-- file: ${name} -->\\n\`\`\`js\\n(.*?)^\`\`\``, "ms").exec(page)[1];
const commandOf = (start) => new RegExp(`^npx clerk-metadata (${start} .*)$`, "m").exec(page)[1].split(" ");
const ROWS = 150;

/** Sends the requests to Clerk to the local Backend API. */
const REDIRECT = `const { fetch } = globalThis;
globalThis.fetch = (url, init) => fetch(String(url).replace("https://api.clerk.com", process.env.API_URL), init);
`;

const rows = Array.from({ length: ROWS }, (_, index) => ({ id: `user_${index}`, publicMetadata: { plan: "pro" } }));
writeFileSync(join(project, "users.ndjson"), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
writeFileSync(join(project, "redirect.mjs"), REDIRECT);
writeFileSync(join(project, "worker-of-page.mjs"), programOf("worker.mjs"));
writeFileSync(join(project, "feed-of-page.mjs"), programOf("feed.mjs"));

function start(t, args, variables) {
  const child = spawn(process.execPath, args, {
    cwd: project,
    env: { PATH: process.env.PATH, CLERK_SECRET_KEY: "sk_live_1", ...variables },
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => kill(child));
  return Object.assign(child, { output: text(child.stdout) });
}

test("the worker and the feeder of the page", { skip, timeout: 60_000 }, async (t) => {
  const redis = await startRedis(t);
  const backend = await startBackend(t, project, { users: ROWS });
  const variables = { REDIS_URL: redis.url, API_URL: backend.url };
  const worker = start(t, ["--import", "./redirect.mjs", "worker-of-page.mjs"], variables);
  const feeder = start(t, ["feed-of-page.mjs"], variables);
  await ended(feeder);
  assert.match(await feeder.output, new RegExp(`ok: ${ROWS},`));
  assert.deepEqual(await backend.metadata(["user_0"]), [{ plan: "pro" }]);
  worker.kill("SIGTERM");
  await ended(worker);
  assert.equal(worker.exitCode, 0);
});

test("the commands of the page", { skip, timeout: 60_000 }, async (t) => {
  const redis = await startRedis(t);
  const backend = await startBackend(t, project, { users: ROWS });
  const cli = join(project, "node_modules/clerk-metadata/dist/cli.js");
  const argumentsOf = (name) =>
    commandOf(name).map((argument) => argument.replace("redis://localhost:6379", redis.url));
  const variables = { CLERK_API_URL: backend.url, CLERK_SECRET_KEY: "sk_test_1" };
  const worker = start(t, [cli, ...argumentsOf("worker"), "--rate", "100000/1s"], variables);
  const apply = start(t, [cli, ...argumentsOf("apply"), "--job", join(project, "job-of-page")], variables);
  await ended(apply);
  assert.equal(apply.exitCode, 0);
  assert.deepEqual(await backend.metadata(["user_0"]), [{ plan: "pro" }]);
  worker.kill("SIGINT");
  await ended(worker);
  assert.match(await worker.output, new RegExp(`^${ROWS} rows done, 0 failed\\.\\n$`));
});
