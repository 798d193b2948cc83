// Arrays and long texts: the preview, the conflict panel and the history show which items or parts differ.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { ADA } from "./support/people.mjs";
import { choose, paste, pasteOver, typeKeys, typeOver } from "./support/person.mjs";
import { someoneSends } from "./support/someone.mjs";
import { flow as anyFlow, openUser, paneOf } from "./support/stage.mjs";

const flow = (name, run) => anyFlow(name, run, { modes: ["live"] });
const valueOf = (page, path) => paneOf(page, "Public").getByLabel(`Value of ${path}`, { exact: true });
const rowIn = async (region, path) =>
  (await region.locator(`[data-path="${path}"]`).locator("th, td").allInnerTexts()).map((text) =>
    text.replace(/\s+/g, " ").trim(),
  );
const panel = (page) => page.getByRole("region", { name: "Conflict" });
const marksIn = (row, element) => row.locator(element).allInnerTexts();

const DOTS = Array.from({ length: 500 }, (_, index) => ({ n: index }));

flow("one changed item among 500 objects", async (stage) => {
  const { page, url } = stage;
  await someoneSends(stage, { public_metadata: { dots: DOTS } }, { method: "PUT" });
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Public");
  await pane.getByRole("radio", { name: "Text" }).click();
  const changed = JSON.stringify({ dots: DOTS.map((dot) => (dot.n === 250 ? { n: 2500 } : dot)) });
  await pasteOver(pane.getByRole("textbox", { name: "Text of the public metadata" }), changed);
  await pane.getByText("1 changed").waitFor();
  await eventually(async () =>
    assert.deepEqual(await rowIn(pane, "dots"), ["dots", "500 items", "500 items, 499 unchanged", ""]),
  );
  await eventually(async () => assert.deepEqual(await rowIn(pane, "dots[250].n"), ["n", "250", "2500", "changed"]));
  await page.keyboard.press("Control+Enter");
  await page.getByText("Applied.", { exact: true }).waitFor();
  await page.getByRole("link", { name: "History (1)" }).click();
  await page.getByText("dots[250].n 250 → 2500").waitFor();
});

flow("items that are removed, added, changed and moved", async (stage) => {
  const { page, url } = stage;
  const people = [
    { id: "a", role: "admin" },
    { id: "b", role: "guest" },
    { id: "c", role: "guest" },
  ];
  await someoneSends(stage, { public_metadata: { people, tags: ["x", "y", "z"] } }, { method: "PUT" });
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Public");
  await pane.getByRole("radio", { name: "Text" }).click();
  await pasteOver(
    pane.getByRole("textbox", { name: "Text of the public metadata" }),
    JSON.stringify({
      people: [
        { id: "c", role: "owner" },
        { id: "a", role: "admin" },
        { id: "d", role: "guest" },
      ],
      tags: ["z", "x", "y"],
    }),
  );
  await pane.locator('[data-path="tags[0]"]').waitFor();
  await eventually(async () => assert.deepEqual(await rowIn(pane, "tags[0]"), ["[0] was [2]", '"z"', '"z"', "moved"]));
  await eventually(async () =>
    assert.deepEqual(await rowIn(pane, "people[0].role"), ["role", '"guest"', '"owner"', "changed"]),
  );
  await eventually(async () => assert.deepEqual(await rowIn(pane, "people[0]"), ["[0] was [2]", "", "", ""]));
  await eventually(async () => assert.deepEqual(await rowIn(pane, "people[2].id"), ["id", "", '"d"', "added"]));
  await eventually(async () => assert.deepEqual(await rowIn(pane, "people[1].id"), ["id", '"b"', "", "removed"]));
});

const LONG = Array.from({ length: 400 }, (_, index) => `word${index}`).join(" ");

