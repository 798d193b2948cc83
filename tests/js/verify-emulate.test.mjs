// `npx clerk-metadata verify` against emulate, another local server for Clerk's Backend API. Its differences are in
// tests/fixtures/verify-emulate.json:
//
//   node tests/js/verify-emulate.test.mjs --write
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { test } from "node:test";
import { createEmulator } from "emulate";
import { KEY, verify } from "./support/verify.mjs";

const FIXTURE = new URL("../fixtures/verify-emulate.json", import.meta.url);

/** emulate does not support port 0. */
async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The order in a list depends on the second in which emulate created each user. */
function valueOf({ id, actual, reason }) {
  if (!Array.isArray(actual)) return actual ?? reason;
  return id.startsWith("list-") ? "another list" : actual.toSorted();
}

test("the facts that differ for emulate", async (t) => {
  const port = await freePort();
  const emulator = await createEmulator({ service: "clerk", port, seed: { tokens: { [KEY]: { login: "verify" } } } });
  t.after(() => emulator.close());
  const url = `http://127.0.0.1:${port}`;
  const count = async () =>
    (await fetch(`${url}/v1/users/count`, { headers: { authorization: `Bearer ${KEY}` } })).json();
  const before = await count();

  const { report, code, stderr } = await verify(t, url);
  const differences = report.facts.filter(({ result }) => result !== "holds").map((fact) => [fact.id, valueOf(fact)]);
  const actual = Object.fromEntries(differences);
  if (process.argv.includes("--write")) writeFileSync(FIXTURE, `${JSON.stringify(actual, null, 2)}\n`);
  assert.deepEqual(actual, JSON.parse(readFileSync(FIXTURE, "utf8")));
  assert.deepEqual([code, stderr, await count()], [1, "", before]);
});
