// Text that is typed while a request is in progress is kept, and only what was sent is reported as stored.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { ADA } from "./support/people.mjs";
import { typeKeys, typeOver } from "./support/person.mjs";
import { flow, focusedLabel, openUser, paneOf } from "./support/stage.mjs";

const applied = (page) => page.getByText("Applied.", { exact: true });
const seats = (page) => paneOf(page, "Public").getByLabel("Value of plan.seats");
const planName = (page) => paneOf(page, "Public").getByLabel("Value of plan.name");
const changesSent = (requests) => requests.filter(({ method }) => method !== "GET").length;

for (const moment of [
  { name: "while the user is read", method: "GET", path: /metadata|users\/user_sandbox_ada$/ },
  { name: "while the change is on its way" },
  { name: "while the response is on its way", stored: true },
]) {
  const { name, ...which } = moment;
  flow(
    `the same value, another value and another field are typed ${name}`,
    async ({ page, url, hold, stored }) => {
      await openUser(page, ADA, url);
      await typeOver(seats(page), "10");
      const held = hold(which);
      await page.keyboard.press("Control+Enter");
      await held.arrived();
      // The focus is still in the same value.
      await typeKeys(page, "4");
      await typeOver(planName(page), "team");
      await typeOver(paneOf(page, "Unsafe").getByLabel("Value of theme"), "light");
      held.release();
      await applied(page).waitFor();
      assert.equal((await stored(ADA)).public_metadata.plan.seats, 10);
      assert.equal((await stored(ADA)).public_metadata.plan.name, "pro");
      await eventually(async () => assert.equal(await focusedLabel(page), "Value of theme"));
      await page.getByText("Your later edits are not applied yet.").waitFor();
      await eventually(async () => assert.equal(await seats(page).inputValue(), "104"));
      await eventually(async () => assert.equal(await planName(page).inputValue(), "team"));

      await page.keyboard.press("Control+Enter");
      await page.getByText("Public, Unsafe metadata is stored.").waitFor();
      const now = await stored(ADA);
      assert.deepEqual(
        [now.public_metadata.plan, now.unsafe_metadata.theme],
        [{ name: "team", seats: 104, trial: true }, "light"],
      );
      await eventually(async () => assert.equal(await page.getByRole("button", { name: "Discard all" }).count(), 0));
    },
    { faults: true },
  );
}

flow(
  "a value that is reverted while it is sent is a change again",
  async ({ page, url, hold, stored }) => {
    await openUser(page, ADA, url);
    await typeOver(seats(page), "10");
    const held = hold({ stored: true });
    await page.keyboard.press("Control+Enter");
    await held.arrived();
    await typeOver(seats(page), "3");
    held.release();
    await applied(page).waitFor();
    assert.equal((await stored(ADA)).public_metadata.plan.seats, 10);
    await eventually(async () => assert.equal(await seats(page).inputValue(), "3"));
    await page.keyboard.press("Control+Enter");
    await page.getByText("Your later edits are not applied yet.").waitFor({ state: "detached" });
    await applied(page).waitFor();
    assert.equal((await stored(ADA)).public_metadata.plan.seats, 3);
  },
  { faults: true },
);

flow(
  "invalid JSON text when the response arrives",
  async ({ page, url, hold, stored }) => {
    await openUser(page, ADA, url);
    const pane = paneOf(page, "Unsafe");
    await pane.getByRole("radio", { name: "Text" }).click();
    const text = pane.getByRole("textbox", { name: "Text of the unsafe metadata" });
    await typeOver(text, '{"theme": "light"');
    await typeKeys(page, "}");
    const held = hold({ stored: true });
    await page.keyboard.press("Control+Enter");
    await held.arrived();
    await typeOver(text, '{"theme": "light", "size": ');
    held.release();
    await pane.getByRole("alert").filter({ hasText: "This is not valid JSON" }).waitFor();
    await applied(page).waitFor();
    await typeKeys(page, "9007199254740993}");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Your later edits are not applied yet.").waitFor({ state: "detached" });
    await applied(page).waitFor();
    const { unsafe_metadata } = await stored(ADA);
    assert.deepEqual(Object.keys(unsafe_metadata), ["theme", "size"]);
  },
  { faults: true },
);

