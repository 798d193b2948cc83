// The commands that wait for the network stop after --max-offline, with the same text and exit status.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { FAST, ndjson, rowsFor, startIntercepted, usersWith } from "./support/jobs.mjs";

const MAX_OFFLINE = ["--max-offline", "0.1s", "--quiet"];
const STOPPED = "clerk-metadata: Stopped: there was no response for 0.1 seconds.";

/** Commands whose network fails while `network.isOffline`, except for the instance and the number of users. */
async function startOffline(t) {
  const network = { isOffline: false };
  const jobs = await startIntercepted(t, { users: usersWith(3) }, ({ url }) =>
    network.isOffline && !/\/(instance|users\/count)/.test(url) ? "disconnect" : undefined,
  );
  jobs.write("users.ndjson", ndjson(rowsFor(3, { a: 1 })));
  return { ...jobs, network };
}

const PLANS = [
  { args: ["plan", "users.ndjson"], resumed: /^3 rows .*\n {2}change 3 / },
  { args: ["plan", "--all", "--patch", '{"publicMetadata":{"a":1}}'], resumed: /^3 rows .*\n {2}change 3 / },
  { args: ["apply", "users.ndjson"], resumed: /\ndone 3 · failed 0\n/ },
  { args: ["restore", "users.ndjson"], resumed: /\ndone 3 · failed 0\n/ },
];
for (const { args, resumed } of PLANS) {
  test(`${args.join(" ")}: stops while the users are read, and can be resumed`, async (t) => {
    const { run, network } = await startOffline(t);
    network.isOffline = true;
    const { stdout, stderr, code } = await run([...args, "--job", "job", ...FAST, ...MAX_OFFLINE]);
    assert.equal(stdout, "");
    assert.equal(stderr, `${STOPPED} Nothing was sent.\nResume: clerk-metadata resume job\n`);
    assert.equal(code, 1);
    // The job keeps the option.
    assert.equal((await run(["resume", "job", "--quiet"])).stderr, stderr);
    network.isOffline = false;
    const again = await run(["resume", "job", ...FAST, "--quiet"]);
    assert.match(again.stdout, resumed);
    assert.deepEqual([again.stderr, again.code], ["", 0]);
  });
}

test("undo stops while the users are read, and can be resumed", async (t) => {
  const { run, network } = await startOffline(t);
  assert.equal((await run(["apply", "users.ndjson", "--job", "job", ...FAST])).code, 0);
  network.isOffline = true;
  const { stdout, stderr, code } = await run(["undo", "job", ...FAST, ...MAX_OFFLINE]);
  assert.equal(stdout, "");
  assert.equal(stderr, `${STOPPED} Nothing was sent.\nResume: clerk-metadata resume job-undo\n`);
  assert.equal(code, 1);
  network.isOffline = false;
  assert.match((await run(["resume", "job-undo", ...FAST])).stdout, /\ndone 3 · failed 0\n/);
});

for (const args of [
  ["export", "--all", "--out", "out.ndjson"],
  ["export", "users.ndjson", "--out", "out.ndjson"],
]) {
  test(`${args.slice(0, 2).join(" ")} stops, and leaves no file`, async (t) => {
    const { run, network, path } = await startOffline(t);
    network.isOffline = true;
    assert.deepEqual(await run([...args, ...MAX_OFFLINE]), {
      signal: null,
      stdout: "",
      stderr: `${STOPPED} out.ndjson was not written.\n`,
      code: 1,
    });
    assert.equal(existsSync(path("out.ndjson")), false);
  });
}

test("list stops", async (t) => {
  const { run, network } = await startOffline(t);
  network.isOffline = true;
  const { stdout, stderr, code } = await run(["list", "--max-offline", "0.1s"]);
  assert.deepEqual([stdout, stderr.split("\n").slice(1).join("\n"), code], ["", `${STOPPED}\n`, 1]);
});

test("diff, which reads one user, does not wait", async (t) => {
  let reads = 0;
  const { run } = await startIntercepted(t, { users: usersWith(1) }, () => (++reads > 1 ? "disconnect" : undefined));
  const { stdout, stderr, code } = await run(["diff", "user_0", "--public", '{"a":1}']);
  assert.equal(stdout, "");
  assert.match(stderr, /\nclerk-metadata: Stopped: there was no response for 5 seconds\.\n$/);
  assert.equal(code, 1);
});

test("a server that never responds: the command ends after --max-offline and does not try again", async (t) => {
  let requests = 0;
  const { run, write, jobs } = await startIntercepted(t, { users: [] }, () => {
    requests++;
    return new Promise(() => {});
  });
  write("users.ndjson", ndjson(rowsFor(1, { a: 1 })));
  const { stdout, stderr, code } = await run(["apply", "users.ndjson", ...FAST, ...MAX_OFFLINE]);
  assert.match(stderr, /^clerk-metadata: .*The Backend API at http:.* could not be reached: .*timeout\n$/);
  assert.deepEqual([stdout, code, requests, jobs()], ["", 1, 1, []]);
});

test("--max-offline 0s is rejected", async (t) => {
  const { run } = await startIntercepted(t, { users: [] }, () => undefined);
  const { stderr, code } = await run(["plan", "users.ndjson", "--max-offline", "0s"]);
  assert.match(stderr.replaceAll("\n", " "), /--max-offline must be longer than 0, not "0s"\./);
  assert.equal(code, 2);
});
