// The conflict panel: someone else has stored another value at the same key.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { ADA } from "./support/people.mjs";
import { typeKeys, typeOver } from "./support/person.mjs";
import { someoneSends, storedText } from "./support/someone.mjs";
import { flow as anyFlow, openUser, paneOf } from "./support/stage.mjs";

const flow = (name, run) => anyFlow(name, run, { modes: ["live"], faults: true });
const panel = (page) => page.getByRole("region", { name: "Conflict" });
const valueOf = (page, path) => paneOf(page, "Public").getByLabel(`Value of ${path}`);
const applied = (page) => page.getByText("Applied.", { exact: true });
const cellsOf = async (page, path) =>
  (await panel(page).locator(`[data-path="${path}"]`).locator("td").allInnerTexts()).map((text) =>
    text.replace(/\s+/g, " ").trim(),
  );

/** Opens a conflict: someone else has set the seats to 4, and 10 is typed. */
async function openConflict(stage, theirs = { plan: { seats: 4 } }) {
  const { page, url } = stage;
  await openUser(page, ADA, url);
  await typeOver(valueOf(page, "plan.seats"), "10");
  await someoneSends(stage, { public_metadata: theirs });
  await page.keyboard.press("Control+Enter");
  await panel(page).waitFor();
}

const changesOf = ({ requests }) => requests.filter(({ method }) => method !== "GET").length;

flow("a failure is shown in the panel, and can be tried again there", async (stage) => {
  const { page, service, stored } = stage;
  await openConflict(stage);
  service.fails(401, undefined, { method: "GET", path: /user_sandbox_ada$/ });
  await page.getByRole("button", { name: "Apply these choices" }).click();
  const alert = page.getByRole("alert").filter({ hasText: "The secret key was rejected." });
  await eventually(async () => assert.match(await alert.innerText(), /Your change was not sent\./));
  await eventually(async () => assert.equal(await panel(page).isVisible(), true));
  service.fails(422);
  await alert.getByRole("button", { name: "Retry" }).click();
  const rejection = page.getByRole("alert").filter({ hasText: "The change was rejected." });
  await eventually(async () => assert.match(await rejection.innerText(), /Nothing was changed\./));
  service.fails();
  await page.getByRole("button", { name: "Apply these choices" }).click();
  await applied(page).waitFor();
  await eventually(async () => assert.equal(await panel(page).count(), 0));
  assert.equal((await stored(ADA)).public_metadata.plan.seats, 10);
});

flow("text that is typed behind the panel is shown in it and applied", async (stage) => {
  const { page, stored } = stage;
  await openConflict(stage);
  // The focus is still in the input: the panel does not take it.
  await typeKeys(page, "5");
  await typeOver(valueOf(page, "plan.name"), "team");
  await panel(page).locator('[data-path="plan.name"]').waitFor();
  await eventually(async () => assert.deepEqual((await cellsOf(page, "plan.seats")).slice(1), ["3", "4", "105"]));
  await page.getByRole("button", { name: "Apply these choices" }).click();
  await applied(page).waitFor();
  assert.deepEqual((await stored(ADA)).public_metadata.plan, { name: "team", seats: 105, trial: true });
  await eventually(async () => assert.equal(await page.getByRole("button", { name: "Discard all" }).count(), 0));
});

flow("text that is typed while the choice is sent is kept", async (stage) => {
  const { page, hold, stored } = stage;
  await openConflict(stage);
  const held = hold();
  await page.getByRole("button", { name: "Apply these choices" }).click();
  await held.arrived();
  await typeOver(valueOf(page, "plan.name"), "team");
  held.release();
  await applied(page).waitFor();
  assert.deepEqual((await stored(ADA)).public_metadata.plan, { name: "pro", seats: 10, trial: true });
  await eventually(async () => assert.equal(await valueOf(page, "plan.name").inputValue(), "team"));
  await page.getByText("Your later edits are not applied yet.").waitFor();
});

