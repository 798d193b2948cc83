// Runs the example of each intended difference through both clients, over HTTP.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { explaining, ROWS } from "./differences/index.mjs";
import { PAGE, page } from "./differences/page.mjs";
import { differences } from "./support/compare.mjs";
import { pair } from "./support/pair.mjs";

for (const row of ROWS) {
  test(row.name, async (t) => {
    const { case: given, shows, official, ours } = row.example;
    const run = await (await pair(t))(given);
    assert.notDeepEqual(official, ours);
    assert.deepEqual(shows(run.official), official, "the official client");
    assert.deepEqual(shows(run.ours), ours, "ours");
    const reasons = differences(run).map((difference) => {
      const rows = explaining(difference).map(({ name }) => name);
      assert.equal(rows.length, 1, `${difference.where} ${difference.path.join(".")}: ${rows.join(" | ")}`);
      return rows[0];
    });
    assert.ok(reasons.includes(row.name), `explains nothing of its example: ${reasons.join(" | ")}`);
  });
}

test("no two differences have the same name", () => {
  assert.equal(new Set(ROWS.map(({ name }) => name)).size, ROWS.length);
});

test("docs/differences.md is up to date", () => {
  assert.equal(readFileSync(PAGE, "utf8"), page(), "write it again: node tests/js/differences/page.mjs");
});
