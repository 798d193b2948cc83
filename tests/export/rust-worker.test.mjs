// examples/rust-worker in workerd, built by its own script, against the local Backend API over HTTP.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createLocalBackend } from "../../pkg/dist/local.js";
import { bundleWorker, WORKERD, writeConfig } from "../packaging/workerd.mjs";

const KEY = "sk_test_worker";
const WORKER = fileURLToPath(new URL("../../examples/rust-worker/src/worker.mjs", import.meta.url));

let folder;
let backend;
let server;
let child;
let url;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "rust-worker-"));
  backend = await createLocalBackend({ secretKey: KEY });
  server = await backend.listen();
  const { modules } = await bundleWorker(WORKER, folder);
  const config = writeConfig(folder, modules, { variables: ["CLERK_SECRET_KEY", "CLERK_API_URL"] });
  child = spawn(WORKERD, ["serve", "--control-fd=3", config], {
    cwd: folder,
    env: { ...process.env, CLERK_SECRET_KEY: KEY, CLERK_API_URL: server.url },
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  // workerd reports its port on file descriptor 3.
  const [line] = await Promise.race([
    once(child.stdio[3], "data"),
    once(child, "exit").then(() => Promise.reject(new Error("workerd ended"))),
  ]);
  url = `http://127.0.0.1:${JSON.parse(line).port}`;
});

after(async () => {
  if (child && child.exitCode === null) {
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  }
  await server?.close();
  await backend?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function post(userId, body) {
  const response = await fetch(`${url}/users/${userId}/onboarding`, { method: "POST", body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

test("completes the onboarding and keeps other keys", async () => {
  backend.users.create({ id: "user_ada", publicMetadata: { plan: "pro" } });
  const company = "Analytical Engines";
  assert.deepEqual(await post("user_ada", { company }), { status: 200, body: { onboardingComplete: true, company } });
  const expected = { plan: "pro", onboardingComplete: true, company };
  assert.deepEqual(backend.users.get("user_ada").public_metadata, expected);
});

test("an unknown user is 404, invalid input 400, and another route 404", async () => {
  assert.equal((await post("user_nobody", { company: "x" })).status, 404);
  const tooLarge = await post("user_ada", { company: "x".repeat(9000) });
  assert.equal(tooLarge.status, 400);
  assert.match(tooLarge.body.error, /^publicMetadata: has \d+ bytes of JSON/);
  assert.equal((await post("user_ada", {})).status, 400);
  assert.equal((await fetch(`${url}/other`)).status, 404);
});

test("a failure of the Backend API is retried", async () => {
  backend.users.create({ id: "user_bo" });
  backend.failNext({ status: 503 });
  assert.equal((await post("user_bo", { company: "Retried" })).status, 200);
  assert.equal(backend.users.get("user_bo").public_metadata.company, "Retried");
});

test("requests that the Worker handles at the same time have their own results", async () => {
  const ids = Array.from({ length: 20 }, (_, index) => `user_many_${index}`);
  for (const id of ids) backend.users.create({ id });
  const responses = await Promise.all(ids.map((id) => post(id, { company: id })));
  assert.deepEqual(
    responses.map(({ status, body }) => [status, body.company]),
    ids.map((id) => [200, id]),
  );
});
