// With 100,000 users, only the rows in view are rendered, and the page stays responsive.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { typeOver } from "./support/person.mjs";
import { flow, rowsOf } from "./support/stage.mjs";

const MANY = 100_000;

async function throughTheList(page) {
  await page.getByText("100,000 users", { exact: true }).waitFor({ timeout: 120_000 });
  const box = page.getByRole("listbox", { name: "Users" });
  await page.getByLabel("Search users").click(); // closes the options, which lie over what is below
  await page.getByLabel("Sort by").click(); // the list is the next control
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await page.keyboard.press("End");
  await page.waitForFunction((last) => document.querySelector(`#row-${last} .name`), MANY - 1);
  await eventually(async () => assert.ok((await rowsOf(page).count()) < 60));
  await eventually(async () =>
    assert.equal(await page.locator(`#row-${MANY - 1}`).getAttribute("aria-setsize"), String(MANY)),
  );
  // Jumps through the list: the rows at the last position must be shown.
  for (const part of [0.1, 0.9, 0.3, 0.7, 0.5])
    await box.evaluate((list, part) => list.scrollTo(0, list.scrollHeight * part), part);
  await page.waitForFunction(() => {
    const list = document.querySelector("#users").getBoundingClientRect();
    const visibleRows = [...document.querySelectorAll(".row")].filter((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return bottom > list.top && top < list.bottom;
    });
    return visibleRows.length > 5 && visibleRows.every((row) => row.querySelector(".name"));
  });
  await eventually(async () => {
    const [first] = await page.locator(".row .email").allInnerTexts();
    assert.match(first, /@example\.com/);
  });
  await typeOver(page.getByLabel("Search users"), "77777@example");
  await page.getByText("1 user", { exact: true }).waitFor();
  await rowsOf(page).click();
  await page.getByRole("region", { name: "Public", exact: true }).waitFor();
}

flow(
  "100,000 users in the sandbox, also after a reload",
  async ({ page }) => {
    await page.getByText("Options").click();
    await page.getByRole("button", { name: "100,000", exact: true }).click();
    await throughTheList(page);
    await typeOver(page.getByLabel("Value of seats"), "51");
    await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
    await page.getByText("Applied.", { exact: true }).waitFor();
    await page.reload();
    await page.getByText("1 user", { exact: true }).waitFor({ timeout: 120_000 }); // the search is kept
    await eventually(async () => assert.equal(await page.getByLabel("Value of seats").inputValue(), "51"));
  },
  { modes: ["sandbox"] },
);

flow("100,000 users of the service", async ({ page }) => throughTheList(page), { modes: ["live"], users: MANY });
