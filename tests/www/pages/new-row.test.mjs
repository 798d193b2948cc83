// Rows for new keys and items: how they are opened, committed and discarded, and what is stored.
import assert from "node:assert/strict";
import { eventually } from "./support/eventually.mjs";
import { ADA } from "./support/people.mjs";
import { typeKeys, typeOver } from "./support/person.mjs";
import { applied, flow, focusedLabel, openUser, paneOf } from "./support/stage.mjs";

const add = (pane, where = "") => pane.getByRole("button", { name: `Add a key${where}`, exact: true }).click();
const NEW_KEY = { name: "New key", exact: true };

flow("a new row is committed by Enter, by a click elsewhere, by Tab, and by Apply", async ({ page, url, stored }) => {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Unsafe");
  await add(pane);
  await typeKeys(page, "a\n1\n");
  await pane.getByLabel("Type of a", { exact: true }).waitFor();
  await add(pane);
  await typeKeys(page, "b\n2");
  await page.getByRole("heading", { name: "Ada Lovelace" }).click();
  await pane.getByLabel("Type of b", { exact: true }).waitFor();
  await add(pane);
  await typeKeys(page, "c\t3\t\t");
  await pane.getByLabel("Type of c", { exact: true }).waitFor();
  await add(pane);
  await typeKeys(page, "d\n4");
  await page.getByRole("button", { name: /^Apply/ }).click();
  await applied(page);
  const { a, b, c, d } = (await stored(ADA)).unsafe_metadata;
  assert.deepEqual([a, b, c, d], [1, 2, 3, 4]);
});

flow("adding again commits the row that is open", async ({ page, url, stored }) => {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Unsafe");
  await add(pane);
  await typeKeys(page, "a\n1");
  await add(pane);
  await typeKeys(page, "b\n2");
  await page.keyboard.press("Control+Enter");
  await applied(page);
  const { a, b } = (await stored(ADA)).unsafe_metadata;
  assert.deepEqual([a, b], [1, 2]);
});

flow(
  "Ctrl+Enter from the key: without a value nothing is stored, and the value has the focus",
  async ({ page, url, stored }) => {
    await openUser(page, ADA, url);
    const pane = paneOf(page, "Unsafe");
    const before = (await stored(ADA)).unsafe_metadata;
    await add(pane);
    await typeKeys(page, "seats");
    // An incomplete row is not an error while it is being typed.
    await eventually(async () => assert.equal(await pane.getByRole("alert").count(), 0));
    await page.keyboard.press("Control+Enter");
    await pane.getByRole("alert").getByText('seats: the value is missing; "" is an empty string.').waitFor();
    assert.deepEqual((await stored(ADA)).unsafe_metadata, before);
    await typeKeys(page, "14");
    await page.keyboard.press("Control+Enter");
    await applied(page);
    assert.deepEqual((await stored(ADA)).unsafe_metadata, { ...before, seats: 14 });
  },
);

flow("after a rejected change, the focus is in the value of the new row", async ({ page, url, fails, stored }) => {
  await openUser(page, ADA, url);
  await fails(422);
  const pane = paneOf(page, "Unsafe");
  await add(pane);
  await typeKeys(page, "seats\n1");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("alert").filter({ hasText: "The change was rejected" }).waitFor();
  await eventually(async () => assert.equal(await focusedLabel(page), "Value of seats"));
  await fails(undefined);
  await pane.getByLabel("Value of seats", { exact: true }).click();
  await typeKeys(page, "4");
  await page.keyboard.press("Control+Enter");
  await applied(page);
  assert.equal((await stored(ADA)).unsafe_metadata.seats, 14);
});

flow("Ctrl+Enter from a key, after its value was typed", async ({ page, url, stored }) => {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Unsafe");
  await add(pane);
  await typeKeys(page, "seat\t14");
  await pane.getByRole("textbox", NEW_KEY).click();
  await page.keyboard.press("End");
  await typeKeys(page, "s");
  await page.keyboard.press("Control+Enter");
  await applied(page);
  assert.equal((await stored(ADA)).unsafe_metadata.seats, 14);
});

const TYPED = [
  ["14", 14],
  ["-2.5e3", -2500],
  ["true", true],
  ["false", false],
  ['"14"', "14"],
  ['"true"', "true"],
  ['""', ""],
  ["{}", {}],
  ["[]", []],
  ['[1,"a"]', [1, "a"]],
  ['{"a":{"b":1}}', { a: { b: 1 } }],
  ["0150", "0150"],
  ["+14", "+14"],
  ["True", "True"],
  ["[draft] offer", "[draft] offer"],
  ["{name}", "{name}"],
  ["größer 🦀", "größer 🦀"],
];

