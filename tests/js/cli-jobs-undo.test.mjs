// Undo after every kind of change: the values from before are restored with the text of their numbers, and what
// somebody else has written since is not touched.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { KEY } from "./support/backend.mjs";
import { changesOf, FAST, ndjson, startJobs, usersWith } from "./support/jobs.mjs";

const NUMBER = "12345678901234567890.10";
const STORED = [
  `{"plan":"free","n":${NUMBER},"limits":{"seats":1.0,"rate":1e2},"list":[1,{"a":null}]}`,
  `{"plan":"free","flags":{"a":true,"b":{}},"trial":"2026-01-01"}`,
  "{}",
];

const TRANSFORM = `export default ({ publicMetadata: { plan, ...others } }) => {
  if (plan === undefined) return undefined;
  return { publicMetadata: { tier: plan, plan: null, ...("n" in others && { n: 2 }) } };
};
`;

const rows = (metadata) => ndjson(metadata.map((publicMetadata, index) => ({ id: `user_${index}`, publicMetadata })));

/** The kinds: the options of `plan`, the rows, and the number of users that change. */
const KINDS = {
  patch: [
    ["users.ndjson"],
    rows([{ n: 1, limits: { seats: null, x: 1 } }, { flags: 5, trial: null }, { a: { b: 1 } }]),
    3,
  ],
  desired: [["users.ndjson", "--desired"], rows([{ plan: "pro" }, { flags: { a: false } }, { n: 1 }]), 3],
  keys: [
    ["users.ndjson", "--desired", "--keys", "publicMetadata.plan,publicMetadata.limits"],
    rows([{ plan: "pro" }, { limits: { seats: 2 } }, { plan: "x" }]),
    3,
  ],
  replace: [["users.ndjson", "--replace"], rows([{}, { flags: [] }, { list: [] }]), 3],
  transform: [["--all", "--transform", "transform.mjs"], "", 2],
  "patch of all users": [["--all", "--patch", '{"publicMetadata":{"n":7,"limits":null}}'], "", 3],
  "several rows for a user": [
    ["users.ndjson", "--duplicates", "in-order"],
    ndjson([
      { id: "user_0", publicMetadata: { n: null } },
      { id: "user_0", publicMetadata: { n: { a: 1 } } },
      { id: "user_0", publicMetadata: { n: { a: 2, b: 1 }, plan: null } },
    ]),
    3,
  ],
};

/** A backend with these users, whose metadata keeps its text. */
async function start(t) {
  const commands = await startJobs(t, { users: usersWith(STORED.length) });
  /** A change of somebody else. */
  const patch = async (id, text) => {
    const url = `${commands.url}/v1/users/${id}/metadata`;
    const headers = { authorization: `Bearer ${KEY}`, "content-type": "application/json" };
    const { status } = await fetch(url, { method: "PATCH", headers, body: `{"public_metadata":${text}}` });
    assert.equal(status, 200);
  };
  for (const [index, text] of STORED.entries()) await patch(`user_${index}`, text);
  commands.write("transform.mjs", TRANSFORM);
  /** The text of each user's metadata. */
  const stored = async () => {
    const { stdout } = await commands.run(["list", "--all", "--json"]);
    const users = stdout.trimEnd().split("\n");
    return users.map((text) => /"publicMetadata":(.*),"privateMetadata"/.exec(text)[1]).sort();
  };
  return { ...commands, stored, patch };
}

