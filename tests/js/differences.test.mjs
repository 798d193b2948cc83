// Runs the example of each intended difference through both clients, over HTTP.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { rowsExplaining, ROWS } from "./differences/index.mjs";
import { PAGE, page } from "./differences/page.mjs";
import { findDifferences } from "./support/find-differences.mjs";
import { compareClients } from "./support/compare-clients.mjs";

for (const row of ROWS) {
  test(row.name, async (t) => {
    const { case: testCase, extract, official, ours } = row.example;
    const run = await (await compareClients(t))(testCase);
    assert.notDeepEqual(official, ours);
    assert.deepEqual(extract(run.official), official, "the official client");
    assert.deepEqual(extract(run.ours), ours, "ours");
    const explanations = findDifferences(run).map((difference) => {
      const rows = rowsExplaining(difference).map(({ name }) => name);
      assert.equal(rows.length, 1, `${difference.category} ${difference.path.join(".")}: ${rows.join(" | ")}`);
      return rows[0];
    });
    assert.ok(
      explanations.includes(row.name),
      `does not explain a difference of its example: ${explanations.join(" | ")}`,
    );
  });
}

test("no two differences have the same name", () => {
  assert.equal(new Set(ROWS.map(({ name }) => name)).size, ROWS.length);
});

test("docs/differences.md is up to date", () => {
  assert.equal(readFileSync(PAGE, "utf8"), page(), "update it with: node tests/js/differences/page.mjs");
});
