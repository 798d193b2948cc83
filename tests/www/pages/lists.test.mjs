// Items of an array are added, removed and moved. Other items do not change.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { paste, typeKeys, typeOver } from "./support/person.mjs";
import { ADA } from "./support/people.mjs";
import { applied, flow, focusedLabel, openUser, paneOf } from "./support/stage.mjs";

async function withItems(page, url, texts) {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Public");
  await pane.getByRole("button", { name: "Add an item to features" }).click();
  await typeKeys(page, `${texts.join("\n")}\n`);
  return pane;
}

flow("several items with Enter; the empty last row adds nothing", async ({ page, url, stored }) => {
  await withItems(page, url, ["sso", "14", '""', "true"]);
  await page.keyboard.press("Control+Enter");
  await applied(page);
  assert.deepEqual((await stored(ADA)).public_metadata.features, ["export", "api", "sso", 14, "", true]);
});

flow("items are moved by buttons and keys, and keep the focus", async ({ page, url, stored }) => {
  const pane = await withItems(page, url, ["a", "b"]);
  await page.keyboard.press("Escape");
  await pane.getByRole("button", { name: "Move features[0] down" }).click();
  await eventually(async () => assert.equal(await focusedLabel(page), "Move features[1] down"));
  await page.keyboard.press("Enter");
  await eventually(async () => assert.equal(await focusedLabel(page), "Move features[2] down"));
  await pane.getByLabel("Value of features[3]", { exact: true }).click();
  await page.keyboard.press("Alt+ArrowUp");
  await page.keyboard.press("Alt+ArrowUp");
  await eventually(async () => assert.equal(await focusedLabel(page), "Value of features[1]"));
  await typeKeys(page, "!");
  await page.keyboard.press("Alt+ArrowUp");
  await page.keyboard.press("Alt+ArrowUp"); // it is already the first item
  await page.keyboard.press("Control+Enter");
  await applied(page);
  assert.deepEqual((await stored(ADA)).public_metadata.features, ["b!", "api", "a", "export"]);
});

flow("incomplete text moves with its item", async ({ page, url, stored }) => {
  const pane = await withItems(page, url, ["1", "2", "3"]);
  await page.keyboard.press("Escape");
  await typeOver(pane.getByLabel("Value of features[3]", { exact: true }), "5e");
  await page.keyboard.press("Alt+ArrowDown");
  await eventually(async () =>
    assert.equal(await pane.getByLabel("Value of features[4]", { exact: true }).inputValue(), "5e"),
  );
  await pane.getByRole("button", { name: "Remove features[0]" }).click();
  await eventually(async () =>
    assert.equal(await pane.getByLabel("Value of features[3]", { exact: true }).inputValue(), "5e"),
  );
  await pane.getByRole("alert").filter({ hasText: 'features[3]: "5e" is not a number.' }).waitFor();
  await pane.getByLabel("Value of features[3]", { exact: true }).click();
  await page.keyboard.press("End");
  await typeKeys(page, "1");
  await page.keyboard.press("Control+Enter");
  await applied(page);
  assert.deepEqual((await stored(ADA)).public_metadata.features, ["api", 1, 3, 50]);
});

flow("only the removed item is marked, and it is restored at its position", async ({ page, url, stored }) => {
  const pane = await withItems(page, url, ["a", "b", "c"]);
  await page.keyboard.press("Control+Enter");
  await applied(page);
  await pane.getByRole("button", { name: "Remove features[1]" }).click();
  await eventually(async () => assert.equal(await focusedLabel(page), "Value of features[1]"));
  const tree = pane.getByRole("group", { name: "Tree of the public metadata" });
  await eventually(async () => assert.equal(await tree.locator("li.gone").count(), 1));
  await eventually(async () => assert.equal(await tree.locator("li.added").count(), 0));
  await pane.getByRole("button", { name: "Restore features[1]" }).click();
  await pane.getByText("No changes yet.").waitFor();
  assert.deepEqual((await stored(ADA)).public_metadata.features, ["export", "api", "a", "b", "c"]);
});

flow("an array of 600 items: all are rendered, and undo moves the focus to the last one", async ({ page, url }) => {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Public");
  await pane.getByRole("button", { name: "Add a key", exact: true }).click();
  await typeKeys(page, "many\n");
  await paste(page, JSON.stringify(Array.from({ length: 600 }, (_, index) => index)));
  await typeKeys(page, "\n");
  await pane.getByLabel("Value of many[599]", { exact: true }).waitFor();
  await pane.getByRole("button", { name: "Remove many[599]" }).click();
  await pane.getByRole("button", { name: "Collapse many" }).click();
  await page.keyboard.press("ControlOrMeta+z");
  await eventually(async () => assert.equal(await focusedLabel(page), "Value of many[599]"));
});
