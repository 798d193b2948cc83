// Light and dark: the system's, or the one that is chosen.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { choose } from "./support/person.mjs";
import { flow } from "./support/stage.mjs";

flow(
  "the theme is the system's unless one is chosen, which stays",
  async ({ page }) => {
    const colour = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const [light, dark] = ["rgb(245, 246, 248)", "rgb(17, 19, 23)"];
    await eventually(async () => assert.equal(await colour(), light));
    await page.emulateMedia({ colorScheme: "dark" });
    await eventually(async () => assert.equal(await colour(), dark));
    for (const [theme, expected] of [
      ["Light", light],
      ["System", dark],
      ["Light", light],
    ]) {
      await choose(page.getByLabel("Theme"), theme);
      await eventually(async () => assert.equal(await colour(), expected, theme));
    }
    await page.reload();
    await eventually(async () => assert.equal(await colour(), light));
    await page.emulateMedia({ colorScheme: "light" });
    await choose(page.getByLabel("Theme"), "Dark");
    await eventually(async () => assert.equal(await colour(), dark));
  },
  { modes: ["sandbox"], colorScheme: "light" },
);