flow("the typed text determines the type of a new value", async ({ page, url, stored }) => {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Unsafe");
  for (const [index, [text]] of TYPED.entries()) {
    await add(pane);
    await typeKeys(page, `k${index}\n${text}\n`, { delay: 0 });
  }
  await page.keyboard.press("Control+Enter");
  await applied(page);
  const values = (await stored(ADA)).unsafe_metadata;
  assert.deepEqual(
    TYPED.map((_, index) => values[`k${index}`]),
    TYPED.map(([, value]) => value),
  );
});

flow(
  "null removes a key in a patch; in a value, the page shows why it cannot be set",
  async ({ page, url, stored }) => {
    await openUser(page, ADA, url);
    const pane = paneOf(page, "Unsafe");
    await add(pane);
    await typeKeys(page, "nothing\nnull\n");
    await pane.getByRole("alert").filter({ hasText: "nothing: a patch cannot set null" }).waitFor();
    await pane.getByRole("button", { name: "Discard", exact: true }).click();
    await pane.getByRole("radio", { name: "Patch" }).click();
    await add(pane);
    await typeKeys(page, "theme\nnull\n");
    await page.keyboard.press("Control+Enter");
    await applied(page);
    assert.deepEqual((await stored(ADA)).unsafe_metadata, { onboarding: { step: 4, done: false } });
  },
);

/** What is typed in a new row, and the error. */
const BLOCKED = [
  ["theme\n1", 'theme: the key "theme" already exists.'],
  ["seats\n-", "seats: - is not a complete number."],
  ["seats\n1e", "seats: 1e is not a complete number."],
  ["seats\n1.", "seats: 1. is not a complete number."],
  ['seats\n"14', "seats: a value that begins with a double quote must be a JSON string"],
  ["seats\n[1,", "seats: this is not valid JSON"],
  ['seats\n{"a":', "seats: this is not valid JSON"],
  ["\t14", 'The new key: the key is missing; "" is the empty key.'],
  ['"a\n14', "The new key: a key that begins with a double quote must be a JSON string"],
];

flow("incomplete text is not stored, not dropped, and named in the error", async ({ page, url, stored }) => {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Unsafe");
  const before = (await stored(ADA)).unsafe_metadata;
  for (const [keys, says] of BLOCKED) {
    await add(pane);
    await typeKeys(page, keys, { delay: 0 });
    await page.keyboard.press("Control+Enter");
    await pane.getByRole("alert").filter({ hasText: says }).waitFor();
    // The row stays when it loses the focus.
    await page.getByRole("heading", { name: "Ada Lovelace" }).click();
    await pane.getByRole("alert").filter({ hasText: says }).waitFor();
    await eventually(async () =>
      assert.equal(await pane.getByRole("button", { name: "Discard the new key" }).count(), 1, keys),
    );
    await pane.getByRole("button", { name: "Discard the new key" }).click();
    await pane.getByRole("alert").waitFor({ state: "detached" });
  }
  assert.deepEqual((await stored(ADA)).unsafe_metadata, before);
});

flow("an empty row disappears; Escape discards a row", async ({ page, url }) => {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Unsafe");
  const rows = pane.getByRole("textbox", NEW_KEY);
  await add(pane);
  await rows.waitFor();
  await eventually(async () =>
    assert.equal(
      await page
        .getByRole("region", { name: "Change" })
        .getByRole("button", { name: /^Apply( to \w+)?$/ })
        .count(),
      0,
    ),
  );
  await page.getByRole("heading", { name: "Ada Lovelace" }).click();
  await rows.waitFor({ state: "detached" });
  await add(pane);
  await typeKeys(page, "seats\n1");
  await page.keyboard.press("Escape");
  await rows.waitFor({ state: "detached" });
  await eventually(async () => assert.equal(await focusedLabel(page), "Add a key"));
  await pane.getByText("No changes yet.").waitFor();
});

