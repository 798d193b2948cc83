// A run that is stopped while a function of the caller is pending, and a loop over a run that is used twice.
import assert from "node:assert/strict";
import { test } from "node:test";
import { planUsersMetadata, updateUsersMetadata } from "clerk-metadata/bulk";
import { serve } from "./support/backend.mjs";

const users = [{ id: "user_1" }, { id: "user_2" }];
const rows = users.map((user) => ({ ...user, publicMetadata: { a: 1 } }));
const reason = new Error("stop now");
const changesOf = (backend) => backend.requests.filter(({ method }) => method === "PATCH");

/** A function that never settles, and aborts as soon as it is called. */
function pendingFunction() {
  const controller = new AbortController();
  let release;
  const call = () => {
    controller.abort(reason);
    return new Promise((resolve) => (release = resolve));
  };
  return { signal: controller.signal, call, release: (value) => release(value) };
}

const RUNS = {
  transform: (clerk, call, signal) =>
    planUsersMetadata(clerk, [{ id: "user_1" }], { transform: call, signal, limiter: false }),
  "transform of a change": (clerk, call, signal) =>
    updateUsersMetadata(clerk, [{ ...rows[0], expected: { publicMetadata: { other: 1 } } }], {
      onDrift: "recompute",
      transform: call,
      signal,
      limiter: false,
    }),
  schema: (clerk, call, signal) =>
    planUsersMetadata(clerk, rows, {
      schema: { publicMetadata: { "~standard": { version: 1, vendor: "test", validate: call } } },
      signal,
      limiter: false,
    }),
  "append of a journal": (clerk, call, signal) =>
    updateUsersMetadata(clerk, rows, { journal: { lines: [], append: call }, signal, limiter: false }),
};
for (const [name, start] of Object.entries(RUNS)) {
  test(`signal ends a run whose ${name} is pending`, async (t) => {
    const { backend, clerk } = await serve(t, { users });
    const { signal, call, release } = pendingFunction();
    await assert.rejects(start(clerk, call, signal).summary, (error) => error === reason);
    // What the function returns later has no effect.
    release({ publicMetadata: { a: 2 } });
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(changesOf(backend).length, 0);
    assert.equal((await updateUsersMetadata(clerk, rows, { limiter: false }).summary).ok, 2);
  });
}

test("the results of a run can be iterated once, and before they are dropped", async (t) => {
  const { clerk } = await serve(t, { users });
  const loop = async (run) => {
    for await (const { status } of run) assert.match(status, /ok|same/);
  };
  for (const change of [updateUsersMetadata, planUsersMetadata]) {
    const start = () => change(clerk, [{ ...rows[0], publicMetadata: {} }], { limiter: false });
    const ended = start();
    await ended.summary;
    await assert.rejects(loop(ended), { name: "TypeError", message: /not kept\. Iterate them first/ });
    const twice = start();
    const first = loop(twice);
    await assert.rejects(loop(twice), { name: "TypeError", message: "The results of a run can be iterated once." });
    await first;
    assert.equal((await twice.summary).same, 1);
    const both = start();
    const later = both.summary;
    await loop(both);
    assert.equal((await later).same, 1);
  }
});
