// Keys and values are typed as a person types them: exactly what was typed is stored.
import assert from "node:assert/strict";
import { eventually } from "./support/eventually.mjs";
import { ADA } from "./support/people.mjs";
import { HUMAN_DELAY, typeKeys, typeOver } from "./support/person.mjs";
import { applied, flow, focusedLabel, openUser, paneOf } from "./support/stage.mjs";

const add = (pane, where = "") => pane.getByRole("button", { name: `Add a key${where}`, exact: true }).click();

const WAYS = {
  Enter: (page) => typeKeys(page, "\n"),
  Tab: (page) => typeKeys(page, "\t"),
  "a click on the value": (page) => page.getByLabel("Value of seats", { exact: true }).click(),
};

for (const [way, go] of Object.entries(WAYS)) {
  for (const delay of [0, HUMAN_DELAY]) {
    flow(`a key, ${way}, a value, with ${delay} ms between keys`, async ({ page, url, stored }) => {
      await openUser(page, ADA, url);
      await add(paneOf(page, "Unsafe"));
      await typeKeys(page, "seats", { delay });
      await go(page);
      await typeKeys(page, "14", { delay });
      await page.keyboard.press("Control+Enter");
      await applied(page);
      assert.deepEqual((await stored(ADA)).unsafe_metadata, {
        theme: "dark",
        onboarding: { step: 4, done: false },
        seats: 14,
      });
    });
  }
}

flow(
  "a key is renamed with Enter, Tab, a click and Ctrl+Enter, and no typed text is lost",
  async ({ page, url, stored }) => {
    await openUser(page, ADA, url);
    const pane = paneOf(page, "Unsafe");
    await typeOver(pane.getByLabel("Key theme", { exact: true }), "look", { delay: 0 });
    await typeKeys(page, "\n", { delay: 0 });
    await typeKeys(page, "er", { delay: 0 });
    await typeOver(pane.getByLabel("Key onboarding.step", { exact: true }), "stage\t", { delay: 0 });
    await typeKeys(page, "2", { delay: 0 });
    await typeOver(pane.getByLabel("Key onboarding.done", { exact: true }), "over");
    await page.keyboard.press("Control+Enter");
    await applied(page);
    const { unsafe_metadata: values } = await stored(ADA);
    assert.deepEqual(values, { onboarding: { stage: 2, over: false }, look: "darker" });
  },
);

flow("a duplicate key is rejected and kept as typed", async ({ page, url, stored }) => {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Public");
  const before = (await stored(ADA)).public_metadata;
  await typeOver(pane.getByLabel("Key plan.seats", { exact: true }), "name");
  await page.keyboard.press("Control+Enter");
  await pane.getByRole("alert").filter({ hasText: 'plan.seats: the key "name" already exists.' }).waitFor();
  await eventually(async () => assert.equal(await focusedLabel(page), "Key plan.seats"));
  await eventually(async () =>
    assert.equal(await pane.getByLabel("Key plan.seats", { exact: true }).inputValue(), "name"),
  );
  await page.keyboard.press("Escape");
  await pane.getByText("No changes yet.").waitFor();
  assert.deepEqual((await stored(ADA)).public_metadata, before);
});

flow("the other view and the patch contain what was typed", async ({ page, url }) => {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Unsafe");
  await add(pane);
  await typeKeys(page, "seats\n14");
  await pane.getByRole("radio", { name: "Text" }).click();
  await pane.getByRole("textbox", { name: "Text of the unsafe metadata" }).getByText('"seats": 14').waitFor();
  await pane.getByRole("radio", { name: "Tree" }).click();
  await add(pane);
  await typeKeys(page, "rooms\n2");
  await pane.getByRole("radio", { name: "Patch" }).click();
  await pane.getByLabel("Value of rooms", { exact: true }).waitFor();
  await eventually(async () =>
    assert.equal(await pane.getByLabel("Value of seats", { exact: true }).inputValue(), "14"),
  );
  // An incomplete row keeps the view.
  await add(pane);
  await typeKeys(page, "half\n1e");
  await pane.getByRole("radio", { name: "Text" }).click();
  await pane.getByRole("alert").filter({ hasText: "half: 1e is not a complete number" }).waitFor();
  await eventually(async () =>
    assert.equal(await pane.getByRole("group", { name: "Tree of the unsafe metadata" }).count(), 1),
  );
});

flow(
  "a long text keeps the focus while it is typed; Enter adds no line to it, Shift+Enter does",
  async ({ page, url, stored }) => {
    await openUser(page, ADA, url);
    const pane = paneOf(page, "Unsafe");
    const long = "abcdefghij".repeat(15);
    await typeOver(pane.getByLabel("Value of theme", { exact: true }), long, { delay: 0 });
    await typeKeys(page, "\n");
    await page.keyboard.press("Shift+Enter");
    await typeKeys(page, "second");
    await page.keyboard.press("Control+Enter");
    await applied(page);
    assert.equal((await stored(ADA)).unsafe_metadata.theme, `${long}\nsecond`);
  },
);

flow("Tab moves to the next input, and no typed text is lost", async ({ page, url, stored }) => {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Public");
  await typeOver(pane.getByLabel("Value of plan.name", { exact: true }), "team", { delay: 0 });
  await typeKeys(page, "\t\t\t", { delay: 0 }); // its kind, its removal, the next key
  await eventually(async () => assert.equal(await focusedLabel(page), "Key plan.seats"));
  await page.keyboard.press("Control+a");
  await typeKeys(page, "chairs\t7\t\t\t", { delay: 0 });
  await eventually(async () => assert.equal(await focusedLabel(page), "Key plan.trial"));
  await page.keyboard.press("Control+Enter");
  await applied(page);
  assert.deepEqual((await stored(ADA)).public_metadata.plan, { name: "team", trial: true, chairs: 7 });
});
