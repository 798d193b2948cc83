// The theme: light, dark, or that of the system.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { choose } from "./support/person.mjs";
import { flow } from "./support/stage.mjs";

flow(
  "default: the theme of the system; a chosen theme is kept",
  async ({ page }) => {
    const color = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const [light, dark] = ["rgb(245, 246, 248)", "rgb(17, 19, 23)"];
    await eventually(async () => assert.equal(await color(), light));
    await page.emulateMedia({ colorScheme: "dark" });
    await eventually(async () => assert.equal(await color(), dark));
    for (const [theme, expected] of [
      ["Light", light],
      ["System", dark],
      ["Light", light],
    ]) {
      await choose(page.getByLabel("Theme"), theme);
      await eventually(async () => assert.equal(await color(), expected, theme));
    }
    await page.reload();
    await eventually(async () => assert.equal(await color(), light));
    await page.emulateMedia({ colorScheme: "light" });
    await choose(page.getByLabel("Theme"), "Dark");
    await eventually(async () => assert.equal(await color(), dark));
  },
  { modes: ["sandbox"], colorScheme: "light" },
);
