// JSON of the command line in which an object has a key twice is rejected: one of the values would be lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startJobs, usersWith } from "./support/jobs.mjs";

test("a key that is there twice", async (t) => {
  const { backend, run, write } = await startJobs(t, { users: usersWith(1) });
  write("file.json", '{"list":[{"y":1,"\\u0079":2}]}');
  for (const [command, options, message] of [
    [
      "update",
      ["--private", '{"x":1,"x":2}'],
      /^clerk-metadata: --private has the key "x" twice\. Remove one of them\.\n/,
    ],
    ["replace", ["--public", '{"o":{"x":1,"a":{},"x":1}}'], /^clerk-metadata: --public has the key "x" twice\./],
    ["update", ["--unsafe", "@file.json"], /^clerk-metadata: --unsafe \(file\.json\) has the key "y" twice\./],
  ]) {
    const { stderr, code } = await run([command, "user_0", ...options]);
    assert.match(stderr, message);
    assert.equal(code, 2);
  }
  assert.equal(backend.requests.length, 0);
  const { code } = await run(["update", "user_0", "--public", '{"x":{"x":1},"list":[{"x":1},{"x":1}]}']);
  assert.equal(code, 0);
});
