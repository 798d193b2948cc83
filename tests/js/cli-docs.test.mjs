// docs/command-line.md shows what the command line prints.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { request } from "./support/backend.mjs";
import { dev, run } from "./support/command.mjs";
import { folder } from "./support/folder.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const page = readFileSync(join(root, "docs/command-line.md"), "utf8");

test("the help of every command is on the page, as it is printed", () => {
  execFileSync(process.execPath, [join(root, "pkg/build/command-docs.mjs")], { stdio: "pipe" });
});

test("the usage error on the page is the one that is printed", async (t) => {
  const [, command, expected] = /```console\n\$ npx clerk-metadata ([^\n]*)\n(.*?)```/s.exec(page);
  const { stderr, code } = await run(t, command.split(" "));
  assert.deepEqual([stderr, code], [expected, 2]);
});

test("the array of users on the page is accepted", async (t) => {
  const [, array] = /```json\n(.*?)```/s.exec(page);
  const file = join(folder(t), "users.json");
  writeFileSync(file, array);
  const { url } = await dev(t, ["--data", file]);
  assert.deepEqual((await request(url, "GET", "/users/user_1")).json.public_metadata, { plan: "pro" });
  assert.equal((await request(url, "GET", "/users/user_2")).json.external_id, "42");
});
