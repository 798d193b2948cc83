// Each forbidden form is found in its line, and what only looks like one is not.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { violations } from "./rules.mjs";

const FORBIDDEN = [
  ['await page.getByLabel("a").fill("b");', ".fill"],
  ['await page.fill("input", "b");', ".fill"],
  ['await seats\n  .fill("b");', ".fill", 2],
  ['await seats["fill"]("b");', ".fill"],
  ["const act = seats.fill;", ".fill"],
  ['await seats?.fill("b");', ".fill"],
  ['await page.getByLabel("a").selectOption("b");', ".selectOption"],
  ["await box.setChecked(true);", ".setChecked"],
  ["await box.check();", ".check"],
  ["await box.uncheck();", ".uncheck"],
  ["await seats.clear();", ".clear"],
  ['await seats.press("Enter");', ".press"],
  ['await page.press("input", "Enter");', ".press"],
  ['await seats.type("b");', ".type"],
  ['await seats.pressSequentially("b");', ".pressSequentially"],
  ['await page.keyboard.insertText("b");', ".insertText"],
  ["await seats.selectText();", ".selectText"],
  ["await seats.focus();", ".focus"],
  ["await seats.evaluate((input) => input.focus());", ".focus"],
  ["await seats.blur();", ".blur"],
  ['await seats.dispatchEvent("input");', ".dispatchEvent"],
  ['await input.setInputFiles("a.json");', ".setInputFiles"],
  ['const event = new KeyboardEvent("keydown");', "new KeyboardEvent"],
  ['const event = new InputEvent("input");', "new InputEvent"],
  ['const event = new window.MouseEvent("click");', "new MouseEvent"],
  ['const event = new Event("input");', "new Event"],
  ['await seats.evaluate((input) => { input.value = "5"; });', ".value ="],
  ['await seats.evaluate((input) => { input.value += "5"; });', ".value ="],
  ['await seats.evaluate((input) => { input["value"] = "5"; });', ".value ="],
  ['await seats.evaluate((input) => { [input.value] = ["5"]; });', ".value ="],
  ['await seats.evaluate((input) => Object.assign(input, { value: "5" }));', ".value ="],
  ["await box.evaluate((input) => { input.checked = true; });", ".checked ="],
  ["await list.evaluate((select) => { select.selectedIndex = 1; });", ".selectedIndex ="],
  ['await text.evaluate((element) => { element.textContent = "5"; });', ".textContent ="],
  ['await seats.evaluate((input) => input.setAttribute("value", "5"));', ".setAttribute() in the page"],
  ['await seats.evaluate((input) => input.setRangeText("5"));', ".setRangeText() in the page"],
  ['await page.evaluate(() => document.execCommand("insertText", false, "5"));', ".execCommand() in the page"],
  ["await form.evaluate((form) => form.requestSubmit());", ".requestSubmit() in the page"],
  ['await page.evaluate(() => document.querySelector("button").click());', ".click() in the page"],
  [
    "await page.evaluate(() => { for (const b of document.querySelectorAll('button')) b.click(); });",
    ".click() in the page",
  ],
  ["await rows.evaluateAll((all) => all.forEach((row) => row.click()));", ".click() in the page"],
  ['await page.$eval("button", (button) => button.click());', ".click() in the page"],
  ["function press() { document.body.click(); }\nawait page.evaluate(press);", ".click() in the page"],
  ["const press = () => document.body.click();\nawait page.evaluate(press);", ".click() in the page"],
  ["await page.addInitScript(() => document.body.click());", ".click() in the page"],
  ['await page.evaluate("document.body.click()");', "code as a string"],
  ["await page.evaluate(`document.body.${act}()`);", "code as a string"],
  ["await button.click({ force: true });", "force: true"],
  ['await session.send("Input.insertText", { text: "5" });', "Input.insertText"],
  ['await session.send("Runtime.evaluate", { expression });', "Runtime.evaluate"],
];

for (const [code, found, line = 1] of FORBIDDEN) {
  test(`forbidden: ${code}`, () => {
    assert.deepEqual(
      violations(code).map((violation) => [violation.found, violation.line]),
      [[found, line]],
    );
    assert.ok(violations(code)[0].instead.length > 10);
  });
}

const ALLOWED = [
  'await page.keyboard.press("Enter");',
  'await page.keyboard.type("abc", { delay: 15 });',
  'await control.page().keyboard.press("Control+a");',
  'await page.getByRole("button", { name: "Apply" }).click();',
  "await box.click({ button: 'right' });",
  'await typeOver(page.getByLabel("a"), "b");',
  'await choose(page.getByLabel("a"), "b");',
  "assert.equal(message.type(), 'error');",
  "const { type } = message; assert.equal(message.type, type);",
  "const empty = new Array(3).fill(0);",
  "const empty = Array.from({ length: 3 }).fill(0);",
  "const empty = Buffer.alloc(3).fill(0);",
  "assert.equal(await seats.inputValue(), '5');",
  "assert.equal(await seats.evaluate((input) => input.value), '5');",
  "await page.evaluate(() => history.back());",
  "const same = input.value === '5';",
  "const text = 'seats.fill(5)'; // seats.fill(5)",
  "map.set('fill', 1);",
  "const value = 5;",
  // Prepares, and says why.
  'await seats.fill("5"); // setup: a text of 8 KB, which is not what is tested',
  '// setup: a text of 8 KB, which is not what is tested\nawait seats.fill("5");',
];

for (const code of ALLOWED) {
  test(`allowed: ${code}`, () => assert.deepEqual(violations(code), []));
}

test("setup needs a reason, counts for its line only, and must excuse something", () => {
  const linesOf = (code) => violations(code).map(({ line }) => line);
  assert.deepEqual(linesOf('await seats.fill("5"); // setup:'), [1, 1]);
  assert.deepEqual(linesOf('await seats.fill("5"); // setup'), [1, 1]);
  assert.deepEqual(linesOf('await seats.fill("5"); // setup: a long text\nawait seats.fill("6");'), [2]);
  assert.deepEqual(linesOf('// setup: a long text\nawait seats.fill("5");\nawait seats.fill("6");'), [3]);
  assert.deepEqual(linesOf("// setup: nothing here\nconst a = 1;"), [1]);
});

test("what cargo xtask check prints: the file, the line and what to do instead", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "lint-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const lint = () =>
    spawnSync(process.execPath, [fileURLToPath(new URL("run.mjs", import.meta.url)), folder], { encoding: "utf8" });
  writeFileSync(join(folder, "a.test.mjs"), 'await seats.click();\nawait seats.fill("5");\n');
  const { status, stderr } = lint();
  assert.equal(status, 1);
  assert.match(stderr, /a\.test\.mjs:2: \.fill\n {4}instead: click into it and press keys: typeKeys or typeOver/);
  writeFileSync(join(folder, "a.test.mjs"), "await seats.click();\n");
  assert.equal(lint().status, 0);
});