/** Members in any order, and numbers as text. */
const canonical = (texts) =>
  texts
    .map((text) => {
      const value = JSON.parse(text.replace(/(?<=[:[,])-?\d[\d.eE+-]*/g, '"number $&"'));
      const sorted = (item) =>
        item && typeof item === "object" && !Array.isArray(item)
          ? Object.fromEntries(
              Object.keys(item)
                .sort()
                .map((key) => [key, sorted(item[key])]),
            )
          : item;
      return JSON.stringify(sorted(value));
    })
    .sort();

for (const [kind, [args, input, changed]] of Object.entries(KINDS)) {
  test(`undo of a ${kind}, and undo of the undo`, async (t) => {
    const { backend, run, write, stored } = await start(t);
    write("users.ndjson", input);
    const before = canonical(await stored());
    const planned = await run(["plan", ...args, "--job", "job", ...FAST]);
    assert.match(planned.stdout, new RegExp(`\n {2}change ${changed} `), planned.stderr);
    const applied = await run(["apply", "job", ...FAST]);
    assert.equal(applied.code, 0, applied.stderr);
    const after = canonical(await stored());
    assert.notDeepEqual(after, before);
    backend.requests.clear();
    const undone = await run(["undo", "job", ...FAST]);
    assert.equal(undone.code, 0, undone.stderr + undone.stdout);
    const users = changesOf(backend).map(({ userId }) => userId);
    assert.equal(users.length, new Set(users).size, "one change for each user");
    assert.deepEqual(canonical(await stored()), before);
    const twice = await run(["undo", "job", "--job", "twice", ...FAST]);
    assert.match(twice.stderr, /\nEverything that job has changed is undone already\./, twice.stdout);
    assert.equal(twice.code, 0);
    assert.deepEqual(canonical(await stored()), before);
    const redone = await run(["undo", "job-undo", ...FAST]);
    assert.equal(redone.code, 0, redone.stderr);
    assert.deepEqual(canonical(await stored()), after);
    // Nothing is left to restore.
    const again = await run(["undo", "job", "--job", "again", ...FAST]);
    assert.equal(again.code, 0, again.stderr);
    assert.deepEqual(canonical(await stored()), before);
  });
}

test("what somebody else has changed since is not touched, and the exit status is 3", async (t) => {
  const { run, write, read, stored, patch } = await start(t);
  write("users.ndjson", rows([{ plan: "pro", n: 1 }, { plan: "pro" }]));
  await run(["apply", "users.ndjson", "--job", "job", ...FAST]);
  await patch("user_0", '{"plan":"team"}');
  await patch("user_1", '{"plan":"team"}');
  const { stdout, code } = await run(["undo", "job", ...FAST]);
  assert.match(stdout, /\n {2}change 1 · already so 0 · .* · conflict 1\n/);
  assert.match(stdout, /\n {2}2 keys are left alone, because somebody else has changed them since\n/);
  assert.match(stdout, /\ndone 1 · failed 0 · conflict 1: job-undo\/failed\.ndjson\n/);
  assert.equal(code, 3);
  const changed = (await stored()).filter((text) => text.includes('"plan":"team"'));
  assert.equal(changed.length, 2);
  assert.equal(changed.filter((text) => text.includes(`"n":${NUMBER}`)).length, 1);
  assert.match(read("job-undo", "failed.ndjson"), /^\{"id":"user_1".*"_error":/);
});

test("a job that is undone already: the undo says so, and the exit status is 0", async (t) => {
  const { run, write, stored } = await start(t);
  write("users.ndjson", rows([{ n: 1, limits: { seats: null } }, { plan: "pro" }]));
  await run(["apply", "users.ndjson", "--job", "job", ...FAST]);
  assert.equal((await run(["undo", "job", ...FAST])).code, 0);
  const before = await stored();
  for (const more of [[], ["--json"], ["--job", "mine"]]) {
    const { stdout, stderr, code } = await run(["undo", "job", ...more, "--quiet", ...FAST]);
    assert.equal(
      stderr,
      "job-undo has undone job before.\nEverything that job has changed is undone already. There is nothing to send.\n",
    );
    assert.equal(code, 0);
    if (more[0] === "--json") assert.deepEqual(lastObject(stdout), { ok: 0, same: 0, conflict: 0, failed: 0, left: 0 });
    else
      assert.match(stdout, /\n {2}change 0 · already so 2 · no such user 0 · too large 0\n.*\ndone 0 · failed 0\n$/s);
  }
  assert.deepEqual(await stored(), before);
});

/** The counts of the last line. */
function lastObject(stdout) {
  const { ok, same, conflict, failed, left } = JSON.parse(stdout.trimEnd().split("\n").at(-1));
  return { ok, same, conflict, failed, left };
}

test("an undo that is not finished is found whatever its folder, until its data is deleted", async (t) => {
  const { run, write, path } = await start(t);
  write("users.ndjson", rows([{ n: 1 }]));
  await run(["apply", "users.ndjson", "--job", "job", ...FAST]);
  await run(["apply", "users.ndjson", "--job", "other", ...FAST]);
  for (const args of [[], [], ["--job", "mine"]]) await run(["undo", "job", ...args, ...FAST]);
  const setState = (name, state) => {
    const job = JSON.parse(readFileSync(path(name, "job.json"), "utf8"));
    writeFileSync(path(name, "job.json"), JSON.stringify({ ...job, state }));
  };
  setState("mine", "planned");
  // Neither a job, nor one that this version can read.
  mkdirSync(path("empty"));
  mkdirSync(path("bad"));
  writeFileSync(path("bad", "job.json"), "{");
  const { stderr, code } = await run(["undo", "job", "--quiet", ...FAST]);
  assert.equal(
    stderr,
    "clerk-metadata: mine is an undo of job that is not finished. Nothing was sent. Continue it: clerk-metadata resume mine\nTo start another undo instead, delete its data: clerk-metadata forget mine\n",
  );
  assert.equal(code, 2);
  assert.doesNotMatch((await run(["undo", "other", "--quiet", ...FAST])).stderr, /job-undo|mine/);
  await run(["forget", "mine", "--quiet"]);
  assert.equal(
    (await run(["undo", "job", "--quiet", ...FAST])).stderr,
    "job-undo has undone job before.\nEverything that job has changed is undone already. There is nothing to send.\n",
  );
});

test("a computed change whose values have changed since the plan: skip, recompute and force", async (t) => {
  for (const [drift, expected, exitStatus] of [
    ["skip", { plan: "other" }, 3],
    ["recompute", { tier: "other" }, 0],
    ["force", { tier: "free" }, 0],
  ]) {
    const { backend, run, patch } = await start(t);
    await patch("user_1", '{"flags":null,"trial":null}');
    await run(["plan", "--all", "--transform", "transform.mjs", "--job", "job", ...FAST]);
    await patch("user_1", '{"plan":"other"}');
    const { stdout, stderr, code } = await run(["apply", "job", "--on-drift", drift, ...FAST]);
    assert.equal(code, exitStatus, stdout + stderr);
    assert.deepEqual(backend.users.get("user_1").public_metadata, expected, drift);
    if (drift === "skip") assert.match(stdout, /^done 1 · failed 0 · conflict 1: job\/failed\.ndjson\n/);
  }
});

test("a job that was undone is not continued, until the undo is undone", async (t) => {
  const { backend, run, write } = await start(t);
  write("users.ndjson", rows([{ n: 1 }]));
  await run(["apply", "users.ndjson", "--job", "job", ...FAST]);
  assert.equal((await run(["undo", "job", ...FAST])).code, 0);
  const before = backend.requests.filter(({ method }) => method === "PATCH").length;
  for (const command of ["resume", "apply"]) {
    const { stdout, stderr, code } = await run([command, "job", ...FAST]);
    assert.equal(
      stderr,
      "clerk-metadata: job was undone by job-undo, so it cannot be continued. Nothing was sent. To make its changes again, undo the undo: clerk-metadata undo job-undo\n",
    );
    assert.deepEqual([stdout, code], ["", 2]);
  }
  assert.equal(backend.requests.filter(({ method }) => method === "PATCH").length, before);
  assert.equal((await run(["undo", "job-undo", ...FAST])).code, 0);
  assert.equal((await run(["resume", "job", ...FAST])).code, 0);
});

test("several rows of a user and a change of somebody else: each key is restored or kept", async (t) => {
  const { backend, run, write, patch } = await start(t);
  await patch("user_0", '{"plan":null,"n":null,"limits":null,"list":null,"a":1,"b":1,"c":1}');
  write(
    "users.ndjson",
    ndjson([
      { id: "user_0", publicMetadata: { a: 2, b: 2 } },
      { id: "user_0", publicMetadata: { a: null, c: null } },
      { id: "user_0", publicMetadata: { a: { x: 1 }, b: 3 } },
    ]),
  );
  await run(["apply", "users.ndjson", "--duplicates", "in-order", "--job", "job", ...FAST]);
  // The value that an earlier row had written.
  await patch("user_0", '{"b":2}');
  const { stdout, code } = await run(["undo", "job", ...FAST]);
  assert.match(stdout, /\n {2}change 1 · already so 0 · .*\n {2}1 key is left alone, because somebody else/s);
  assert.equal(code, 0);
  assert.deepEqual(backend.users.get("user_0").public_metadata, { a: 1, b: 2, c: 1 });
});

test("a row whose values were stored already is not counted as changed, and is not undone", async (t) => {
  const { backend, run, write, patch } = await start(t);
  write("users.ndjson", rows([{ plan: "pro" }, { plan: "pro" }]));
  await run(["plan", "users.ndjson", "--job", "job", ...FAST]);
  // Somebody else writes the value of a row before the job does.
  await patch("user_1", '{"plan":"pro"}');
  await run(["apply", "job", ...FAST]);
  const { ok, same } = JSON.parse((await run(["status", "job", "--json"])).stdout);
  assert.deepEqual([ok, same], [1, 1]);
  const { stdout, code } = await run(["undo", "job", ...FAST]);
  assert.match(stdout, /^1 row .*\n {2}change 1 · already so 0 /);
  assert.equal(code, 0);
  assert.equal(backend.users.get("user_1").public_metadata.plan, "pro");
});
