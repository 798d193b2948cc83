// The page shows the instance that it works on, and not only by color.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { flow, rowsOf } from "./support/stage.mjs";

/** Reloads the page with the server of an instance. */
async function openInstance(page, instance) {
  await page.route("**/admin.json", (route) =>
    route.fulfill({ json: { mode: "live", instance, apiUrl: "https://api.clerk.com", apiVersion: "v1" } }),
  );
  await page.reload();
  await rowsOf(page, "Ada Lovelace").waitFor();
}

for (const [width, says] of [
  [1440, "LIVE PRODUCTION instance at api.clerk.com: changes affect real users"],
  [360, "LIVE PRODUCTION instance"],
]) {
  flow(
    `production, ${width} px wide`,
    async ({ page }) => {
      await openInstance(page, "production");
      await eventually(async () => {
        const text = await page
          .locator(".mode")
          .evaluate((bar) =>
            [...bar.querySelectorAll("strong, .mode-says")].map((part) => part.innerText.trim()).join(" "),
          );
        assert.equal(text.replace(/\s+/g, " "), says);
      });
      await eventually(async () => assert.equal(await page.title(), "User metadata · production"));
      await eventually(async () => {
        const stripes = await page.locator(".head").evaluate((head) => getComputedStyle(head).borderImageSource);
        assert.match(stripes, /^repeating-linear-gradient/);
      });
    },
    { modes: ["live"], viewport: { width, height: 800 } },
  );
}

flow(
  "a development instance and the sandbox",
  async ({ page }) => {
    await openInstance(page, "development");
    await page.getByText("development instance at api.clerk.com", { exact: true }).waitFor();
    await eventually(async () => assert.equal(await page.title(), "User metadata · live"));
    await page.getByRole("button", { name: "Switch to the sandbox" }).click();
    await page.getByText("Everything stays in this browser").waitFor();
    await eventually(async () => assert.equal(await page.title(), "User metadata · sandbox"));
    await eventually(async () =>
      assert.equal(await page.locator(".head").evaluate((head) => getComputedStyle(head).borderTopWidth), "0px"),
    );
  },
  { modes: ["live"] },
);
