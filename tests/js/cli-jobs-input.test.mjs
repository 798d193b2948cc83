// Bad input is reported with line, column, path and reason before anything is sent, and the exit status is 2.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, createWriteStream } from "node:fs";
import { once } from "node:events";
import { test } from "node:test";
import { changesOf, FAST, ndjson, onRequest, rowsFor, startJobs, usersWith } from "./support/jobs.mjs";

const row = (id, publicMetadata = { a: 1 }) => JSON.stringify({ id, publicMetadata });
const good = row("user_1");

/** The file, its content, and what the message has. */
const CASES = [
  [
    "text.ndjson",
    `${good}\nnot JSON\n`,
    /text\.ndjson: 1 row is invalid\. Nothing was sent\.\n {2}line 2, column 2: the row is not valid JSON\./,
  ],
  [
    "array.ndjson",
    `[${good}]\n`,
    /line 1, column 1: a row must be an object on a line of its own, not an array of rows\./,
  ],
  ["array-lines.ndjson", `[\n${good}\n]\n`, /line 1, column 1: a row must .* Convert the file with jq -c "\.\[\]"\./],
  ["truncated.ndjson", `${good}\n{"id":"user_2","publicMeta`, / {2}line 2, column \d+: /],
  [
    "field.ndjson",
    '{"id":"user_1","publicMetdata":{}}\n',
    /line 1, column 17: publicMetdata: unknown field\. .*publicMetadata/,
  ],
  ["column.csv", "id,publicMetdata.plan\nuser_1,pro\n", /line 1, column 4: publicMetdata\.plan: /],
  ["ragged.csv", "id,publicMetadata.plan\nuser_1,pro,x\n", /line 2, column \d+: /],
  ["quotes.csv", 'id,publicMetadata.plan\nuser_1,"pro\nuser_2,free\n', /line 2, column 8: /],
  ["after-quotes.csv", 'id,publicMetadata.plan\nuser_1,"pro"x\n', /line 2, column \d+: /],
  ["id.ndjson", '{"id":"user 1","publicMetadata":{}}\n', /line 1, column 3: id: must not contain white space/],
  ["no-id.ndjson", '{"publicMetadata":{}}\n', /line 1, column 1: /],
  [
    "two-names.ndjson",
    '{"id":"user_1","publicMetadata":{},"public_metadata":{}}\n',
    /line 1, column 37: public_metadata: the field is there twice/,
  ],
  ["null.ndjson", '{"id":"user_1","publicMetadata":null}\n', /line 1, column 17: publicMetadata: must be an object/],
  ["large.ndjson", `${row("user_1", { a: "x".repeat(9_000) })}\n`, /line 1, column \d+: publicMetadata: .*8 KB/],
  [
    "twice.ndjson",
    `${good}\n${row("user_2")}\n${good}\n`,
    /line 3, column 1: id: user_1 is in an earlier row too\. .* with --duplicates in-order\./,
  ],
  ["empty.ndjson", "", /empty\.ndjson: /],
  ["empty.csv", "id,publicMetadata.plan\n", /empty\.csv: /],
  ["utf16.ndjson", Buffer.from(`\ufeff${good}\n`, "utf16le"), /UTF-16/],
  ["utf16.csv", Buffer.from("\ufeffid,publicMetadata.plan\n", "utf16le"), /UTF-16/],
  ["latin1.ndjson", Buffer.from('{"id":"user_1","publicMetadata":{"a":"\xe9"}}\n', "latin1"), /UTF-8/],
];

test("each kind of bad input", async (t) => {
  const { backend, run, write, jobs } = await startJobs(t, { users: usersWith(3) });
  for (const [name, content, message] of CASES) {
    write(name, content);
    const { stdout, stderr, code } = await run(["apply", name, "--quiet", ...FAST]);
    assert.match(stderr, message, name);
    assert.deepEqual([stdout, code], ["", 2], name);
    assert.deepEqual(jobs(), [], name);
  }
  assert.equal(backend.requests.length, 0);
});

test("stdin is named, and its folder is removed", async (t) => {
  const { run, jobs } = await startJobs(t, { users: usersWith(3) });
  const { stderr, code } = await run(["plan", "-", "--format", "csv", "--quiet"], { input: "id,a\nuser_1,b\n" });
  assert.match(
    stderr,
    /^clerk-metadata: stdin: \d rows? (is|are) invalid\. Nothing was sent\.\n {2}line 1, column 4: a: /,
  );
  assert.deepEqual([code, jobs()], [2, []]);
});

test("a folder and a pipe are rejected without waiting", { skip: process.platform === "win32" }, async (t) => {
  const { run, path } = await startJobs(t, { users: usersWith(3) });
  execFileSync("mkfifo", [path("rows.ndjson")]);
  const { stderr, code } = await run(["plan", "rows.ndjson", "--quiet"]);
  assert.match(stderr, /rows\.ndjson is a pipe\. Pass a file, or redirect the pipe to stdin and pass - as the file\./);
  assert.equal(code, 2);
  assert.match((await run(["plan", ".", "--quiet"])).stderr, /is a folder/);
});

test("a file that changes while it is read", async (t) => {
  const { backend, run, write, path, jobs } = await startJobs(t, { users: usersWith(10) });
  write("users.ndjson", ndjson(rowsFor(30_000, { text: "x".repeat(50) })));
  const isReading = onRequest(backend, () => backend.requests.length > 0);
  const result = run(["apply", "users.ndjson", "--quiet", ...FAST]);
  await isReading;
  appendFileSync(path("users.ndjson"), `${row("user_30001")}\n`);
  const { stderr, stdout, code } = await result;
  assert.match(stderr, /users\.ndjson has changed since it was read\. Nothing was sent\./);
  assert.deepEqual([stdout, code, jobs(), changesOf(backend).length], ["", 2, [], 0]);
});

test("500,000 bad rows: the first 20 are reported, and they do not fill the memory", async (t) => {
  const { run, path } = await startJobs(t, { users: usersWith(1) });
  const file = createWriteStream(path("users.ndjson"));
  const batch = `${'{"id":"user_1","publicMetadata":{"a":1},"unknown":1}\n'.repeat(1_000)}`;
  for (let written = 0; written < 500; written++) if (!file.write(batch)) await once(file, "drain");
  file.end();
  await once(file, "close");
  const env = { NODE_OPTIONS: "--max-old-space-size=64" };
  const { stderr, code } = await run(["plan", "users.ndjson", "--quiet"], { env });
  assert.match(stderr, /^clerk-metadata: users\.ndjson: 500,000 rows are invalid\. Nothing was sent\.\n/);
  assert.match(stderr, /\n {2}line 1, column \d+: unknown: .*\n/);
  assert.match(stderr, /\n {2}… and 499,980 more\n$/);
  assert.equal(stderr.split("\n").length, 23);
  assert.equal(code, 2);
});
