// The Apply button shows the target of the change, and has another color for each.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import { serve } from "../../js/support/backend.mjs";
import { KEY, startAdmin } from "../support/admin.mjs";
import { newContext } from "../support/browser.mjs";
import { typeOver } from "./support/person.mjs";

const USER = { id: "user_ada", firstName: "Ada", lastName: "Lovelace", publicMetadata: { seats: 3 } };

test("sandbox, development and production", async (t) => {
  const looks = [];
  for (const [secretKey, label, says] of [
    [undefined, "Apply", /^Public 1 changed$/],
    [KEY, "Apply to development", /This changes a user of the development instance at 127\.0\.0\.1:\d+\./],
    ["sk_live_x", "Apply to production", /This changes a real user at 127\.0\.0\.1:\d+\./],
  ]) {
    const service = secretKey && (await serve(t, { secretKey, users: [USER] }));
    const context = await newContext(t);
    if (context === undefined) return;
    const admin = await startAdmin(t, service?.url, secretKey ? { env: { CLERK_SECRET_KEY: secretKey } } : {});
    const page = await context.newPage();
    await page.goto(admin.url);
    await page.getByRole("option", { name: /Ada Lovelace/ }).click();
    await typeOver(page.getByLabel(secretKey ? "Value of seats" : "Value of plan.seats"), "5");
    const button = page.getByRole("button", { name: label, exact: true });
    await button.waitFor();
    await eventually(async () =>
      assert.match((await page.locator(".apply-says").innerText()).replace(/\s+/g, " "), says),
    );
    looks.push(await button.evaluate((element) => getComputedStyle(element).backgroundColor));
    await button.click();
    await page.getByText("Applied.", { exact: true }).waitFor();
  }
  assert.equal(new Set(looks).size, 3, looks.join());
});