flow("Escape goes back to editing, with the focus where it was", async (stage) => {
  const { page } = stage;
  await openConflict(stage);
  await page.keyboard.press("Escape");
  await panel(page).waitFor({ state: "detached" });
  await typeKeys(page, "0");
  await eventually(async () => assert.equal(await valueOf(page, "plan.seats").inputValue(), "100"));
});

flow("the panel closes when the typed value equals the stored value", async (stage) => {
  const { page, stored } = stage;
  await openConflict(stage);
  await typeOver(valueOf(page, "plan.seats"), "4.0");
  await panel(page).waitFor({ state: "detached" });
  await page.getByText("Conflict resolved.").waitFor();
  assert.equal((await stored(ADA)).public_metadata.plan.seats, 4);
});

flow("the panel closes when someone else stores the typed value", async (stage) => {
  const { page, service } = stage;
  await openConflict(stage);
  await someoneSends(stage, '{"public_metadata":{"plan":{"seats":1e1}}}');
  await page.getByRole("button", { name: "Apply these choices" }).click();
  await page.getByText("Already stored.").waitFor();
  await eventually(async () => assert.equal(await panel(page).count(), 0));
  assert.equal(changesOf(service), 0);
});

flow("a choice does not apply to a value that was stored later", async (stage) => {
  const { page, service, stored } = stage;
  await openConflict(stage);
  await someoneSends(stage, { public_metadata: { plan: { seats: 77 } } });
  await page.getByRole("button", { name: "Apply these choices" }).click();
  await page.waitForFunction(() =>
    document.querySelector('.conflict [data-path="plan.seats"]')?.textContent.includes("77"),
  );
  assert.equal(changesOf(service), 0);
  await page.getByRole("group", { name: "Value to keep at plan.seats" }).getByRole("radio", { name: "Theirs" }).click();
  await page.getByRole("button", { name: "Apply these choices" }).click();
  await page.getByText("Already stored.").waitFor();
  assert.equal((await stored(ADA)).public_metadata.plan.seats, 77);
  await eventually(async () => assert.equal(await valueOf(page, "plan.seats").inputValue(), "77"));
});

flow("a discarded change can be restored", async (stage) => {
  const { page } = stage;
  await openConflict(stage);
  await page.getByRole("button", { name: "Discard my changes" }).click();
  await eventually(async () => assert.equal(await valueOf(page, "plan.seats").inputValue(), "4"));
  await page.getByRole("button", { name: "Undo discard" }).click();
  await eventually(async () => assert.equal(await valueOf(page, "plan.seats").inputValue(), "10"));
});

flow("two people who set the same value: no conflict, nothing is sent, nothing in the history", async (stage) => {
  const { page, url, service } = stage;
  await openUser(page, ADA, url);
  await typeOver(valueOf(page, "plan.seats"), "10");
  await someoneSends(stage, '{"public_metadata":{"plan":{"seats":10.0}}}');
  await page.keyboard.press("Control+Enter");
  await page.getByText("Already stored.").waitFor();
  assert.equal(changesOf(service), 0);
  await page.getByRole("link", { name: "History", exact: true }).waitFor();
});

flow("changes by someone else at other keys are kept, listed, and not undone", async (stage) => {
  const { page, url, stored } = stage;
  await openUser(page, ADA, url);
  await typeOver(valueOf(page, "plan.seats"), "10");
  await someoneSends(stage, { public_metadata: { plan: { name: "team" }, region: "eu" } });
  await page.keyboard.press("Control+Enter");
  await applied(page).waitFor();
  await page.getByText("Changes by someone else are kept: public plan.name, public region.").waitFor();
  assert.deepEqual((await stored(ADA)).public_metadata.plan, { name: "team", seats: 10, trial: true });
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await page.getByText("Undone.").waitFor();
  const { plan, region } = (await stored(ADA)).public_metadata;
  assert.deepEqual([plan, region], [{ name: "team", seats: 3, trial: true }, "eu"]);
});

