// A Redis URL that can never work is an error before anything is read, and a worker ends at the first signal.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { run, start, temporaryJobFolder } from "./support/commands.mjs";
import { ended, isInstalled, startRedis } from "./support/processes.mjs";
import { createProject } from "./support/project.mjs";

const project = createProject();
const skip = !isInstalled("redis-server") && "redis-server is not installed";
/** No test sends a request to it. */
const NO_BACKEND = { url: "http://127.0.0.1:9" };

/** The rows of a new folder, and the two commands that connect. */
function commands() {
  const folder = temporaryJobFolder(project);
  writeFileSync(join(folder, "rows.ndjson"), '{"id":"user_1","publicMetadata":{"plan":"pro"}}\n');
  const all = [["worker"], ["apply", "rows.ndjson", "--engine", "bullmq"]];
  return { folder, all };
}

test("a URL that can never work is an error", { skip, timeout: 120_000 }, async (t) => {
  const { port } = await startRedis(t);
  const http = createServer((_, response) => response.end()).listen(0, "127.0.0.1");
  t.after(() => http.close());
  await once(http, "listening");
  const httpPort = http.address().port;
  const { folder, all } = commands();
  for (const [redis, message] of [
    [`redis://127.0.0.1:${port}/99`, /rejects the connection: ERR DB index is out of range\. Correct --redis\./],
    [`redis://user:secret@127.0.0.1:${port}`, /rejects the connection: WRONGPASS/],
    [`redis://127.0.0.1:${httpPort}`, /is not a Redis server\. Correct --redis\. Nothing was sent\./],
    [`rediss://127.0.0.1:${httpPort}`, /does not use TLS\. Correct --redis: redis:\/\/ is without TLS\./],
  ])
    for (const args of all) {
      const { status, errors } = await run(t, project, folder, NO_BACKEND, [...args, "--redis", redis]);
      assert.equal(status, 2, errors);
      assert.match(errors, message);
      assert.doesNotMatch(errors, /secret/);
    }
  assert.deepEqual(readdirSync(folder), ["rows.ndjson"]);
});

test("a server that does not respond is an error after 15 seconds", { skip, timeout: 120_000 }, async (t) => {
  const { port } = await startRedis(t);
  const { folder, all } = commands();
  const urls = ["redis://127.0.0.1:1", `rediss://127.0.0.1:${port}`];
  const all4 = urls.flatMap((url) => all.map((args) => [...args, "--redis", url]));
  const results = await Promise.all(all4.map((args) => run(t, project, folder, NO_BACKEND, args)));
  for (const { status, errors } of results) {
    assert.equal(status, 1, errors);
    assert.match(errors, /has not responded for 15 seconds \(\w+\)\. Start it, or correct --redis/);
  }
  assert.match(results[2].errors, /or use redis:\/\/ if it has no TLS\. Nothing was sent\./);
});

test("names that cannot be used are usage errors", async (t) => {
  const { folder, all } = commands();
  const redis = ["--redis", "redis://127.0.0.1:1"];
  for (const [args, message] of [
    ...all.map((command) => [[...command, ...redis, "--queue", "a:b"], /--queue must be a name without colons/]),
    [["worker", ...redis, "--limiter", "a}b"], /--limiter must be a name without braces/],
    [["apply", "rows.ndjson", ...redis, "--queue", "other"], /--queue needs --engine bullmq\./],
  ]) {
    const { status, errors } = await run(t, project, folder, NO_BACKEND, args);
    assert.equal(status, 2, errors);
    assert.match(errors, message);
  }
});

for (const signal of ["SIGINT", "SIGTERM"])
  test(`a worker ends at the first ${signal} if Redis is gone`, { skip, timeout: 120_000 }, async (t) => {
    const redis = await startRedis(t);
    const worker = start(t, project, temporaryJobFolder(project), NO_BACKEND, ["worker", "--redis", redis.url]);
    let errors = "";
    worker.stderr.on("data", (data) => (errors += data));
    while (!errors.includes("Sending the rows")) await once(worker.stderr, "data");
    await redis.stop();
    while (!errors.includes("cannot be reached")) await once(worker.stderr, "data");
    worker.kill(signal);
    await ended(worker);
    assert.equal(worker.exitCode, 0);
    assert.equal(await worker.output, "0 rows done, 0 failed.\n");
  });
