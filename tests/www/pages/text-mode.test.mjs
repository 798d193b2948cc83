// The text view: formatting, errors with line and column, and no change for equal values.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { paste, typeKeys, typeOver } from "./support/person.mjs";
import { ADA } from "./support/people.mjs";
import { flow, openUser, paneOf } from "./support/stage.mjs";

async function asText({ page, url }, text) {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Unsafe");
  await pane.getByRole("radio", { name: "Text" }).click();
  await pane.getByRole("textbox", { name: "Text of the unsafe metadata" }).click();
  await page.keyboard.press("ControlOrMeta+a");
  await paste(page, text);
  return pane;
}

const linesOf = async (pane) => (await pane.locator(".cm-line").allInnerTexts()).map((line) => line.replace(/\n$/, ""));

flow("Format lays the text out, by its button and by Shift+Alt+F, and Ctrl+Z takes that back", async (stage) => {
  const { page } = stage;
  const pane = await asText(stage, '{"b":[1.0,{}],"a":1e400}');
  const formatted = ["{", '  "b": [', "    1.0,", "    {}", "  ],", '  "a": 1e400', "}"];
  await pane.getByRole("button", { name: "Format" }).click();
  await eventually(async () => assert.deepEqual(await linesOf(pane), formatted));
  await page.keyboard.press("ControlOrMeta+z");
  await eventually(async () => assert.deepEqual(await linesOf(pane), ['{"b":[1.0,{}],"a":1e400}']));
  await pane.getByRole("textbox", { name: "Text of the unsafe metadata" }).click();
  await page.keyboard.press("Shift+Alt+f");
  await eventually(async () => assert.deepEqual(await linesOf(pane), formatted));
});

flow("the same value with other spaces and key order is not a change", async (stage) => {
  const pane = await asText(stage, '{ "onboarding":\n{"done":false, "step": 4},\n\n"theme":"\\u0064ark" }');
  await pane.getByText("No changes yet.").waitFor();
  await eventually(async () => assert.equal(await stage.page.getByRole("button", { name: "Discard all" }).count(), 0));
});

const ERRORS = [
  ['{\n  "a": 1,\n  "b" 2\n}', 3, 7, "a colon is missing here"],
  ['{\n  "a": 1\n  "b": 2\n}', 3, 3, "a comma is missing before this"],
  ['{"a": 1, "a": 2}', 1, 10, 'this object has the key "a" twice'],
  ['{"a": {"b": 1,\n"b": 1}}', 2, 1, 'this object has the key "b" twice'],
  ['{"a": 01}', 1, 8, "a comma is missing before this"],
  ["{'a': 1}", 1, 2, "this is not a JSON value; strings need double quotes"],
  ['{"a": 1 // one\n}', 1, 9, "JSON has no comments"],
  ['{"a": 1,}', 1, 9, "a key in double quotes is missing here"],
];

flow("errors show the line and column and mark the line", async (stage) => {
  const { page } = stage;
  const pane = await asText(stage, "{}");
  const found = [];
  for (const [text, line, column] of ERRORS) {
    await page.keyboard.press("ControlOrMeta+a");
    await paste(page, text);
    await pane.getByText(`Error at line ${line}, column ${column}`, { exact: true }).waitFor();
    found.push((await pane.getByRole("alert").innerText()).trim());
    await pane.locator(".cm-lint-marker-error").waitFor();
    await eventually(async () => assert.equal(await pane.getByRole("button", { name: "Format" }).isDisabled(), true));
    await eventually(async () => assert.equal(await page.getByRole("button", { name: /^Apply/ }).isDisabled(), true));
  }
  assert.deepEqual(
    found,
    ERRORS.map(([, line, column, reason]) => `This is not valid JSON. Line ${line}, column ${column}: ${reason}.`),
  );
});

