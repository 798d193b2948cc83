// Light and dark: the system's, or the one that is chosen.
import assert from "node:assert/strict";
import { choose } from "./support/person.mjs";
import { flow } from "./support/stage.mjs";

flow(
  "the theme is the system's unless one is chosen, which stays",
  async ({ page }) => {
    const colour = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const [light, dark] = ["rgb(245, 246, 248)", "rgb(17, 19, 23)"];
    assert.equal(await colour(), light);
    await page.emulateMedia({ colorScheme: "dark" });
    assert.equal(await colour(), dark);
    for (const [theme, expected] of [
      ["Light", light],
      ["System", dark],
      ["Light", light],
    ]) {
      await choose(page.getByLabel("Theme"), theme);
      assert.equal(await colour(), expected, theme);
    }
    await page.reload();
    assert.equal(await colour(), light);
    await page.emulateMedia({ colorScheme: "light" });
    await choose(page.getByLabel("Theme"), "Dark");
    assert.equal(await colour(), dark);
  },
  { modes: ["sandbox"], colorScheme: "light" },
);
