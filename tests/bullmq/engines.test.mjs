// apply, undo and restore leave the same values and the same files with both engines.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createLocalBackend } from "clerk-metadata/local";
import { run as runIn, start as startIn, temporaryJobFolder } from "./support/commands.mjs";
import { isInstalled, kill, startRedis } from "./support/processes.mjs";
import { createProject } from "./support/project.mjs";

const project = createProject();
const skip = !isInstalled("redis-server") && "redis-server is not installed";

/** What is stored before, what a row changes, and the options of its job. */
const CHANGES = [
  {
    what: "public, private and unsafe",
    row: { publicMetadata: { a: 2 }, privateMetadata: { b: 2 }, unsafeMetadata: { c: [1] } },
  },
  { what: "a nested key", row: { publicMetadata: { nested: { x: 2, z: 3 } } } },
  { what: "a null deletes a key", row: { publicMetadata: { a: null, nested: { x: null } } } },
  { what: "a key next to a stored null", row: { publicMetadata: { a: 3 } }, isNull: true },
  { what: "a stored null is deleted", row: { publicMetadata: { empty: null } }, isNull: true },
  { what: "a stored null gets a value", row: { publicMetadata: { empty: 1, nested: { empty: 2 } } }, isNull: true },
  { what: "the same values", row: { publicMetadata: { a: 1 } } },
  { what: "replaced", row: { publicMetadata: { only: 1 }, unsafeMetadata: {} }, options: ["--replace"] },
  { what: "a stored null is replaced", row: { publicMetadata: { only: 1 } }, isNull: true, options: ["--replace"] },
  {
    what: "replaced by a stored null",
    row: { publicMetadata: { only: null, deep: { empty: null } } },
    options: ["--replace"],
  },
  { what: "desired", row: { publicMetadata: { a: 1, nested: { x: 5 } }, privateMetadata: {} }, options: ["--desired"] },
  { what: "desired next to a stored null", row: { publicMetadata: { a: 9 } }, isNull: true, options: ["--desired"] },
];
const OPTIONS = [[], ["--replace"], ["--desired"]];
const TOO_LARGE = { id: "user_large", publicMetadata: { more: "x".repeat(5_000) } };
const MISSING = { id: "user_unknown", publicMetadata: { a: 1 } };

const stored = ({ isNull }) => ({
  publicMetadata: { a: 1, nested: { x: 1, y: 1, ...(isNull && { empty: null }) }, ...(isNull && { empty: null }) },
  privateMetadata: { b: 1 },
  unsafeMetadata: { c: { d: 1.5 } },
});
const idOf = (index) => `user_${index}`;

/** A backend with the users, and a folder for the jobs of one engine. */
async function setUp(t, engine) {
  const users = CHANGES.map((change, index) => ({ id: idOf(index), ...stored(change) }));
  users.push({ id: TOO_LARGE.id, publicMetadata: { large: "x".repeat(5_000) } });
  const backend = await createLocalBackend({ secretKey: "sk_test_1", users });
  t.after(() => backend.close());
  const { url, close } = await backend.listen({ port: 0 });
  t.after(close);
  const folder = temporaryJobFolder(project);
  const metadata = () =>
    users.map(({ id }) => {
      const { public_metadata, private_metadata, unsafe_metadata } = backend.users.get(id);
      return { id, public_metadata, private_metadata, unsafe_metadata };
    });
  const run = (command, args) => runIn(t, project, folder, { url }, [command, ...args, "--quiet", "--json", ...engine]);
  return { url, folder, metadata, run };
}

/** The files of a job that a person reads, without what differs between two jobs. */
function filesOf(folder, job) {
  const read = (name) =>
    existsSync(join(folder, job, name)) ? readFileSync(join(folder, job, name), "utf8") : undefined;
  const withoutTrace = (text) => text?.replace(/ \(trace \w+\)|trace \w+/g, "");
  return {
    failed: withoutTrace(read("failed.ndjson"))?.split("\n").sort(),
    unprocessed: read("unprocessed.ndjson"),
    summary: JSON.parse(read("summary.json")),
  };
}

test("each kind of change has the same result with both engines", { skip, timeout: 300_000 }, async (t) => {
  const redis = await startRedis(t);
  const single = await setUp(t, []);
  const queue = await setUp(t, ["--engine", "bullmq", "--redis", redis.url]);
  const engines = [single, queue];
  const worker = startIn(t, project, queue.folder, queue, [
    "worker",
    "--redis",
    redis.url,
    "--rate",
    "100000/1s",
    "--quiet",
  ]);
  const initial = single.metadata();
  assert.deepEqual(queue.metadata(), initial);

  for (const { folder, url } of engines) {
    const exported = await runIn(t, project, folder, { url }, ["export", "--all", "--out", "export.ndjson", "--quiet"]);
    assert.equal(exported.status, 0, exported.errors);
  }

  /** Runs a command with both engines, and compares what it leaves. */
  async function compare(command, args, status, job) {
    const results = await Promise.all(engines.map(({ run }) => run(command, args)));
    for (const result of results) assert.equal(result.status, status, `${command}: ${result.errors}`);
    const [one, other] = engines;
    assert.deepEqual(other.metadata(), one.metadata(), `${command} ${args.join(" ")}`);
    assert.deepEqual(filesOf(other.folder, job), filesOf(one.folder, job));
    return filesOf(one.folder, job);
  }

  for (const [index, options] of OPTIONS.entries()) {
    const rows = CHANGES.map(({ row, options: own = [] }, number) => ({ id: idOf(number), ...row, own: own.join() }));
    const chosen = rows.filter(({ own }) => own === options.join()).map(({ own, ...row }) => row);
    const all = options.length === 0 ? [...chosen, TOO_LARGE, MISSING] : chosen;
    const file = `rows-${index}.ndjson`;
    for (const { folder } of engines)
      writeFileSync(join(folder, file), all.map((row) => `${JSON.stringify(row)}\n`).join(""));
    const job = `job-${index}`;
    const applied = await compare("apply", [file, "--job", job, ...options], options.length === 0 ? 3 : 0, job);
    assert.notDeepEqual(single.metadata(), initial);
    if (options.length === 0) assert.deepEqual(applied.summary.failures, { too_large: 1 });
    const undo = `undo-${index}`;
    await compare("undo", [job, "--job", undo], 0, undo);
    // A patch cannot restore a stored null.
    const withoutNulls = (users) => users.filter((_, number) => CHANGES[number]?.isNull !== true);
    assert.deepEqual(withoutNulls(single.metadata()), withoutNulls(initial), options.join());
  }
  // An export has stored nulls, which restore stores again.
  const differing = CHANGES.findIndex(({ what }) => what === "a stored null is deleted");
  assert.notDeepEqual(single.metadata()[differing], initial[differing]);
  const restored = await compare("restore", ["export.ndjson", "--job", "restored"], 0, "restored");
  assert.equal(restored.summary.failed, 0);
  assert.deepEqual(single.metadata(), initial);
  await compare("undo", ["restored", "--job", "not-restored"], 0, "not-restored");
  await kill(worker, "SIGTERM");
});
