// Keys and values are typed as a person types them: what is stored is what was typed, and nothing else.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { HUMAN_DELAY, typeKeys, typeOver } from "./support/person.mjs";
import { ADA } from "./support/people.mjs";
import { flow, openUser, paneOf } from "./support/stage.mjs";

const applied = (page) => page.getByText("Applied.", { exact: true }).waitFor();
const add = (pane, where = "") => pane.getByRole("button", { name: `Add a key${where}`, exact: true }).click();
const NEW_KEY = { name: "New key", exact: true };

/** How a person goes from the key to the value. */
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

flow("a new row is committed by Enter, by a click elsewhere, by Tab, and by Apply", async ({ page, url, stored }) => {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Unsafe");
  await add(pane);
  await typeKeys(page, "a\n1\n");
  await pane.getByLabel("Kind of a", { exact: true }).waitFor();
  await add(pane);
  await typeKeys(page, "b\n2");
  await page.getByRole("heading", { name: "Ada Lovelace" }).click();
  await pane.getByLabel("Kind of b", { exact: true }).waitFor();
  await add(pane);
  await typeKeys(page, "c\t3\t\t");
  await pane.getByLabel("Kind of c", { exact: true }).waitFor();
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
    await eventually(async () => assert.equal(await pane.getByRole("alert").count(), 0)); // it is no mistake while it is being typed
    await page.keyboard.press("Control+Enter");
    await pane.getByRole("alert").getByText('seats: it has no value yet; "" is an empty text.').waitFor();
    assert.deepEqual((await stored(ADA)).unsafe_metadata, before);
    await typeKeys(page, "14");
    await page.keyboard.press("Control+Enter");
    await applied(page);
    assert.deepEqual((await stored(ADA)).unsafe_metadata, { ...before, seats: 14 });
  },
);

flow(
  "a new row that is applied in vain keeps the focus, in what it has become",
  async ({ page, url, fails, stored }) => {
    await openUser(page, ADA, url);
    await fails(422);
    const pane = paneOf(page, "Unsafe");
    await add(pane);
    await typeKeys(page, "seats\n1");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("alert").filter({ hasText: "The change was refused" }).waitFor();
    await eventually(async () => assert.equal(await focusedLabel(page), "Value of seats"));
    await fails(undefined);
    await pane.getByLabel("Value of seats", { exact: true }).click();
    await typeKeys(page, "4");
    await page.keyboard.press("Control+Enter");
    await applied(page);
    assert.equal((await stored(ADA)).unsafe_metadata.seats, 14);
  },
);

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

flow("the value of a new key has the type of what is typed", async ({ page, url, stored }) => {
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
  "null: in a patch it removes a key, in a value the page says why it cannot be set",
  async ({ page, url, stored }) => {
    await openUser(page, ADA, url);
    const pane = paneOf(page, "Unsafe");
    await add(pane);
    await typeKeys(page, "nothing\nnull\n");
    await pane.getByRole("alert").filter({ hasText: "nothing: a patch cannot set null" }).waitFor();
    await pane.getByRole("button", { name: "Discard" }).click();
    await pane.getByRole("radio", { name: "Patch" }).click();
    await add(pane);
    await typeKeys(page, "theme\nnull\n");
    await page.keyboard.press("Control+Enter");
    await applied(page);
    assert.deepEqual((await stored(ADA)).unsafe_metadata, { onboarding: { step: 4, done: false } });
  },
);

/** What is typed as a new row, and what the page says of it. */
const BLOCKED = [
  ["theme\n1", 'theme: there is a key "theme" already.'],
  ["seats\n-", "seats: - is not a complete number."],
  ["seats\n1e", "seats: 1e is not a complete number."],
  ["seats\n1.", "seats: 1. is not a complete number."],
  ['seats\n"14', "seats: text that begins with a double quote must be a JSON string"],
  ["seats\n[1,", "seats: this is not JSON"],
  ['seats\n{"a":', "seats: this is not JSON"],
  ["\t14", 'The new key: the key is missing; "" is the empty key.'],
  ['"a\n14', "The new key: a key that begins with a double quote must be a JSON string"],
];

flow("what is half typed is not stored, not dropped, and named", async ({ page, url, stored }) => {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Unsafe");
  const before = (await stored(ADA)).unsafe_metadata;
  for (const [keys, says] of BLOCKED) {
    await add(pane);
    await typeKeys(page, keys, { delay: 0 });
    await page.keyboard.press("Control+Enter");
    await pane.getByRole("alert").filter({ hasText: says }).waitFor();
    // Left for something else, it is still there.
    await page.getByRole("heading", { name: "Ada Lovelace" }).click();
    await pane.getByRole("alert").filter({ hasText: says }).waitFor();
    await eventually(async () =>
      assert.equal(await pane.getByRole("button", { name: "Do not add the new key" }).count(), 1, keys),
    );
    await pane.getByRole("button", { name: "Do not add the new key" }).click();
    await pane.getByRole("alert").waitFor({ state: "detached" });
  }
  assert.deepEqual((await stored(ADA)).unsafe_metadata, before);
});

flow("a row in which nothing was typed goes away; Escape takes one back", async ({ page, url }) => {
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
  await pane.getByText("Nothing is changed yet.").waitFor();
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
    const shown = await pane.locator("textarea.key-input").evaluateAll((boxes) => boxes.map(({ value }) => value));
    assert.deepEqual(shown.slice(-3), ['""', '"a\\u202eb"', '"\\"quoted\\""']);
  });
  await typeOver(pane.getByLabel('Value of [""]', { exact: true }), "5");
  await page.keyboard.press("Control+Enter");
  await applied(page);
  assert.equal((await stored(ADA)).unsafe_metadata[""], 5);
});

