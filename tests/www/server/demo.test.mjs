// `cargo xtask demo` starts the admin page with the demo's local Backend API.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { ask } from "../support/admin.mjs";

const DEMO = fileURLToPath(new URL("../../../examples/demo/run.mjs", import.meta.url));

test("the demo serves the admin page, and Ctrl-C ends both", async (t) => {
  const env = { ...process.env, CLERK_SECRET_KEY: "", CLERK_DEMO_USER_ID: "" };
  const child = spawn(process.execPath, [DEMO], { env, detached: true, stdio: ["ignore", "pipe", "inherit"] });
  const exit = once(child, "exit");
  t.after(async () => {
    // With its children: it leads a process group.
    if (child.exitCode === null) process.kill(-child.pid, "SIGKILL");
    await exit;
  });
  let printed = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) {
    printed += chunk;
    if (printed.includes("Press Ctrl-C to stop.")) break;
  }
  assert.ok(printed.includes("Everything was as expected."), printed);
  const { host, port, searchParams } = new URL(/http:\S+\?token=\S+/.exec(printed)[0]);
  const admin = { host, port, cookie: `clerk-metadata-admin-${port}=${searchParams.get("token")}` };
  const instance = JSON.parse((await ask(admin, "/admin.json")).text);
  assert.ok(printed.includes(`The local Backend API goes on at ${instance.apiUrl}.`));
  const [user] = JSON.parse((await ask(admin, "/v1/users?email_address=ada@example.com")).text);
  assert.deepEqual(user.public_metadata.demo, { plan: { name: "pro", seats: 5 } });
  assert.equal(JSON.parse((await ask(admin, "/v1/users/count")).text).total_count, 26);
  child.kill("SIGINT");
  assert.deepEqual(await exit, [0, null]);
  await assert.rejects(ask(admin, "/"), { code: "ECONNREFUSED" });
});