flow("a response that is lost: the user is read, and the change is reported and undone as one", async (stage) => {
  const { page, url, service, losesResponse, stored } = stage;
  await openUser(page, ADA, url);
  await typeOver(valueOf(page, "plan.seats"), "10");
  const lost = losesResponse();
  await page.keyboard.press("Control+Enter");
  await page.getByText("The response was lost, so the user was read again to check.").waitFor();
  lost.end();
  assert.equal((await stored(ADA)).public_metadata.plan.seats, 10);
  await page.getByRole("link", { name: "History (1)" }).waitFor();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await page.getByText("Undone.").waitFor();
  assert.equal((await stored(ADA)).public_metadata.plan.seats, 3);
  assert.ok(changesOf(service) >= 2);
});

for (const [what, fail] of [
  ["a rejection", ({ service }) => service.fails(429, 2)],
  ["a broken connection", ({ dropsConnection }) => dropsConnection({ times: 1 })],
]) {
  flow(`what someone else stores while a change waits after ${what} is not overwritten`, async (stage) => {
    const { page, url, service, stored } = stage;
    await openUser(page, ADA, url);
    await typeOver(valueOf(page, "plan.seats"), "10");
    fail(stage);
    await page.keyboard.press("Control+Enter");
    await page.getByText("Retrying in").waitFor();
    await someoneSends(stage, { public_metadata: { plan: { seats: 4 } } });
    service.fails();
    await panel(page).waitFor();
    await eventually(async () => assert.deepEqual((await cellsOf(page, "plan.seats")).slice(1), ["3", "4", "10"]));
    assert.equal((await stored(ADA)).public_metadata.plan.seats, 4);
    assert.equal(changesOf(service), 1);
  });
}

flow("a canceled request that arrives later is not a change by someone else", async (stage) => {
  const { page, url, hold, stored } = stage;
  await openUser(page, ADA, url);
  await typeOver(valueOf(page, "plan.seats"), "10");
  const held = hold({ times: 1 });
  await page.keyboard.press("Control+Enter");
  await held.arrived();
  await page.keyboard.press("Escape");
  await page.getByText("The change is not stored yet. The request may still take effect:").waitFor();
  await eventually(async () => assert.equal(await page.getByRole("button", { name: "Retry" }).count(), 1));
  await typeOver(valueOf(page, "plan.seats"), "600");
  held.release();
  while ((await stored(ADA)).public_metadata.plan.seats !== 10) await page.waitForTimeout(50);
  await page.keyboard.press("Control+Enter");
  await applied(page).waitFor();
  assert.equal((await stored(ADA)).public_metadata.plan.seats, 600);
  await page.getByRole("link", { name: "History (2)" }).waitFor();
});

flow("a rejection after an attempt with an unknown result is shown as a rejection", async (stage) => {
  const { page, url, service, dropsConnection } = stage;
  await openUser(page, ADA, url);
  await typeOver(valueOf(page, "plan.seats"), "10");
  dropsConnection({ times: 1 });
  await page.keyboard.press("Control+Enter");
  await page.getByText("Retrying in").waitFor();
  service.fails(422);
  const alert = page.getByRole("alert").filter({ hasText: "The change was rejected." });
  await alert.waitFor();
  await eventually(async () => assert.match(await alert.innerText(), /Nothing was changed\./));
});

flow("they change it again while the panel is open", async (stage) => {
  const { page, stored } = stage;
  await openConflict(stage);
  await someoneSends(stage, { public_metadata: { plan: { seats: 5 } } });
  await page.getByRole("button", { name: "Apply these choices" }).click();
  await panel(page).getByText("They changed it again. Nothing was sent.").waitFor();
  await eventually(async () => assert.deepEqual((await cellsOf(page, "plan.seats")).slice(1), ["3", "5", "10"]));
  await page.getByRole("button", { name: "Apply these choices" }).click();
  await applied(page).waitFor();
  assert.equal((await stored(ADA)).public_metadata.plan.seats, 10);
});