flow(
  "a key is renamed with Enter, Tab, a click and Ctrl+Enter; its value is typed on with no key lost",
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

flow("a key that is taken is not taken over, and stays as it is typed", async ({ page, url, stored }) => {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Public");
  const before = (await stored(ADA)).public_metadata;
  await typeOver(pane.getByLabel("Key plan.seats", { exact: true }), "name");
  await page.keyboard.press("Control+Enter");
  await pane.getByRole("alert").filter({ hasText: 'plan.seats: there is a key "name" already.' }).waitFor();
  await eventually(async () => assert.equal(await focusedLabel(page), "Key plan.seats"));
  await eventually(async () =>
    assert.equal(await pane.getByLabel("Key plan.seats", { exact: true }).inputValue(), "name"),
  );
  await page.keyboard.press("Escape");
  await pane.getByText("Nothing is changed yet.").waitFor();
  assert.deepEqual((await stored(ADA)).public_metadata, before);
});

flow("what is typed is there in the other view and the other form", async ({ page, url }) => {
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
  // What is not complete keeps the view as it is.
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

flow(
  "every box goes on to the next one with Tab, and nothing of what is typed goes elsewhere",
  async ({ page, url, stored }) => {
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
  },
);

const focusedLabel = (page) => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));

for (const width of [360, 1280]) {
  flow(
    `a click is not lost when the row that is left changes, ${width} pixels wide`,
    async ({ page, url, stored }) => {
      await openUser(page, ADA, url);
      const pane = paneOf(page, "Public");
      await pane.getByRole("button", { name: "Add an item to features" }).click();
      await typeKeys(page, "sso");
      // The press commits the item, or drops the row in which nothing was typed; the release must find its button.
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

flow("adding again with a row that is not complete: what is missing comes first", async ({ page, url, stored }) => {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Unsafe");
  await add(pane);
  await typeKeys(page, "weight\n5.\n");
  await add(pane);
  await pane.getByRole("alert").getByText("weight: 5. is not a complete number").waitFor();
  await typeKeys(page, "5.5\n"); // in place of what was there
  await typeKeys(page, "theme");
  await add(pane);
  await pane.getByRole("alert").getByText('there is a key "theme" already').waitFor();
  await typeKeys(page, "foo");
  await add(pane);
  await pane.getByRole("alert").getByText("foo: it has no value yet").waitFor();
  await typeKeys(page, "bar");
  await page.keyboard.press("Control+Enter");
  await applied(page);
  const { weight, foo, ...rest } = (await stored(ADA)).unsafe_metadata;
  assert.deepEqual([weight, foo, Object.keys(rest)], [5.5, "bar", ["theme", "onboarding"]]);
});

flow("why a key cannot be taken is said beside it; a key with spaces around it is in quotes", async ({ page, url }) => {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Unsafe");
  await add(pane);
  await typeKeys(page, "theme");
  await pane.getByText('there is a key "theme" already', { exact: true }).waitFor();
  await typeOver(pane.getByRole("textbox", NEW_KEY), '"the');
  await pane.getByText(/^a key that begins with a double quote must be a JSON string/).waitFor();
  await typeOver(pane.getByRole("textbox", NEW_KEY), " the \n1\n");
  await pane.getByLabel('Kind of [" the "]', { exact: true }).waitFor();
  await eventually(async () => {
    const shown = await pane.locator("textarea.key-input").evaluateAll((boxes) => boxes.map(({ value }) => value));
    assert.ok(shown.includes('" the "'), shown.join(", "));
  });
  await pane.getByRole("rowheader", { name: '" the "' }).waitFor();
});
