// Ctrl+Z undoes the last edit of any type in any field, and moves the focus to it.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { choose, typeKeys, typeOver } from "./support/person.mjs";
import { ADA } from "./support/people.mjs";
import { flow, focusedLabel, openUser, paneOf } from "./support/stage.mjs";

const undo = (page) => page.keyboard.press("ControlOrMeta+z");
const redo = (page) => page.keyboard.press("ControlOrMeta+Shift+z");
const isUnchanged = (pane) => pane.getByText("No changes yet.").waitFor();

/** The value of a field, read from its text view. */
async function textOf(pane) {
  await pane.getByRole("radio", { name: "Text" }).click();
  const lines = pane.locator(".cm-line");
  await lines.first().waitFor();
  const text = (await lines.allInnerTexts()).join("\n");
  await pane.getByRole("radio", { name: "Tree" }).click();
  return JSON.parse(text);
}

/** Edits of the public field, and the label of the control that has the focus after undo. */
const EDITS = {
  "typing of a value": [
    (page, pane) => typeOver(pane.getByLabel("Value of plan.name", { exact: true }), "enterprise"),
    "Value of plan.name",
  ],
  "typing of a number": [
    (page, pane) => typeOver(pane.getByLabel("Value of plan.seats", { exact: true }), "1e5"),
    "Value of plan.seats",
  ],
  "a number that is not complete": [
    (page, pane) => typeOver(pane.getByLabel("Value of plan.seats", { exact: true }), "1e"),
    "Value of plan.seats",
  ],
  "removal of a value": [
    (page, pane) => pane.getByRole("button", { name: "Remove plan.trial" }).click(),
    "Value of plan.trial",
  ],
  "removal of an object": [
    (page, pane) => pane.getByRole("button", { name: "Remove address", exact: true }).click(),
    "Collapse address",
  ],
  "removal of an item": [
    (page, pane) => pane.getByRole("button", { name: "Remove features[0]" }).click(),
    "Value of features[0]",
  ],
  rename: [(page, pane) => typeOver(pane.getByLabel("Key plan.name", { exact: true }), "title\n"), undefined],
  "change of a type": [(page, pane) => choose(pane.getByLabel("Type of plan", { exact: true }), "string"), undefined],
  "choice of true or false": [
    (page, pane) => choose(pane.getByLabel("Value of plan.trial", { exact: true }), "false"),
    "Value of plan.trial",
  ],
  "a key that is added": [
    async (page, pane) => {
      await pane.getByRole("button", { name: "Add a key", exact: true }).click();
      await typeKeys(page, "region\neu\n");
    },
    "Add a key",
  ],
  "an item that is added": [
    async (page, pane) => {
      await pane.getByRole("button", { name: "Add an item to features" }).click();
      await typeKeys(page, "sso");
      await page.getByRole("heading", { name: "Ada Lovelace" }).click();
      // The item is added one task after the click outside of its input.
      await pane.getByRole("button", { name: "Move features[2] up" }).waitFor();
    },
    "Add an item to features",
  ],
  "move of an item": [(page, pane) => pane.getByRole("button", { name: "Move features[0] down" }).click(), undefined],
};

for (const [name, [edit, focus]] of Object.entries(EDITS)) {
  flow(
    `${name}: undo and redo`,
    async ({ page, url }) => {
      await openUser(page, ADA, url);
      const pane = paneOf(page, "Public");
      const before = await textOf(pane);
      await edit(page, pane);
      await page
        .getByRole("region", { name: "Change" })
        .getByRole("button", { name: /^Apply( to \w+)?$/ })
        .waitFor();
      const editedTree = await pane.getByRole("group", { name: "Tree of the public metadata" }).innerText();
      await undo(page);
      await isUnchanged(pane);
      if (focus !== undefined) await eventually(async () => assert.equal(await focusedLabel(page), focus));
      await eventually(async () => assert.notEqual(await focusedLabel(page), null));
      await redo(page);
      await page
        .getByRole("region", { name: "Change" })
        .getByRole("button", { name: /^Apply( to \w+)?$/ })
        .waitFor();
      await eventually(async () =>
        assert.equal(await pane.getByRole("group", { name: "Tree of the public metadata" }).innerText(), editedTree),
      );
      await page.keyboard.press("Control+y"); // nothing more to do again
      await undo(page);
      await isUnchanged(pane);
      await eventually(async () => assert.deepEqual(await textOf(pane), before));
      await eventually(async () => assert.deepEqual(Object.keys(before), Object.keys(await textOf(pane))));
    },
    { modes: ["sandbox"] },
  );
}

