// An uncaught error: Node.js prints the source line that threw it, and that line must be short enough for a terminal.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

const cwd = fileURLToPath(new URL(".", import.meta.url));

for (const [description, type, load] of [
  ["an ES module", "module", 'import("clerk-metadata")'],
  ["CommonJS", "commonjs", 'Promise.resolve(require("clerk-metadata"))'],
]) {
  test(`an uncaught error, from ${description}`, () => {
    const script = `${load}.then(({ createClerkClient }) => createClerkClient({ secretKey: "sk_test_x" }).users.getUser("no id"))`;
    const { status, stderr } = spawnSync(process.execPath, [`--input-type=${type}`, "--eval", script], {
      cwd,
      encoding: "utf8",
    });
    assert.equal(status, 1);
    assert.match(stderr, /ClerkInputError: A valid resource ID is required\. userId: must not contain white space/);
    const longest = Math.max(...stderr.split("\n").map(({ length }) => length));
    assert.ok(longest < 500, `a line has ${longest} characters`);
  });
}
