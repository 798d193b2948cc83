// What goes wrong is said in plain words, keeps what was typed, and can be done again.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { ADA } from "./support/people.mjs";
import { typeOver } from "./support/person.mjs";
import { flow, openUser, paneOf, rowsOf } from "./support/stage.mjs";

const FAULTS = {
  401: { title: "The secret key was not accepted.", again: true },
  404: { title: "There is no such user.", again: true },
  409: { title: "Someone else is writing to this user.", again: true },
  422: { title: "The change was refused.", says: /exceeds the maximum allowed size of 8192 bytes/, again: false },
  429: { title: "Too many requests.", says: /try again in 90 seconds/, again: true },
  500: { title: "The service failed.", says: /Something went wrong/, again: true },
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
    await eventually(async () => assert.match(await alert.innerText(), /Trace id for Clerk's support: \S+/));
    // What was typed is still there, and nothing was stored.
    await eventually(async () => assert.equal(await pane.getByLabel("Value of plan.seats").inputValue(), "11"));
    assert.equal((await stored(ADA)).public_metadata.plan.seats, 3);
    await fails(undefined);
    await eventually(async () =>
      assert.equal(await alert.getByRole("button", { name: "Try again" }).count(), again ? 1 : 0),
    );
    await (again
      ? alert.getByRole("button", { name: "Try again" })
      : page.getByRole("button", { name: /^Apply( to \w+)?$/ })
    ).click();
    await page.getByText("Applied.", { exact: true }).waitFor();
    assert.equal((await stored(ADA)).public_metadata.plan.seats, 11);
  });
}

flow(
  "a short wait is waited for, and told",
  async ({ page, url, service, stored }) => {
    await openUser(page, ADA, url);
    service.fails(429, 2);
    await typeOver(paneOf(page, "Public").getByLabel("Value of plan.seats"), "13");
    await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
    await page.getByText("Trying again in 2 s…").waitFor();
    service.fails(undefined);
    await page.getByText("Applied.", { exact: true }).waitFor();
    assert.equal((await stored(ADA)).public_metadata.plan.seats, 13);
  },
  { modes: ["live"] },
);

flow(
  "offline: said so, and sent when there is a network again",
  async ({ page, url, context, mode, fails, stored }) => {
    await openUser(page, ADA, url);
    const offline = (on) => (mode === "live" ? context.setOffline(on) : fails(on ? "offline" : undefined));
    await offline(true);
    await typeOver(paneOf(page, "Public").getByLabel("Value of plan.seats"), "12");
    await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
    const alert = page
      .getByRole("alert")
      .filter({ hasText: mode === "live" ? "You are offline." : "No usable answer came." });
    await alert.waitFor();
    await offline(false);
    await alert.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Applied.", { exact: true }).waitFor();
    assert.equal((await stored(ADA)).public_metadata.plan.seats, 12);
  },
);

flow("a user that is not there", async ({ page, url }) => {
  await page.goto(`${url}#/users/user_nobody`);
  const alert = page.getByRole("alert").filter({ hasText: "There is no such user." });
  await alert.getByRole("button", { name: "Try again" }).click();
  await alert.waitFor();
});

flow(
  "the list fails, and comes when it is tried again",
  async ({ page, context, url }) => {
    await context.setOffline(true);
    await typeOver(page.getByLabel("Search users"), "grace");
    const alert = page.getByRole("alert").filter({ hasText: "You are offline." });
    await alert.waitFor();
    await context.setOffline(false);
    await alert.getByRole("button", { name: "Try again" }).click();
    await rowsOf(page, "Grace Hopper").waitFor();
    assert.ok(url);
  },
  { modes: ["live"] },
);

flow(
  "a server that was started again: the page says where to get in",
  async ({ page, context, url }) => {
    await rowsOf(page, "Ada Lovelace").waitFor();
    await context.clearCookies();
    await page.goto(`${url}#/users/${ADA}`);
    await page
      .getByRole("region", { name: "User", exact: true })
      .getByRole("alert")
      .filter({ hasText: "The server does not know this page any more." })
      .waitFor();
  },
  { modes: ["live"] },
);
