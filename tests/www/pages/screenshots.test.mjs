// Each state of the page in three widths and both themes: no violation of axe and no horizontal overflow. Writes a
// screenshot to target/www-screenshots. Review the screenshots after a change of the styles.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { ADA } from "./support/people.mjs";
import { typeKeys, typeOver } from "./support/person.mjs";
import { flow, openUser, paneOf, rowsOf } from "./support/stage.mjs";

const folder = fileURLToPath(new URL("../../../target/www-screenshots/", import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SIZES = [
  [360, 740],
  [1440, 900],
  [3840, 2160],
];

/** A screenshot of a wide page takes seconds on a busy machine. */
const PATIENCE_MS = 90_000;

mkdirSync(folder, { recursive: true });

/** Takes the screenshots of a state. The pointer and the focus do not move. */
async function pictures(page, state) {
  page.setDefaultTimeout(PATIENCE_MS);
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      const name = `${state}-${width}-${colorScheme}`;
      await settle(page);
      await page.screenshot({ path: `${folder}${name}.png` });
      await eventually(async () =>
        assert.equal(
          await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
          true,
          `${name} overflows horizontally`,
        ),
      );
    }
    // Taller, because elements out of view have no layout. The widest size has no other elements than the middle one.
    if (width > 1440) continue;
    await page.setViewportSize({ width, height: 2400 });
    for (const colorScheme of ["dark", "light"]) {
      await page.emulateMedia({ colorScheme });
      await settle(page);
      await eventually(async () => assert.deepEqual(await brokenRules(page), [], `${state}-${width}-${colorScheme}`));
    }
  }
}

/** Waits until the rows of the new size are rendered. */
const settle = (page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

/** Runs axe by the debugger, because the policy would reject it as a script of the page. */
async function brokenRules(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: axe }); // setup: it only reads the page
  await session.detach();
  return page.evaluate(async (rules) => {
    const { violations } = await globalThis.axe.run(document, { runOnly: rules });
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`).join("\n")}`,
    );
  }, RULES);
}

/** Makes a change of each type. */
async function edit(page) {
  const pane = paneOf(page, "Public");
  await typeOver(pane.getByLabel("Value of plan.seats"), "5");
  await pane.getByRole("button", { name: "Remove features[1]" }).click();
  await pane.getByRole("button", { name: "Remove address", exact: true }).click();
  await pane.getByRole("button", { name: "Add a key", exact: true }).click();
  await typeKeys(page, "region\teu\t");
  await pane.getByRole("table").waitFor();
}

/** Someone else changes the same value and adds another one. */
const changeElsewhere = (service) =>
  service.backend.fetch(`${service.url}/v1/users/${ADA}/metadata`, {
    method: "PATCH",
    headers: { authorization: "Bearer sk_test_a_key_that_no_browser_may_see", "content-type": "application/json" },
    body: JSON.stringify({
      public_metadata: { plan: { seats: 4 }, features: ["export", "api", "webhooks"], manager: "grace@example.com" },
    }),
  });

// Without transitions, so that axe never sees an intermediate color. Waiting for the end of transitions does not work:
// a row that was removed does not report it.
const sandbox = { modes: ["sandbox"], viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" };
const live = { ...sandbox, modes: ["live"] };

flow(
  "the list",
  async ({ page }) => {
    await rowsOf(page, "Ada Lovelace").waitFor();
    await pictures(page, "list");
    await page.getByText("Options").click();
    await page.getByLabel("Response to changes").waitFor();
    await pictures(page, "list-options");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await typeKeys(page, "nobody at all");
    await page.getByText("No user matches “nobody at all” by name, email or ID.").waitFor();
    await pictures(page, "list-empty");
  },
  sandbox,
);

flow(
  "the list and a user fail",
  async ({ page, url }) => {
    await rowsOf(page, "Ada Lovelace").waitFor();
    const body = {
      errors: [{ code: "bad_request", message: "Not now.", long_message: "The Backend API cannot list users now." }],
    };
    await page.route(
      ({ pathname }) => pathname.startsWith("/v1/users"),
      (route) => route.fulfill({ status: 400, json: body }),
    );
    await page.keyboard.press("Control+k");
    await typeKeys(page, "grace");
    await page.getByRole("alert").filter({ hasText: "The Backend API cannot list users now." }).waitFor();
    await pictures(page, "list-error");
    await page.goto(`${url}#/users/${ADA}`);
    await page.getByRole("region", { name: "User", exact: true }).getByRole("alert").waitFor();
    await pictures(page, "user-error");
  },
  live,
);

flow(
  "a user, changed",
  async ({ page, url }) => {
    await openUser(page, ADA, url);
    await pictures(page, "user");
    await edit(page);
    await pictures(page, "user-edited");
    await page.getByText("The exact request").click();
    await page.getByLabel("curl command", { exact: true }).waitFor();
    await pictures(page, "user-request");
    await page.getByText("The exact request").click();
    await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
    await page.getByText("Applied.", { exact: true }).waitFor();
    await pictures(page, "user-applied");
    await page.getByRole("link", { name: /History/ }).click();
    await page.getByRole("heading", { name: "History of this session" }).waitFor();
    await pictures(page, "history");
  },
  sandbox,
);

flow(
  "text mode",
  async ({ page, url }) => {
    await openUser(page, ADA, url);
    const pane = paneOf(page, "Public");
    await pane.getByRole("radio", { name: "Text" }).click();
    await pane.getByRole("textbox").waitFor();
    await pictures(page, "user-text");
    await pane.getByRole("textbox").click();
    await page.keyboard.press("ControlOrMeta+End");
    await typeKeys(page, ",");
    await pane.getByRole("alert").waitFor();
    await pictures(page, "user-text-error");
  },
  sandbox,
);

flow(
  "a change is rejected",
  async ({ page, url, fails }) => {
    await openUser(page, ADA, url);
    await fails(422);
    await edit(page);
    await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
    await page.getByRole("alert").filter({ hasText: "exceeds the maximum allowed size" }).waitFor();
    await pictures(page, "user-rejected");
  },
  live,
);

flow(
  "a conflict",
  async ({ page, url, service }) => {
    await openUser(page, ADA, url);
    await edit(page);
    await changeElsewhere(service);
    await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
    await page.getByRole("heading", { name: "Someone else changed this user" }).waitFor();
    await pictures(page, "user-conflict");
  },
  live,
);

flow(
  "organizations and members",
  async ({ page }) => {
    await page.getByRole("link", { name: "Organizations", exact: true }).click();
    await rowsOf(page, "Analytical Engines", "Organizations").waitFor();
    await pictures(page, "organizations");
    await page.setViewportSize({ width: 1440, height: 900 });
    await rowsOf(page, "Analytical Engines", "Organizations").click();
    await page.getByRole("link", { name: "Ada Lovelace" }).waitFor();
    await pictures(page, "organization");
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole("link", { name: "Ada Lovelace" }).click();
    await typeOver(paneOf(page, "Public").getByLabel("Value of desk"), "13");
    await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).waitFor();
    await pictures(page, "member-edited");
  },
  sandbox,
);