flow("Ctrl+Z in the text view undoes one line at a time", async (stage) => {
  const { page } = stage;
  const pane = await asText(stage, "{}");
  await page.keyboard.press("ArrowLeft");
  await typeKeys(page, '"a": 1,\n"b": 2');
  const text = async () => (await linesOf(pane)).join("\n").replace(/[ ]/g, "");
  await eventually(async () => assert.equal(await text(), '{"a":1,\n"b":2}'));
  await page.keyboard.press("ControlOrMeta+z");
  await eventually(async () => assert.match(await text(), /^\{"a":1,\n/));
  for (let step = 0; step < 2; step++) await page.keyboard.press("ControlOrMeta+z");
  await eventually(async () => assert.equal(await text(), "{}"));
});

flow("direction marks are shown and not applied; Arabic and Hebrew are unchanged", async (stage) => {
  const { page, stored } = stage;
  const text = '{"a\u202eb": "x\u2066y\u200b", "שלום": "مرحبا"}';
  const pane = await asText(stage, text);
  await eventually(async () =>
    assert.deepEqual(await linesOf(pane), ['{"a⟨U+202E⟩b": "x⟨U+2066⟩y⟨U+200B⟩", "שלום": "مرحبا"}']),
  );
  await pane.getByRole("radio", { name: "Tree" }).click();
  await eventually(async () => {
    const boxes = await pane.locator(".tree textarea").evaluateAll((all) => all.map(({ value }) => value));
    assert.deepEqual(boxes, ['"a\\u202eb"', '"x\\u2066y\\u200b"', "שלום", "مرحبا"]);
  });
  // In the literal, escape sequences are edited as text.
  await pane.getByLabel('Value of ["a\\u202eb"]', { exact: true }).click();
  await page.keyboard.press("End");
  await page.keyboard.press("Backspace");
  await pane.getByText("this must be a JSON string").waitFor(); // no alert while it is typed
  await typeKeys(page, '\\u061c"');
  await page.keyboard.press("Control+Enter");
  await page.getByText("Applied.", { exact: true }).waitFor();
  assert.deepEqual((await stored(ADA)).unsafe_metadata, { "a\u202eb": "x\u2066y\u200b\u061c", שלום: "مرحبا" });
});

flow("a hidden character that is pasted into a value is shown at once", async ({ page, url, stored }) => {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Unsafe");
  const theme = pane.getByLabel("Value of theme", { exact: true });
  await theme.click();
  await page.keyboard.press("End");
  await paste(page, "\u202eer");
  await pane.getByText("Contains hidden characters: dark⟨U+202E⟩er").waitFor();
  await typeKeys(page, "!"); // the box does not change its form, nor the place of the cursor, while it is typed in
  await eventually(async () => assert.equal(await theme.inputValue(), "dark\u202eer!"));
  await typeKeys(page, "\t");
  await pane.getByText("Contains hidden characters").waitFor({ state: "detached" });
  await eventually(async () => assert.equal(await theme.inputValue(), '"dark\\u202eer!"'));
  await page.keyboard.press("Control+Enter");
  await page.getByText("Applied.", { exact: true }).waitFor();
  assert.equal((await stored(ADA)).unsafe_metadata.theme, "dark\u202eer!");
  await typeOver(theme, "light"); // over the JSON string, without a quote
  await page.keyboard.press("Control+Enter");
  await pane.getByText("No changes yet.").waitFor();
  assert.equal((await stored(ADA)).unsafe_metadata.theme, "light");
});

flow("hidden characters in a new row and in a key that is renamed are shown", async ({ page, url }) => {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Unsafe");
  await pane.getByRole("button", { name: "Add a key", exact: true }).click();
  await paste(page, "a\u202eb");
  await pane.getByText("Contains hidden characters: a⟨U+202E⟩b").waitFor();
  await typeKeys(page, "\t");
  await paste(page, "x\u200by");
  await pane.getByText("Contains hidden characters: x⟨U+200B⟩y").waitFor();
  await page.keyboard.press("Escape");
  await pane.getByLabel("Key theme", { exact: true }).click();
  await page.keyboard.press("End");
  await paste(page, "\u2066");
  await pane.getByText("Contains hidden characters: theme⟨U+2066⟩").waitFor();
});