flow("the empty key and keys with hidden characters are shown, and can be typed", async ({ page, url, stored }) => {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Unsafe");
  for (const keys of ['""\n1\n', '"a\\u202eb"\n2\n', '"\\"quoted\\""\n3\n']) {
    await add(pane);
    await typeKeys(page, keys);
  }
  await page.keyboard.press("Control+Enter");
  await applied(page);
  const { unsafe_metadata: values } = await stored(ADA);
  assert.deepEqual([values[""], values["a\u202eb"], values['"quoted"']], [1, 2, 3]);
  await eventually(async () => {
    const displayedKeys = await pane
      .locator("textarea.key-input")
      .evaluateAll((boxes) => boxes.map(({ value }) => value));
    assert.deepEqual(displayedKeys.slice(-3), ['""', '"a\\u202eb"', '"\\"quoted\\""']);
  });
  await typeOver(pane.getByLabel('Value of [""]', { exact: true }), "5");
  await page.keyboard.press("Control+Enter");
  await applied(page);
  assert.equal((await stored(ADA)).unsafe_metadata[""], 5);
});

for (const width of [360, 1280]) {
  flow(
    `a click is not lost when the row that loses the focus changes, ${width} pixels wide`,
    async ({ page, url, stored }) => {
      await openUser(page, ADA, url);
      const pane = paneOf(page, "Public");
      await pane.getByRole("button", { name: "Add an item to features" }).click();
      await typeKeys(page, "sso");
      // Pressing the button commits the item, or drops an empty row. The release must still hit the button.
      await pane.getByRole("button", { name: "Add a key to plan" }).click();
      await pane.getByRole("button", { name: "Remove features[0]" }).click();
      await pane.getByRole("button", { name: "Add a key to address" }).click();
      await typeKeys(page, "street\nJermyn\n");
      await page.keyboard.press("Control+Enter");
      await applied(page);
      const { features, plan, address } = (await stored(ADA)).public_metadata;
      assert.deepEqual(
        [features, Object.keys(plan), address.street],
        [["api", "sso"], ["name", "seats", "trial"], "Jermyn"],
      );
    },
    { modes: ["sandbox"], viewport: { width, height: 800 } },
  );
}

flow("Enter in the value of a new key opens the next row; an empty one vanishes", async ({ page, url, stored }) => {
  await openUser(page, ADA, url);
  await add(paneOf(page, "Unsafe"));
  await typeKeys(page, "name\nAda\nrole\nadmin\n");
  await page.keyboard.press("Control+Enter");
  await applied(page);
  const { name, role, ...rest } = (await stored(ADA)).unsafe_metadata;
  assert.deepEqual([name, role, Object.keys(rest)], ["Ada", "admin", ["theme", "onboarding"]]);
});

flow("adding with an incomplete row: the focus moves to the missing part", async ({ page, url, stored }) => {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Unsafe");
  await add(pane);
  await typeKeys(page, "weight\n5.\n");
  await add(pane);
  await pane.getByRole("alert").getByText("weight: 5. is not a complete number").waitFor();
  await typeKeys(page, "5.5\n"); // replaces the previous text
  await typeKeys(page, "theme");
  await add(pane);
  await pane.getByRole("alert").getByText('the key "theme" already exists').waitFor();
  await typeKeys(page, "foo");
  await add(pane);
  await pane.getByRole("alert").getByText("foo: the value is missing").waitFor();
  await typeKeys(page, "bar");
  await page.keyboard.press("Control+Enter");
  await applied(page);
  const { weight, foo, ...rest } = (await stored(ADA)).unsafe_metadata;
  assert.deepEqual([weight, foo, Object.keys(rest)], [5.5, "bar", ["theme", "onboarding"]]);
});

flow("the error of a key is next to it; a key with surrounding spaces is in quotes", async ({ page, url }) => {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Unsafe");
  await add(pane);
  await typeKeys(page, "theme");
  await pane.getByText('the key "theme" already exists', { exact: true }).waitFor();
  await typeOver(pane.getByRole("textbox", NEW_KEY), '"the');
  await pane.getByText(/^a key that begins with a double quote must be a JSON string/).waitFor();
  await typeOver(pane.getByRole("textbox", NEW_KEY), " the \n1\n");
  await pane.getByLabel('Type of [" the "]', { exact: true }).waitFor();
  await eventually(async () => {
    const displayedKeys = await pane
      .locator("textarea.key-input")
      .evaluateAll((boxes) => boxes.map(({ value }) => value));
    assert.ok(displayedKeys.includes('" the "'), displayedKeys.join(", "));
  });
  await pane.getByRole("rowheader", { name: '" the "' }).waitFor();
});
