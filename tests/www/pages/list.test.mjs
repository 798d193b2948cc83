// The list: search, order, links, the mode, and the sandbox options.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { ADA } from "./support/people.mjs";
import { choose, typeOver } from "./support/person.mjs";
import { flow, openUser, paneOf, rowsOf } from "./support/stage.mjs";

flow("search while typing, by name, email and ID", async ({ page }) => {
  const search = page.getByLabel("Search users");
  for (const text of ["love", "ADA@EXAMPLE.COM", "user_sandbox_ada"]) {
    await typeOver(search, text);
    await page.getByText("1 user", { exact: true }).waitFor();
    await eventually(async () => assert.match(await rowsOf(page).innerText(), /Ada Lovelace/));
  }
  await typeOver(search, "nobody at all");
  await page.getByText("No user matches “nobody at all” by name, email or ID.").waitFor();
  await typeOver(search, "");
  await rowsOf(page, "Grace Hopper").waitFor();
});

flow("sort by another order", async ({ page }) => {
  await choose(page.getByLabel("Sort by"), "Email");
  const firstEmails = (first) =>
    page.waitForFunction((first) => {
      const emails = Array.from(document.querySelectorAll(".row .email"), (email) => email.textContent);
      return emails.length > 5 && emails[0].startsWith(first) && emails.join() === emails.toSorted().join();
    }, first);
  await firstEmails("ada");
  await typeOver(page.getByLabel("Search users"), "moreau");
  await firstEmails("");
});

flow("the list shows the new values of a changed user", async ({ page, url }) => {
  await openUser(page, ADA, url);
  const row = rowsOf(page, "Ada Lovelace");
  await paneOf(page, "Unsafe").getByRole("button", { name: "Remove onboarding", exact: true }).click();
  await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
  await page.getByText("Applied.", { exact: true }).waitFor();
  await row.getByText("onboarding.step").waitFor({ state: "detached" });
});

flow("a link opens a user, and the back button the list", async ({ page, url }) => {
  await openUser(page, ADA, url);
  await eventually(async () =>
    assert.equal(await page.title(), `${ADA} · User metadata · ${url.includes("/some/") ? "sandbox" : "live"}`),
  );
  await page.goBack();
  await page.getByRole("heading", { name: "Ada Lovelace" }).waitFor({ state: "detached" });
  await page.goForward();
  await paneOf(page, "Public").waitFor();
});

flow("leaving a user with unapplied changes asks first", async ({ page, url }) => {
  await openUser(page, ADA, url);
  const seats = paneOf(page, "Public").getByLabel("Value of plan.seats");
  await typeOver(seats, "77");
  // A link and the back button ask after the URL has changed, which may be after the click.
  const asked = async (choice, leave) => {
    const dialog = page.waitForEvent("dialog");
    const left = leave();
    assert.match((await dialog).message(), /not applied yet/);
    await (await dialog)[choice]();
    await left;
  };
  const row = () => rowsOf(page, "Grace Hopper").click();
  const link = () => page.getByRole("link", { name: "History" }).click();
  const back = () => page.evaluate(() => history.back());
  for (const leave of [row, link, back, back]) {
    await asked("dismiss", leave);
    await page.waitForFunction((hash) => location.hash === hash, `#/users/${ADA}`);
    await eventually(async () => assert.equal(await seats.inputValue(), "77"));
  }
  // Canceled navigations do not change the history of the browser.
  await asked("accept", back);
  await page.getByRole("heading", { name: "Ada Lovelace" }).waitFor({ state: "detached" });
  await eventually(async () => assert.equal(page.url(), url));
  await page.goForward();
  await typeOver(seats, "78");
  await asked("accept", row);
  await page.getByRole("heading", { name: "Grace Hopper" }).waitFor();
});

flow(
  "the mode is always visible and can be switched",
  async ({ page }) => {
    await page.getByText("Live", { exact: true }).waitFor();
    await page.getByText(/^development instance at 127\.0\.0\.1:\d+$/).waitFor();
    await page.getByText("50 users", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Switch to the sandbox" }).click();
    await page.getByText("Sandbox", { exact: true }).waitFor();
    await page.getByText("250 users", { exact: true }).waitFor();
    await page.reload(); // it stays chosen
    await page.getByRole("button", { name: "Switch to live" }).click();
    await page.getByText("50 users", { exact: true }).waitFor();
  },
  { modes: ["live"] },
);

flow(
  "the sandbox gets more users, survives a reload, and is reset",
  async ({ page, url }) => {
    await openUser(page, ADA, url);
    await typeOver(paneOf(page, "Public").getByLabel("Value of plan.seats"), "8");
    await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
    await page.getByText("Applied.", { exact: true }).waitFor();
    await page.getByText("Options").click();
    await page.getByRole("button", { name: "1,000", exact: true }).click();
    await page.getByText("1,000 users", { exact: true }).waitFor();
    await page.reload();
    await eventually(async () =>
      assert.equal(await paneOf(page, "Public").getByLabel("Value of plan.seats").inputValue(), "8"),
    );
    await page.getByText("Options").click();
    await page.getByRole("button", { name: "Reset" }).click();
    await page.getByText("250 users", { exact: true }).waitFor();
    await page.reload();
    await eventually(async () =>
      assert.equal(await paneOf(page, "Public").getByLabel("Value of plan.seats").inputValue(), "3"),
    );
  },
  { modes: ["sandbox"] },
);