flow(
  "Ctrl+Enter twice and a second click send one change",
  async ({ page, url, service, hold, stored }) => {
    await openUser(page, ADA, url);
    await typeOver(seats(page), "10");
    const held = hold();
    await page.keyboard.press("Control+Enter");
    await page.keyboard.press("Control+Enter");
    await held.arrived();
    await page.keyboard.press("Control+Enter");
    // The button is disabled, and a click has no effect.
    const { x, y } = await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).boundingBox();
    await page.mouse.click(x + 10, y + 10);
    held.release();
    await applied(page).waitFor();
    assert.equal((await stored(ADA)).public_metadata.plan.seats, 10);
    if (service) assert.equal(changesSent(service.requests), 1);
    await page.getByRole("link", { name: "History (1)" }).waitFor();
  },
  { faults: true },
);

flow(
  "a failure keeps text that was typed during the request",
  async ({ page, url, hold, fails, stored }) => {
    await openUser(page, ADA, url);
    await fails(422);
    await typeOver(seats(page), "10");
    const held = hold({ method: "GET", path: /users\/user_sandbox_ada$/ });
    await page.keyboard.press("Control+Enter");
    await held.arrived();
    await typeOver(planName(page), "team");
    held.release();
    await page.getByRole("alert").filter({ hasText: "The change was rejected." }).waitFor();
    await eventually(async () =>
      assert.deepEqual([await seats(page).inputValue(), await planName(page).inputValue()], ["10", "team"]),
    );
    await fails(undefined);
    await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
    await applied(page).waitFor();
    assert.deepEqual((await stored(ADA)).public_metadata.plan, { name: "team", seats: 10, trial: true });
  },
  { faults: true },
);

flow("an undo keeps unapplied text", async ({ page, url, stored }) => {
  await openUser(page, ADA, url);
  await typeOver(seats(page), "10");
  await page.keyboard.press("Control+Enter");
  await applied(page).waitFor();
  await typeOver(planName(page), "team");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await page.getByText("Undone.").waitFor();
  assert.deepEqual((await stored(ADA)).public_metadata.plan, { name: "pro", seats: 3, trial: true });
  await eventually(async () =>
    assert.deepEqual([await seats(page).inputValue(), await planName(page).inputValue()], ["3", "team"]),
  );
});

flow(
  "Reload keeps what is typed, also while it loads, and shows what someone else stored",
  async ({ page, url, service, hold }) => {
    await openUser(page, ADA, url);
    await typeOver(seats(page), "10");
    const held = hold({ method: "GET", path: /users\/user_sandbox_ada$/ });
    await page.getByRole("button", { name: "Reload" }).click();
    await held.arrived();
    await typeOver(planName(page), "team");
    await change(service, { plan: { trial: false }, region: "eu" });
    held.release();
    await page.getByText("Reloaded.").waitFor();
    const pane = paneOf(page, "Public");
    await eventually(async () =>
      assert.deepEqual([await seats(page).inputValue(), await planName(page).inputValue()], ["10", "team"]),
    );
    await eventually(async () => assert.equal(await pane.getByLabel("Value of plan.trial").inputValue(), "false"));
    await eventually(async () => assert.equal(await pane.getByLabel("Value of region").inputValue(), "eu"));
  },
  { modes: ["live"], faults: true },
);

async function change(service, publicMetadata) {
  const response = await service.backend.fetch(`http://service/v1/users/${ADA}/metadata`, {
    method: "PATCH",
    headers: { authorization: "Bearer sk_test_a_key_that_no_browser_may_see", "content-type": "application/json" },
    body: JSON.stringify({ public_metadata: publicMetadata }),
  });
  assert.equal(response.status, 200);
}
