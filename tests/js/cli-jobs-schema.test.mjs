// --schema of a job: it is checked by the plan, and again with what is stored when a change is sent. The errors of rows
// in a job do not have the number of a row in the plan.
import assert from "node:assert/strict";
import { test } from "node:test";
import { changesOf, FAST, ndjson, startJobs } from "./support/jobs.mjs";

const SCHEMA = `export const publicMetadata = { "~standard": { version: 1, vendor: "test", validate: ({ seats, plan }) =>
  plan === "free" && seats > 1 ? { issues: [{ message: "must be 1 with the plan free", path: ["seats"] }] } : {} } };
`;
const TRANSFORM = `export default ({ publicMetadata: { seats } }) => ({ publicMetadata: { seats: seats + 1 } });
`;
const users = ["user_1", "user_2"].map((id) => ({ id, publicMetadata: { plan: "pro", seats: 1 } }));

for (const [what, rows, options] of [
  ["patches", users.map(({ id }) => ({ id, publicMetadata: { seats: 2 } })), []],
  ["a transform that is computed again", users.map(({ id }) => ({ id })), ["--transform", "transform.mjs"]],
]) {
  test(`apply and resume validate ${what} with what is stored then`, async (t) => {
    const { backend, run, write, read } = await startJobs(t, { users });
    write("users.ndjson", ndjson(rows));
    write("schema.mjs", SCHEMA);
    write("transform.mjs", TRANSFORM);
    const planned = await run(["plan", "users.ndjson", "--schema", "schema.mjs", ...options, "--job", "job", ...FAST]);
    assert.equal(planned.code, 0, planned.stderr);
    backend.users.update("user_2", { publicMetadata: { plan: "free", seats: 1, name: "x" } });
    const drift = options.length > 0 ? ["--on-drift", "recompute"] : [];
    const { code, stderr } = await run(["apply", "job", ...drift, ...FAST, "--quiet"]);
    assert.equal(code, 3, stderr);
    assert.deepEqual(
      changesOf(backend).map(({ userId, body }) => [userId, body.public_metadata]),
      [["user_1", { seats: 2 }]],
    );
    const [failed] = read("job", "failed.ndjson").trim().split("\n").map(JSON.parse);
    assert.equal(failed.id, "user_2");
    assert.match(failed._error, /^(?:invalid_params: )?publicMetadata\.seats: must be 1 with the plan free$/);
  });
}

test("an error of the Backend API has no number of a row", async (t) => {
  const { backend, run, write, read } = await startJobs(t, { users });
  write("users.ndjson", ndjson(users.map(({ id }) => ({ id, publicMetadata: { seats: 2 } }))));
  backend.failNext({ status: 422, match: { method: "PATCH", userId: "user_2" } });
  const { code } = await run(["apply", "users.ndjson", "--job", "job", ...FAST, "--quiet"]);
  assert.equal(code, 3);
  const [failed] = read("job", "failed.ndjson").trim().split("\n").map(JSON.parse);
  assert.equal(failed.id, "user_2");
  assert.doesNotMatch(failed._error, /rows\[/);
  assert.match(failed._error, /^\w+: \S/);
});
