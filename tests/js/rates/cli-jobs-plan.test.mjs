// A plan of a million rows that need no change takes at most 3 minutes of CPU. CLERK_METADATA_BULK_ROWS sets another
// number of rows.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { commandsFor } from "../support/jobs.mjs";
import { httpServer } from "../support/server.mjs";

const ROWS = Number(process.env.CLERK_METADATA_BULK_ROWS ?? 1_000_000);
const MAX_SECONDS = (180 * ROWS) / 1_000_000;
const PRELOAD = pathToFileURL(new URL("../support/programs/cpu-time.mjs", import.meta.url).pathname);
const METADATA = '{"plan":"pro","seats":5}';

test(`a plan of ${ROWS} rows that need no change`, async (t) => {
  // A local Backend API with so many users would need most of the time.
  const { url } = await httpServer(t, ({ url: path }) => {
    if (path.endsWith("/instance")) return { body: '{"id":"ins_1","environment_type":"development"}' };
    const ids = new URL(path, "http://localhost").searchParams.getAll("user_id");
    const users = ids.map(
      (id) => `{"object":"user","id":"${id}","public_metadata":${METADATA},"private_metadata":{},"unsafe_metadata":{}}`,
    );
    return { body: `[${users.join(",")}]` };
  });
  const { run, path, read } = commandsFor(t, url);
  const file = createWriteStream(path("users.ndjson"));
  for (let row = 0; row < ROWS; row++) {
    const line = `{"id":"user_${String(row).padStart(27, "x")}","publicMetadata":${METADATA}}\n`;
    if (!file.write(line)) await once(file, "drain");
  }
  file.end();
  await once(file, "close");
  const env = { NODE_OPTIONS: `--import ${PRELOAD}`, CLERK_TEST_CPU: path("cpu.txt") };
  const { stdout, code } = await run(["plan", "users.ndjson", "--rate", "1000000/1s"], { env });
  assert.match(stdout, new RegExp(`\n {2}change 0 · already so ${ROWS.toLocaleString("en-US")} `));
  assert.equal(code, 0);
  const seconds = Number(read("cpu.txt"));
  t.diagnostic(`${seconds.toFixed(1)} s of CPU`);
  assert.ok(seconds <= MAX_SECONDS, `${seconds} s`);
});