flow("one history over the three fields and both views", async ({ page, url, stored }) => {
  await openUser(page, ADA, url);
  const [isPublic, isPrivate, isUnsafe] = ["Public", "Private", "Unsafe"].map((title) => paneOf(page, title));
  await typeOver(isPublic.getByLabel("Value of plan.seats", { exact: true }), "5");
  await isPrivate.getByRole("button", { name: "Remove notes" }).click();
  await isUnsafe.getByRole("radio", { name: "Text" }).click();
  await isUnsafe.getByRole("textbox", { name: "Text of the unsafe metadata" }).click();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("ArrowRight");
  await typeKeys(page, '"a": 1,');
  await page.getByText("1 added").first().waitFor();
  await undo(page);
  await isUnchanged(isUnsafe);
  await undo(page);
  await isUnchanged(isPrivate);
  await eventually(async () => assert.equal(await focusedLabel(page), "Value of notes"));
  await undo(page);
  await isUnchanged(isPublic);
  await eventually(async () => assert.equal(await focusedLabel(page), "Value of plan.seats"));
  for (let step = 0; step < 3; step++) await redo(page);
  await page.keyboard.press("Control+Enter");
  await page.getByText("Applied.", { exact: true }).waitFor();
  const { public_metadata, private_metadata, unsafe_metadata } = await stored(ADA);
  assert.deepEqual([public_metadata.plan.seats, Object.keys(private_metadata), unsafe_metadata.a], [5, ["billing"], 1]);
});

flow(
  "typing in two inputs is two steps; the first Ctrl+Z undoes the typing in the second input",
  async ({ page, url }) => {
    await openUser(page, ADA, url);
    const pane = paneOf(page, "Public");
    const [name, seats] = ["name", "seats"].map((key) => pane.getByLabel(`Value of plan.${key}`, { exact: true }));
    await typeOver(name, "team");
    await typeOver(seats, "12");
    await undo(page);
    await eventually(async () => assert.equal(await seats.inputValue(), "3"));
    await eventually(async () => assert.equal(await name.inputValue(), "team"));
    await undo(page);
    await eventually(async () => assert.equal(await name.inputValue(), "pro"));
    await redo(page);
    await typeKeys(page, "s"); // an edit ends what can be done again
    await redo(page);
    await eventually(async () => assert.equal(await name.inputValue(), "teams"));
    await eventually(async () => assert.equal(await seats.inputValue(), "3"));
  },
);

flow("a new row: undo removes the typing input by input, and then the row", async ({ page, url }) => {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Public");
  await pane.getByRole("button", { name: "Add a key", exact: true }).click();
  await typeKeys(page, "region\neu");
  await undo(page);
  await eventually(async () =>
    assert.equal(await pane.getByLabel("Value of region", { exact: true }).inputValue(), ""),
  );
  await undo(page);
  await eventually(async () => assert.equal(await pane.getByLabel("New key", { exact: true }).inputValue(), ""));
  await undo(page);
  await isUnchanged(pane);
  await eventually(async () => assert.equal(await focusedLabel(page), "Add a key"));
});

flow("Discard and Discard all can be undone", async ({ page, url }) => {
  await openUser(page, ADA, url);
  const [pane, other] = [paneOf(page, "Public"), paneOf(page, "Unsafe")];
  await typeOver(pane.getByLabel("Value of plan.seats", { exact: true }), "12");
  await pane.getByRole("button", { name: "Discard" }).click();
  await isUnchanged(pane);
  await undo(page);
  await eventually(async () =>
    assert.equal(await pane.getByLabel("Value of plan.seats", { exact: true }).inputValue(), "12"),
  );
  await typeOver(other.getByLabel("Value of theme", { exact: true }), "light");
  await page.getByRole("button", { name: "Discard all" }).click();
  await Promise.all([isUnchanged(pane), isUnchanged(other)]);
  await undo(page);
  await eventually(async () =>
    assert.equal(await pane.getByLabel("Value of plan.seats", { exact: true }).inputValue(), "12"),
  );
  await eventually(async () =>
    assert.equal(await other.getByLabel("Value of theme", { exact: true }).inputValue(), "light"),
  );
});

flow("the search keeps the undo of the browser", async ({ page, url }) => {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Public");
  await typeOver(pane.getByLabel("Value of plan.seats", { exact: true }), "12");
  await typeOver(page.getByLabel("Search users"), "grace");
  await undo(page);
  await eventually(async () =>
    assert.equal(await pane.getByLabel("Value of plan.seats", { exact: true }).inputValue(), "12"),
  );
});
