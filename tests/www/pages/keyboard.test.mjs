// Keyboard only: from the list to a change that is applied and undone.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { ADA } from "./support/people.mjs";
import { flow, rowsOf } from "./support/stage.mjs";

const focused = (page) =>
  page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "");

/** Presses Tab until a control has the focus. Fails if it never gets the focus. */
async function tabTo(page, name, key = "Tab") {
  const passed = [];
  for (let steps = 0; steps < 120; steps++) {
    await page.keyboard.press(key);
    const now = await focused(page);
    if (now === name) return;
    passed.push(now);
  }
  assert.fail(`no way to ${name}; passed ${passed.join(", ")}`);
}

flow("find, open, change, apply, undo", async ({ page, stored }) => {
  await rowsOf(page, "Ada Lovelace").waitFor();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("lovelace");
  await page.getByText("1 user", { exact: true }).waitFor();
  await page.keyboard.press("ArrowDown");
  await eventually(async () => assert.equal(await focused(page), "Users"));
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.textContent === "Ada Lovelace"); // once it is rendered
  await tabTo(page, "Value of plan.seats");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("6");
  await tabTo(page, "Remove plan.trial");
  await page.keyboard.press("Enter");
  await eventually(async () => assert.notEqual(await focused(page), "")); // the focus is not lost
  await page.keyboard.press("Control+Enter");
  await page.getByText("Applied.", { exact: true }).waitFor();
  assert.deepEqual((await stored(ADA)).public_metadata.plan, { name: "pro", seats: 6 });
  await eventually(async () => assert.equal(await focused(page), "Value of plan.seats")); // the focus stays in an editor
  await tabTo(page, "Undo");
  await page.keyboard.press("Enter");
  await page.getByText("Undone.").waitFor();
  assert.deepEqual((await stored(ADA)).public_metadata.plan, { name: "pro", seats: 3, trial: true });
});

flow("the list by arrows, Home, End and pages", async ({ page }) => {
  const active = () => page.getByRole("listbox").getAttribute("aria-activedescendant");
  await rowsOf(page).first().waitFor();
  await tabTo(page, "Users"); // the tab
  await tabTo(page, "Users"); // the list
  for (const [key, row] of [
    ["ArrowDown", 1],
    ["ArrowDown", 2],
    ["ArrowUp", 1],
    ["Home", 0],
  ]) {
    await page.keyboard.press(key);
    await eventually(async () => assert.equal(await active(), `row-${row}`));
  }
  await page.keyboard.press("End");
  await page.waitForFunction(() => {
    const last = document.querySelector(".row:last-child");
    return (
      last?.getAttribute("aria-posinset") === last?.getAttribute("aria-setsize") &&
      document.querySelector("#users").getAttribute("aria-activedescendant") === last?.id
    );
  });
});

flow("out of the text editor with Tab, and the menu closed with Escape", async ({ page, url, mode }) => {
  await page.goto(`${url}#/users/${ADA}`);
  const pane = page.getByRole("region", { name: "Public", exact: true });
  await pane.getByRole("radio", { name: "Text" }).click();
  const text = pane.getByRole("textbox", { name: "Text of the public metadata" });
  await text.click();
  await page.keyboard.press("Tab");
  await eventually(async () =>
    assert.equal(await text.evaluate((element) => element.getRootNode().activeElement === element), false),
  );
  if (mode === "live") return;
  await tabTo(page, "Options", "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.getByLabel("Response to changes").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  await page.getByLabel("Response to changes").waitFor({ state: "hidden" });
  await eventually(async () => assert.equal(await focused(page), "Options"));
});
