// The main states, in both themes and three widths: no rule of axe is broken, nothing sticks out to the
// side, and a picture of each is in target/www-screenshots.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { ADA } from "./support/people.mjs";
import { choose, typeOver } from "./support/person.mjs";
import { flow, openUser, paneOf, rowsOf } from "./support/stage.mjs";

const folder = fileURLToPath(new URL("../../../target/www-screenshots/", import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SIZES = [[360, 740], [1280, 800], [3840, 2160]];

mkdirSync(folder, { recursive: true });

/** axe comes by the debugger: as a script of the page the policy would refuse it. */
async function look(page, name) {
  await page.mouse.move(0, 0);
  // No colour is judged half-way.
  await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)));
  await page.screenshot({ path: `${folder}${name}.png` });
  const session = await page.context().newCDPSession(page);
  // setup: the tool that judges the page, which the page does not see
  await session.send("Runtime.evaluate", { expression: axe });
  const broken = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`).join("\n")}`);
  });
  assert.deepEqual(broken, [], name);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(wide, false, `${name} sticks out to the side`);
}

for (const colorScheme of ["light", "dark"]) {
  for (const [width, height] of SIZES) {
    flow(
      `${colorScheme}, ${width} pixels wide`,
      async ({ page, url, fails }) => {
        const named = (state) => `${state}-${width}-${colorScheme}`;
        await rowsOf(page, "Ada Lovelace").waitFor();
        await look(page, named("1-list"));
        await page.getByText("Options").click();
        await look(page, named("2-options"));
        await page.keyboard.press("Escape");
        await openUser(page, ADA, url);
        await look(page, named("3-user"));
        const pane = paneOf(page, "Public");
        await typeOver(pane.getByLabel("Value of plan.seats"), "5");
        await pane.getByRole("button", { name: "Remove features[1]" }).click();
        await pane.getByRole("button", { name: "Remove address", exact: true }).click();
        await pane.getByRole("button", { name: "Add a key", exact: true }).click();
        await pane.getByRole("button", { name: "Show what stays" }).click();
        await paneOf(page, "Unsafe").getByRole("radio", { name: "Text" }).click();
        await paneOf(page, "Unsafe").getByRole("textbox").waitFor();
        await page.locator(".user-scroll").evaluate((side) => side.scrollTo(0, 0));
        await look(page, named("4-edit"));
        await page.getByText("The exact request").click();
        await page.getByLabel("curl command", { exact: true }).waitFor();
        await look(page, named("5-request"));
        await page.getByText("The exact request").click();
        await fails(422);
        await page.getByRole("button", { name: "Apply" }).click();
        await page.getByRole("alert").filter({ hasText: "The change was refused." }).waitFor();
        await look(page, named("6-refused"));
        await fails(undefined);
        await page.getByRole("button", { name: "Apply" }).click();
        await page.getByText("Applied.", { exact: true }).waitFor();
        await look(page, named("7-applied"));
        await page.getByRole("link", { name: /History/ }).click();
        await page.getByRole("heading", { name: "History of this session" }).waitFor();
        await look(page, named("8-history"));
      },
      { modes: ["sandbox"], viewport: { width, height }, colorScheme },
    );
  }
}

flow(
  "the theme is the system's unless one is chosen, which stays",
  async ({ page }) => {
    const colour = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const [light, dark] = ["rgb(245, 246, 248)", "rgb(17, 19, 23)"];
    assert.equal(await colour(), light);
    await page.emulateMedia({ colorScheme: "dark" });
    assert.equal(await colour(), dark);
    for (const [theme, expected] of [["Light", light], ["System", dark], ["Light", light]]) {
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

flow(
  "a conflict",
  async ({ page, url, service }) => {
    await openUser(page, ADA, url);
    const pane = paneOf(page, "Public");
    await typeOver(pane.getByLabel("Value of plan.seats"), "10");
    await service.backend.fetch(`${service.url}/v1/users/${ADA}/metadata`, {
      method: "PATCH",
      headers: { authorization: "Bearer sk_test_a_key_that_no_browser_may_see", "content-type": "application/json" },
      body: JSON.stringify({ public_metadata: { plan: { seats: 4 }, region: "eu" } }),
    });
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByRole("heading", { name: "Someone else changed this user meanwhile" }).waitFor();
    for (const [width, height] of SIZES) {
      for (const colorScheme of ["light", "dark"]) {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme });
        await look(page, `9-conflict-${width}-${colorScheme}`);
      }
    }
  },
  { modes: ["live"] },
);
