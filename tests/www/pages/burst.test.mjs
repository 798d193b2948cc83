// Keys that arrive faster than the page renders have the same effect as slow keys: see support/burst.mjs.
import assert from "node:assert/strict";
import { burst } from "./support/burst.mjs";
import { eventually } from "./support/eventually.mjs";
import { ADA } from "./support/people.mjs";
import { typeOver } from "./support/person.mjs";
import { applied, flow as anyFlow, openUser, paneOf, rowsOf } from "./support/stage.mjs";

const flow = (name, run, options) => anyFlow(name, run, { modes: ["sandbox"], ...options });
const valueOf = (page, path) => paneOf(page, "Public").getByLabel(`Value of ${path}`, { exact: true });

flow("Ctrl+K and a search: the first letters too are in the search", async ({ page }) => {
  await rowsOf(page, "Ada Lovelace").waitFor();
  await burst(page, ["Control+k", "nobody at all"]);
  await page.getByText("No user matches “nobody at all” by name, email or ID.").waitFor();
});

flow(
  "Ctrl+K where the search is hidden behind a user",
  async ({ page, url }) => {
    await openUser(page, ADA, url);
    await burst(page, ["Control+k", "hopper"]);
    await page.getByText("1 user", { exact: true }).waitFor();
    await eventually(async () => assert.match(await rowsOf(page).innerText(), /Grace Hopper/));
  },
  { viewport: { width: 360, height: 740 } },
);

flow("a search, arrow down and Enter: the first result is opened, once it is there", async ({ page }) => {
  await rowsOf(page, "Ada Lovelace").waitFor();
  await page.getByLabel("Search users").click();
  await burst(page, ["hopper", "ArrowDown", "Enter"]);
  await page.getByRole("heading", { name: "Grace Hopper" }).waitFor();
});

flow("keys, values and items with Tab and Enter, and Ctrl+Enter at the end", async ({ page, url, stored }) => {
  await openUser(page, ADA, url);
  await paneOf(page, "Public").getByRole("button", { name: "Add an item to features" }).click();
  await burst(page, ["sso", "Enter", "14", "Enter", "Escape"]);
  await paneOf(page, "Unsafe").getByRole("button", { name: "Add a key", exact: true }).click();
  await burst(page, ["a", "Enter", "1", "Enter", "b", "Tab", "two"]);
  await page.keyboard.press("Control+Enter");
  await applied(page);
  const { public_metadata, unsafe_metadata } = await stored(ADA);
  assert.deepEqual(public_metadata.features, ["export", "api", "sso", 14]);
  assert.deepEqual([unsafe_metadata.a, unsafe_metadata.b], [1, "two"]);
});

flow("typing and Ctrl+Z, several times", async ({ page, url }) => {
  await openUser(page, ADA, url);
  await typeOver(valueOf(page, "plan.name"), "team");
  await typeOver(valueOf(page, "plan.seats"), "12");
  await burst(page, ["5", "Control+z", "Control+z", "s"]);
  await eventually(async () => assert.equal(await valueOf(page, "plan.name").inputValue(), "pros"));
  await eventually(async () => assert.equal(await valueOf(page, "plan.seats").inputValue(), "3"));
});
