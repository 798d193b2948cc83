// A comparison that does not wait for the page is found, however the value is read.
import assert from "node:assert/strict";
import { test } from "node:test";
import { unsettledReads } from "./reads.mjs";

const FORBIDDEN = [
  ['assert.equal(await seats.inputValue(), "5");', "seats.inputValue()"],
  ["assert(await panel.isVisible());", "panel.isVisible()"],
  ["assert.ok((await rows.count()) < 60);", "rows.count()"],
  ["assert.match((await row.innerText()).trim(), /a/);", "row.innerText()"],
  ["assert.deepEqual([await a.inputValue(), 1], [1, 1]);", "a.inputValue()"],
  ['assert.equal(page.url(), "a");', "page.url()"],
  ['assert.equal(await page.title(), "a");', "page.title()"],
  ["const text = await row.innerText();\nassert.match(text, /a/);", "text", 2],
  ["const [a, { b }] = await rows.evaluateAll(all);\nassert.equal(b, 1);", "b", 2],
  ["const hash = (page) => page.evaluate(() => location.hash);\nassert.equal(await hash(page), 1);", "hash(page)", 2],
  [
    "async function texts(rows) { const all = await rows.allInnerTexts(); return all; }\nassert.equal(await texts(rows), 1);",
    "texts(rows)",
    2,
  ],
  [
    "const inner = (row) => row.innerText();\nconst outer = async (row) => [await inner(row)];\nassert.equal(await outer(row), 1);",
    "outer(row)",
    3,
  ],
  [
    'flow("a", async ({ page }) => {\n  const found = await page.$.count();\n  assert.equal(found, 1);\n});',
    "found",
    3,
  ],
];

for (const [code, read, line = 1] of FORBIDDEN) {
  test(`forbidden: ${code}`, () => {
    const [violation, ...more] = unsettledReads(code);
    assert.deepEqual([violation?.found, violation?.line, more], [`a comparison with ${read}`, line, []]);
    assert.match(violation.instead, /^await eventually\(/);
  });
}

const ALLOWED = [
  'await eventually(async () => assert.equal(await seats.inputValue(), "5"));',
  "await eventually(async () => {\n  const text = await row.innerText();\n  assert.match(text, /a/);\n});",
  "assert.equal((await stored(ADA)).public_metadata.plan.seats, 5);",
  'await page.getByText("Applied.").waitFor();',
  'assert.equal(request.url(), "a");',
  'assert.equal(new URL(address).title, "a");',
  // A name is another one in another function.
  'flow("a", async () => {\n  const text = await row.innerText();\n});\nflow("b", async () => {\n  const text = "c";\n  assert.equal(text, "c");\n});',
  // A function that acts and returns nothing.
  "async function act(page) {\n  while ((await page.rows.count()) < 3) await scroll(page);\n}\nassert.equal(await act(page), undefined);",
  "// settled: the address does not change any more\nassert.equal(page.url(), 1);",
];

for (const code of ALLOWED) {
  test(`allowed: ${code}`, () => assert.deepEqual(unsettledReads(code), []));
}

test("settled needs a reason", () => {
  assert.equal(unsettledReads("assert.equal(page.url(), 1); // settled:").length, 1);
});