flow("a reload with a conflict updates the other keys, and does not mention sending", async (stage) => {
  const { page, url } = stage;
  await openUser(page, ADA, url);
  await typeOver(valueOf(page, "plan.seats"), "10");
  await someoneSends(stage, { public_metadata: { plan: { seats: 4, name: "team" } } });
  await page.getByRole("button", { name: "Reload" }).click();
  await panel(page).getByText("The original values are compared with the values that are stored now.").waitFor();
  await eventually(async () => assert.equal(await panel(page).getByText("Nothing was sent").count(), 0));
  await eventually(async () => assert.equal(await valueOf(page, "plan.name").inputValue(), "team"));
  await eventually(async () => assert.equal(await valueOf(page, "plan.seats").inputValue(), "10"));
  await page.getByRole("button", { name: "Back to editing" }).click();
  const row = paneOf(page, "Public").locator('tr[data-path="plan.seats"]');
  await eventually(async () => assert.equal(await row.getByRole("cell").first().innerText(), "4"));
});

anyFlow("an undo of a key that is being edited is not a change by someone else", async ({ page, url, stored }) => {
  await openUser(page, ADA, url);
  await typeOver(valueOf(page, "plan.seats"), "10");
  await page.keyboard.press("Control+Enter");
  await applied(page).waitFor();
  await typeOver(valueOf(page, "plan.seats"), "600");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await page.getByText("Undone.").waitFor();
  assert.equal((await stored(ADA)).public_metadata.plan.seats, 3);
  const row = paneOf(page, "Public").locator('tr[data-path="plan.seats"]');
  await eventually(async () =>
    assert.deepEqual((await row.getByRole("cell").allInnerTexts()).slice(0, 2), ["3", "600"]),
  );
  await page.keyboard.press("Control+Enter");
  await applied(page).waitFor();
  assert.equal((await stored(ADA)).public_metadata.plan.seats, 600);
});

flow("a lost response that cannot be checked: Retry finds the stored change", async (stage) => {
  const { page, url, service, losesResponse, stored } = stage;
  await openUser(page, ADA, url);
  await typeOver(valueOf(page, "plan.seats"), "10");
  const held = stage.hold({ times: 1 });
  await page.keyboard.press("Control+Enter");
  await held.arrived();
  const lost = losesResponse();
  service.fails(401, undefined, { method: "GET", path: /user_sandbox_ada$/ });
  held.release();
  const alert = page.getByRole("alert").filter({ hasText: "It is unknown whether your change is stored." });
  await alert.waitFor();
  lost.end();
  service.fails();
  const before = changesOf(service);
  await alert.getByRole("button", { name: "Retry" }).click();
  await page.getByText("The response was lost").waitFor();
  assert.equal(changesOf(service), before);
  assert.equal((await stored(ADA)).public_metadata.plan.seats, 10);
  await page.getByRole("link", { name: "History (1)" }).waitFor();
});

flow("an undo puts back every digit, and keeps what others have changed since", async (stage) => {
  const { page, url } = stage;
  await someoneSends(
    stage,
    '{"public_metadata":{"a":1e400,"b":9007199254740993,"c":1.0,"list":[9007199254740993,{"x":null}],"d":null}}',
    { method: "PUT" },
  );
  // As the Backend API writes them.
  const members = (await storedText(stage)).match(/"public_metadata":\{(.*?)\},"private_metadata/)[1];
  const parts = [
    /"a":1e\+?400/,
    /"b":9007199254740993/,
    /"c":1\.0/,
    /"list":\[9007199254740993,\{"x":null\}\]/,
    /"d":null/,
  ].map((part) => part.exec(members)[0]);
  await openUser(page, ADA, url);
  for (const path of ["a", "b", "list"])
    await page.getByRole("button", { name: `Remove ${path}`, exact: true }).click();
  await typeOver(valueOf(page, "c"), "2");
  await page.keyboard.press("Control+Enter");
  await applied(page).waitFor();
  assert.match(await storedText(stage), /"public_metadata":\{"c":2,?/);
  await someoneSends(stage, { public_metadata: { other: 5 } });
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await page.getByText("Undone.").waitFor();
  const text = await storedText(stage);
  for (const part of [...parts, '"other":5']) assert.ok(text.includes(part), `${part} in ${text}`);
});
