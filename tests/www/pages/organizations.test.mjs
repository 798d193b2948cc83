// The tab of organizations: found, opened, and their metadata and that of their members changed and undone.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { ADA, ADA_AT_ENGINES, ENGINES } from "./support/people.mjs";
import { choose, pasteOver, typeOver } from "./support/person.mjs";
import { someoneSends } from "./support/someone.mjs";
import { applied, flow, paneOf, rowsOf } from "./support/stage.mjs";

const APPLY = /^Apply( to \w+)?$/;

const apply = (page) => page.getByRole("button", { name: APPLY }).click();
const organizationsOf = (page, hasText) => rowsOf(page, hasText, "Organizations");

/** Opens the tab by a click. */
async function openTab(page) {
  await page.getByRole("link", { name: "Organizations", exact: true }).click();
  await organizationsOf(page, "Analytical Engines").waitFor();
}

/** Opens an address, and waits for the editor. */
async function openAt(page, url, path) {
  await page.goto(`${url}#/organizations/${path}`);
  await paneOf(page, "Public").waitFor();
}

const hashIs = (page, hash) => page.waitForFunction((hash) => location.hash === hash, hash);

flow("the tab lists organizations; search and order are in the address", async ({ page }) => {
  await rowsOf(page, "Ada Lovelace").waitFor();
  await openTab(page);
  await hashIs(page, "#/organizations");
  await eventually(async () => assert.match(await page.title(), /^Organization metadata · /));
  await organizationsOf(page, "Empty & Co").getByText("No metadata").waitFor();
  for (const text of ["engines", "ANALYTICAL-ENG", ENGINES]) {
    await typeOver(page.getByLabel("Search organizations"), text);
    await page.getByText("1 organization", { exact: true }).waitFor();
    await eventually(async () => assert.match(await organizationsOf(page).innerText(), /Analytical Engines/));
  }
  await typeOver(page.getByLabel("Search organizations"), "nothing at all");
  await page.getByText("No organization matches “nothing at all” by name, slug or ID.").waitFor();
  await typeOver(page.getByLabel("Search organizations"), "");
  await choose(page.getByLabel("Sort by"), "Name");
  await hashIs(page, "#/organizations?order=name");
  const names = () => organizationsOf(page).locator(".name").allInnerTexts();
  await eventually(async () => {
    const all = await names();
    assert.ok(all.length > 5);
    assert.deepEqual(all, all.toSorted());
  });
  // The other list has its own search.
  await page.getByRole("link", { name: "Users", exact: true }).click();
  await rowsOf(page, "Ada Lovelace").waitFor();
  await hashIs(page, "#/users");
  await page.goBack();
  await hashIs(page, "#/organizations?order=name");
  await page.reload();
  await eventually(async () => assert.equal((await names())[0], (await names()).toSorted()[0]));
  await eventually(async () => assert.equal(await page.getByLabel("Sort by").inputValue(), "+name"));
});

flow("public and private metadata of an organization are changed, and undone", async ({ page, service, stored }) => {
  await openTab(page);
  await organizationsOf(page, "Analytical Engines").click();
  await page.getByRole("heading", { name: "Analytical Engines" }).waitFor();
  await hashIs(page, `#/organizations/${ENGINES}`);
  await typeOver(paneOf(page, "Public").getByLabel("Value of plan.seats"), "30");
  await paneOf(page, "Private").getByRole("button", { name: "Remove billing.invoiced" }).click();
  await eventually(async () => assert.equal(await paneOf(page, "Unsafe").count(), 0));
  await page.getByText("The exact request").click();
  await page.getByLabel("Request", { exact: true }).getByText(`/v1/organizations/${ENGINES}/metadata`).waitFor();
  await apply(page);
  await applied(page);
  const { public_metadata, private_metadata } = await stored(ENGINES);
  assert.deepEqual(public_metadata, {
    plan: { name: "enterprise", seats: 30, trial: false },
    regions: ["eu", "us"],
  });
  assert.deepEqual(private_metadata, { billing: { customerId: "cus_9Jm4" } });
  await organizationsOf(page, "Analytical Engines").getByText("30").waitFor(); // the list has the new value
  if (service) {
    const { method, url, body } = service.requests.findLast(({ method }) => method !== "GET");
    assert.deepEqual([method, url], ["PATCH", `/v1/organizations/${ENGINES}/metadata`]);
    assert.equal(body, '{"public_metadata":{"plan":{"seats":30}},"private_metadata":{"billing":{"invoiced":null}}}');
  }
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("Undone.").waitFor();
  assert.equal((await stored(ENGINES)).public_metadata.plan.seats, 25);
  assert.equal((await stored(ENGINES)).private_metadata.billing.invoiced, true);
});

