// Errors are explained, keep what was typed, and can be retried.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { ADA } from "./support/people.mjs";
import { typeOver } from "./support/person.mjs";
import { flow, openUser, paneOf, rowsOf } from "./support/stage.mjs";

const FAULTS = {
  401: { title: "The secret key was rejected.", again: true },
  404: { title: "User not found.", again: true },
  409: { title: "The user is locked by another request.", again: true },
  422: { title: "The change was rejected.", says: /exceeds the maximum allowed size of 8192 bytes/, again: false },
  429: { title: "Too many requests.", says: /asks to retry in 90 seconds/, again: true },
  500: { title: "The Backend API failed.", says: /Something went wrong/, again: true },
};

for (const [status, { title, says, again }] of Object.entries(FAULTS)) {
  flow(`${status} on a change`, async ({ page, url, fails, stored }) => {
    await openUser(page, ADA, url);
    await fails(Number(status));
    const pane = paneOf(page, "Public");
    await typeOver(pane.getByLabel("Value of plan.seats"), "11");
    await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
    const alert = page.getByRole("alert").filter({ hasText: title });
    await alert.waitFor();
    if (says) await eventually(async () => assert.match(await alert.innerText(), says));
    await eventually(async () => assert.match(await alert.innerText(), /Trace ID for Clerk support: \S+/));
    // The typed text is kept, and nothing was stored.
    await eventually(async () => assert.equal(await pane.getByLabel("Value of plan.seats").inputValue(), "11"));
    assert.equal((await stored(ADA)).public_metadata.plan.seats, 3);
    await fails(undefined);
    await eventually(async () =>
      assert.equal(await alert.getByRole("button", { name: "Retry" }).count(), again ? 1 : 0),
    );
    await (again
      ? alert.getByRole("button", { name: "Retry" })
      : page.getByRole("button", { name: /^Apply( to \w+)?$/ })
    ).click();
    await page.getByText("Applied.", { exact: true }).waitFor();
    assert.equal((await stored(ADA)).public_metadata.plan.seats, 11);
  });
}

flow(
  "a short wait is shown",
  async ({ page, url, service, stored }) => {
    await openUser(page, ADA, url);
    service.fails(429, 2);
    await typeOver(paneOf(page, "Public").getByLabel("Value of plan.seats"), "13");
    await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
    await page.getByText("Retrying in 2 s…").waitFor();
    service.fails(undefined);
    await page.getByText("Applied.", { exact: true }).waitFor();
    assert.equal((await stored(ADA)).public_metadata.plan.seats, 13);
  },
  { modes: ["live"] },
);

flow("offline: shown, and sent when the network is available", async ({ page, url, context, mode, fails, stored }) => {
  await openUser(page, ADA, url);
  const offline = (on) => (mode === "live" ? context.setOffline(on) : fails(on ? "offline" : undefined));
  await offline(true);
  await typeOver(paneOf(page, "Public").getByLabel("Value of plan.seats"), "12");
  await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
  const alert = page
    .getByRole("alert")
    .filter({ hasText: mode === "live" ? "You are offline." : "No valid response." });
  await alert.waitFor();
  await offline(false);
  await alert.getByRole("button", { name: "Retry" }).click();
  await page.getByText("Applied.", { exact: true }).waitFor();
  assert.equal((await stored(ADA)).public_metadata.plan.seats, 12);
});

flow("a user that is not there", async ({ page, url }) => {
  await page.goto(`${url}#/users/user_nobody`);
  const alert = page.getByRole("alert").filter({ hasText: "User not found." });
  await alert.getByRole("button", { name: "Retry" }).click();
  await alert.waitFor();
});

flow(
  "the list fails, and a retry loads it",
  async ({ page, context, url }) => {
    // Then all of the page's files are loaded, too.
    await rowsOf(page, "Ada Lovelace").waitFor();
    await context.setOffline(true);
    await typeOver(page.getByLabel("Search users"), "grace");
    const alert = page.getByRole("alert").filter({ hasText: "You are offline." });
    await alert.waitFor();
    await context.setOffline(false);
    await alert.getByRole("button", { name: "Retry" }).click();
    await rowsOf(page, "Grace Hopper").waitFor();
    assert.ok(url);
  },
  { modes: ["live"] },
);

flow(
  "a restarted server: the page asks to open the new URL",
  async ({ page, context, url }) => {
    await rowsOf(page, "Ada Lovelace").waitFor();
    await context.clearCookies();
    await page.goto(`${url}#/users/${ADA}`);
    await page
      .getByRole("region", { name: "User", exact: true })
      .getByRole("alert")
      .filter({ hasText: "The session has ended." })
      .waitFor();
  },
  { modes: ["live"] },
);