flow("the part of a long text that differs", async (stage) => {
  const { page, url } = stage;
  await someoneSends(stage, { public_metadata: { note: LONG } });
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Public");
  await valueOf(page, "note").click();
  await page.keyboard.press("Control+End");
  await typeKeys(page, "X");
  const row = pane.locator('[data-path="note"]');
  await row.waitFor();
  await eventually(async () => assert.deepEqual([await marksIn(row, "del"), await marksIn(row, "ins")], [[], ["X"]]));
  await eventually(async () => assert.match(await row.innerText(), /unchanged characters/));
  await eventually(async () => assert.ok((await row.innerText()).length < 400));

  await someoneSends(stage, { public_metadata: { note: `${LONG.replace("word200", "word200  ")}\nend` } });
  await page.keyboard.press("Control+Enter");
  await panel(page).waitFor();
  const cells = panel(page).locator('[data-path="note"]').locator("td");
  await eventually(async () => assert.deepEqual(await marksIn(cells.nth(2), "ins"), ["␣␣", "\\nend"]));
  await eventually(async () => assert.deepEqual(await marksIn(cells.nth(3), "ins"), ["X"]));
});

flow("lists in the conflict panel: which items each one has changed", async (stage) => {
  const { page, url } = stage;
  await someoneSends(stage, { public_metadata: { features: ["a", "b", "c", "d"] } });
  await openUser(page, ADA, url);
  await typeOver(valueOf(page, "features[1]"), "mine");
  await someoneSends(stage, { public_metadata: { features: ["a", "b", "c", "theirs", "e"] } });
  await page.keyboard.press("Control+Enter");
  await panel(page).waitFor();
  await eventually(async () => {
    const [, , base, theirs, mine] = await rowIn(panel(page), "features");
    assert.equal(base, '["a", "b", "c", "d"]');
    assert.match(theirs, /^5 items .*\[3\].*"theirs".*\[4\] added: "e" 3 unchanged items$/);
    assert.match(mine, /^4 items \[1\] "b" → "mine" 3 unchanged items$/);
  });
});

flow("a value that is too large or cannot be read does not hold up other fields or keys", async (stage) => {
  const { page, url, stored } = stage;
  await someoneSends(stage, '{"public_metadata":{"huge":1e400,"plan":{"seats":3},"nothing":null,"in":{"side":null}}}', {
    method: "PUT",
  });
  await openUser(page, ADA, url);
  await typeOver(valueOf(page, "plan.seats"), "9007199254740993");
  await typeOver(paneOf(page, "Unsafe").getByLabel("Value of theme"), "light");
  await page.keyboard.press("Control+Enter");
  await page.getByText("Public, Unsafe metadata is stored.").waitFor();
  assert.equal((await stored(ADA)).unsafe_metadata.theme, "light");
});

anyFlow(
  "the preview stays next to the edited item of a long array, also when many items are changed",
  async ({ page, url }) => {
    await openUser(page, ADA, url);
    const pane = paneOf(page, "Public");
    const items = Array.from({ length: 60 }, (_, index) => ({ n: index, on: true }));
    await pane.getByRole("button", { name: "Add a key", exact: true }).click();
    await typeKeys(page, "dots\n");
    await paste(page, JSON.stringify(items));
    await page.keyboard.press("Control+Enter");
    await page.getByText("Applied.", { exact: true }).waitFor();
    const isInView = (path) =>
      pane.locator(`tr[data-path="${path}"]`).evaluate((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        const box = row.closest(".outcome").getBoundingClientRect();
        return top >= Math.max(0, box.top - 1) && bottom <= Math.min(innerHeight, box.bottom + 1);
      });
    await typeOver(pane.getByLabel("Value of dots[59].n"), "7");
    await eventually(async () => assert.equal(await isInView("dots[59].n"), true));
    await pane.getByRole("radio", { name: "Text" }).click();
    await pasteOver(
      pane.getByRole("textbox", { name: /^Text of/ }),
      JSON.stringify({ dots: items.map(({ n }) => ({ n, on: false })) }),
    );
    await pane.getByRole("radio", { name: "Tree" }).click();
    await choose(pane.getByLabel("Value of dots[58].on"), "true");
    await typeOver(pane.getByLabel("Value of dots[59].n"), "8");
    await eventually(async () => assert.equal(await isInView("dots[59].n"), true));
  },
  { modes: ["sandbox"], viewport: { width: 1920, height: 1000 } },
);