flow("a patch as text: numbers keep every digit, and null removes a key", async ({ page, url, service }) => {
  await openAt(page, url, ENGINES);
  const pane = paneOf(page, "Public");
  await pane.getByRole("radio", { name: "Patch" }).click();
  await pane.getByRole("radio", { name: "Text" }).click();
  const text = pane.getByRole("textbox", { name: "Text of the public metadata" });
  await pasteOver(text, '{"plan": null, "account": 12345678901234567890, "rate": 1.50}');
  await apply(page);
  await applied(page);
  await page.reload();
  await pane.waitFor();
  await pane.getByRole("radio", { name: "Text" }).click();
  await eventually(async () =>
    assert.match(await text.innerText(), /"account": 12345678901234567890,\s+"rate": 1\.50/),
  );
  if (!service) return;
  const { body } = service.requests.findLast(({ method }) => method !== "GET");
  assert.equal(body, '{"public_metadata":{"plan":null,"account":12345678901234567890,"rate":1.50}}');
});

flow(
  "a stored null that was removed is restored by replacing the field",
  async ({ page, url, service }) => {
    const of = `organizations/${ENGINES}`;
    await someoneSends({ service }, '{"public_metadata":{"a":null,"b":1}}', { of, method: "PUT" });
    await openAt(page, url, ENGINES);
    await paneOf(page, "Public").getByRole("button", { name: "Remove a", exact: true }).click();
    await apply(page);
    await applied(page);
    assert.deepEqual(service.backend.organizations.get(ENGINES).public_metadata, { b: 1 });
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone.").waitFor();
    assert.deepEqual(service.backend.organizations.get(ENGINES).public_metadata, { a: null, b: 1 });
    const { method, url: path } = service.requests.findLast(({ method }) => method !== "GET");
    assert.deepEqual([method, path], ["PUT", `/v1/${of}/metadata`]);
  },
  { modes: ["live"] },
);

flow("the metadata of a member is changed, and undone", async ({ page, url, service, stored }) => {
  await openAt(page, url, ENGINES);
  await page.getByRole("heading", { name: "Members (2)" }).waitFor();
  await page.getByRole("link", { name: "Ada Lovelace" }).click();
  await hashIs(page, `#/organizations/${ENGINES}/members/${ADA}`);
  await page.getByRole("heading", { name: "Ada Lovelace" }).waitFor();
  await typeOver(paneOf(page, "Public").getByLabel("Value of desk"), "13");
  await typeOver(paneOf(page, "Private").getByLabel("Value of salaryBand"), "D");
  await apply(page);
  await applied(page);
  const { public_metadata, private_metadata } = await stored(ADA_AT_ENGINES);
  assert.deepEqual([public_metadata, private_metadata], [{ team: "research", desk: 13 }, { salaryBand: "D" }]);
  if (service) {
    const { method, url: path, body } = service.requests.findLast(({ method }) => method !== "GET");
    assert.deepEqual(
      [method, path, body],
      [
        "PATCH",
        `/v1/organizations/${ENGINES}/memberships/${ADA}/metadata`,
        '{"public_metadata":{"desk":13},"private_metadata":{"salaryBand":"D"}}',
      ],
    );
  }
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("Undone.").waitFor();
  assert.deepEqual((await stored(ADA_AT_ENGINES)).public_metadata, { team: "research", desk: 12 });

  // The history names both changes, and leads back to the member.
  await page.getByRole("link", { name: "History (2)" }).click();
  const entries = page.getByRole("region", { name: "History of this session" }).getByRole("listitem");
  await entries.filter({ hasText: "membership" }).first().getByRole("link", { name: "Ada Lovelace" }).click();
  await hashIs(page, `#/organizations/${ENGINES}/members/${ADA}`);
  await page.getByRole("link", { name: ENGINES, exact: true }).click();
  await page.getByRole("heading", { name: "Analytical Engines" }).waitFor();
});

flow("leaving an organization with unapplied changes asks first", async ({ page, url }) => {
  await openAt(page, url, ENGINES);
  const seats = paneOf(page, "Public").getByLabel("Value of plan.seats");
  await typeOver(seats, "77");
  const dialog = page.waitForEvent("dialog");
  const left = page.getByRole("link", { name: "Ada Lovelace" }).click();
  assert.match((await dialog).message(), /^Leave this organization\? Your changes are not applied yet/);
  await (await dialog).dismiss();
  await left;
  await hashIs(page, `#/organizations/${ENGINES}`);
  await eventually(async () => assert.equal(await seats.inputValue(), "77"));
});

flow("an organization or a member that does not exist is an error with its name", async ({ page, url }) => {
  await page.goto(`${url}#/organizations/org_nobody`);
  await page.getByRole("alert").filter({ hasText: "Organization not found" }).waitFor();
  await page.goto(`${url}#/organizations/${ENGINES}/members/user_sandbox_new`);
  await page.getByRole("alert").filter({ hasText: "Membership not found" }).waitFor();
});

flow(
  "someone else changes the same key of an organization",
  async ({ page, url, service, stored }) => {
    await openAt(page, url, ENGINES);
    await typeOver(paneOf(page, "Public").getByLabel("Value of plan.seats"), "30");
    const of = `organizations/${ENGINES}`;
    await someoneSends({ service }, { public_metadata: { plan: { seats: 40 }, owner: "grace" } }, { of });
    await apply(page);
    await page.getByRole("heading", { name: "Someone else changed this organization" }).waitFor();
    await page.getByRole("button", { name: "Apply these choices" }).click();
    await applied(page);
    const { plan, owner } = (await stored(ENGINES)).public_metadata;
    assert.deepEqual([plan.seats, owner], [30, "grace"]);
  },
  { modes: ["live"] },
);

flow(
  "a long list of members is loaded in parts",
  async ({ page, url, service }) => {
    const { users, memberships, organizations } = service.backend;
    organizations.create({ id: "org_many" });
    for (const { id } of users.list()) memberships.create({ organizationId: "org_many", userId: id });
    await openAt(page, url, "org_many");
    await page.getByRole("heading", { name: "Members (70)" }).waitFor();
    const members = page.getByRole("region", { name: /^Members/ }).getByRole("listitem");
    await eventually(async () => assert.equal(await members.count(), 50));
    await page.getByRole("button", { name: "Show more members" }).click();
    await eventually(async () => assert.equal(await members.count(), 70));
    await page.getByRole("button", { name: "Show more members" }).waitFor({ state: "detached" });
  },
  { modes: ["live"], users: 70 },
);

/** The label or the text of the focused element. */
const focused = (page) =>
  page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "");

async function tabTo(page, name) {
  const passed = [];
  for (let steps = 0; steps < 120; steps++) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    if (now === name) return;
    passed.push(now);
  }
  assert.fail(`no way to ${name}; passed ${passed.join(", ")}`);
}

flow("keyboard only: from the tab to a member", async ({ page, stored }) => {
  await rowsOf(page, "Ada Lovelace").waitFor();
  await tabTo(page, "Organizations");
  await page.keyboard.press("Enter");
  await organizationsOf(page, "Analytical Engines").waitFor();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("analytical");
  await page.getByText("1 organization", { exact: true }).waitFor();
  await page.keyboard.press("ArrowDown");
  await eventually(async () => assert.equal(await focused(page), "Organizations"));
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.textContent === "Analytical Engines");
  await page.getByRole("link", { name: "Ada Lovelace" }).waitFor();
  await tabTo(page, "Ada Lovelace");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.textContent === "Ada Lovelace");
  await tabTo(page, "Value of desk");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("14");
  await page.keyboard.press("Control+Enter");
  await applied(page);
  assert.equal((await stored(ADA_AT_ENGINES)).public_metadata.desk, 14);
});

flow(
  "changes of organizations survive a reload and a reset removes them",
  async ({ page, url, stored }) => {
    await openAt(page, url, ENGINES);
    await typeOver(paneOf(page, "Public").getByLabel("Value of plan.seats"), "31");
    await apply(page);
    await applied(page);
    await page.reload();
    const seats = paneOf(page, "Public").getByLabel("Value of plan.seats");
    await eventually(async () => assert.equal(await seats.inputValue(), "31"));
    await page.getByText("Options").click();
    await page.getByRole("button", { name: "Reset" }).click();
    await page.getByText("Working…").waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    await page.reload();
    await eventually(async () => assert.equal(await seats.inputValue(), "25"));
    assert.equal((await stored(ENGINES)).public_metadata.plan.seats, 25);
  },
  { modes: ["sandbox"] },
);
