// Numbers keep their text: typed numbers as typed, and other numbers to the last digit.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { KEY } from "../support/admin.mjs";
import { choose, paste, typeKeys, typeOver } from "./support/person.mjs";
import { ADA } from "./support/people.mjs";
import { applied, flow, openUser, paneOf } from "./support/stage.mjs";

const textBox = (pane) => pane.getByRole("textbox", { name: /^Text of/ });

/** Numbers that a double cannot represent, or would write in another form. */
const STORED =
  '{"big":9007199254740993,"huge":1e+400,"list":[9007199254740993,0.10,-0],"tiny":1.00000000000000000001,"10":1,"b":2,"2":3}';

/** Stores a value by its text. In the sandbox, it is pasted into the text view. */
async function storeText(stage, text) {
  const { page, service } = stage;
  if (service) {
    const body = `{"unsafe_metadata":${text}}`;
    const headers = { authorization: `Bearer ${KEY}`, "content-type": "application/json" };
    await service.backend.fetch(`${service.url}/v1/users/${ADA}/metadata`, { method: "PUT", headers, body });
    return;
  }
  await openUser(page, ADA, stage.url);
  const pane = paneOf(page, "Unsafe");
  await pane.getByRole("radio", { name: "Text" }).click();
  await textBox(pane).click();
  await page.keyboard.press("ControlOrMeta+a");
  await paste(page, text);
  await page.keyboard.press("Control+Enter");
  await applied(page);
  await page.goto("about:blank");
}

/** The text of the stored value, read by the reloaded page. */
async function storedText({ page, url }) {
  await page.goto("about:blank");
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Unsafe");
  await pane.getByRole("radio", { name: "Text" }).click();
  await textBox(pane).waitFor();
  return (await pane.locator(".cm-line").allInnerTexts()).join("").replace(/[\n ]/g, "");
}

flow("numbers that are not edited keep their text: display, patch, value", async (stage) => {
  const { page, service } = stage;
  await storeText(stage, STORED);
  await eventually(async () => assert.equal(await storedText(stage), STORED));
  const pane = paneOf(page, "Unsafe");
  await pane.getByRole("radio", { name: "Tree" }).click();
  await eventually(async () => {
    const displayedValues = await pane
      .locator("textarea.leaf.number")
      .evaluateAll((boxes) => boxes.map(({ value }) => value));
    assert.deepEqual(displayedValues, [
      "9007199254740993",
      "1e+400",
      "9007199254740993",
      "0.10",
      "-0",
      "1.00000000000000000001",
      "1",
      "2",
      "3",
    ]);
  });
  await pane.getByRole("button", { name: "Add an item to list" }).click();
  await typeKeys(page, "1.50");
  await page.keyboard.press("Control+Enter");
  await applied(page);
  if (service) {
    assert.equal(
      service.requests.findLast(({ method }) => method === "PATCH").body,
      '{"unsafe_metadata":{"list":[9007199254740993,0.10,-0,1.50]}}',
    );
  }
  await eventually(async () => assert.equal(await storedText(stage), STORED.replace("-0]", "-0,1.50]")));
});

flow("a number is sent as it is typed", async (stage) => {
  const { page, url, service } = stage;
  await storeText(stage, '{"a":1,"b":2,"c":3,"d":4}');
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Unsafe");
  const typed = { a: "9007199254740993", b: "1e400", c: "2.50", d: "-0.0001E-7" };
  for (const [key, text] of Object.entries(typed))
    await typeOver(pane.getByLabel(`Value of ${key}`, { exact: true }), text, { delay: 0 });
  await page.keyboard.press("Control+Enter");
  await applied(page);
  const sent = '{"a":9007199254740993,"b":1e400,"c":2.50,"d":-0.0001E-7}';
  if (service)
    assert.equal(service.requests.findLast(({ method }) => method === "PATCH").body, `{"unsafe_metadata":${sent}}`);
  // The local Backend API writes exponents in another form.
  await eventually(async () => assert.equal(await storedText(stage), sent.replace("e400", "e+400").replace("E", "e")));
});

flow("an incomplete number is kept, blocks Apply, and is named in the error", async (stage) => {
  const { page, url, stored } = stage;
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Public");
  const seats = pane.getByLabel("Value of plan.seats", { exact: true });
  for (const [text, says] of [
    ["-", 'plan.seats: "-" is not a number.'],
    ["1e", 'plan.seats: "1e" is not a number.'],
    ["1.", 'plan.seats: "1." is not a number.'],
    ["", "plan.seats: a number is missing."],
    ["0150", 'plan.seats: "0150" is not a number.'],
    ["five", 'plan.seats: "five" is not a number.'],
  ]) {
    await typeOver(seats, text);
    await page.keyboard.press("Control+Enter");
    await pane.getByRole("alert").filter({ hasText: says }).waitFor();
    // The text stays when the input loses the focus.
    await pane.getByLabel("Value of plan.name", { exact: true }).click();
    await eventually(async () => assert.equal(await seats.inputValue(), text));
    await eventually(async () => assert.equal(await page.getByRole("button", { name: /^Apply/ }).isDisabled(), true));
  }
  assert.equal((await stored(ADA)).public_metadata.plan.seats, 3);
  for (let visit = 0; visit < 6; visit++) await page.keyboard.press("ControlOrMeta+z");
  await typeOver(seats, "14e");
  await page.keyboard.press("Escape");
  await eventually(async () => assert.equal(await seats.inputValue(), "3"));
  await pane.getByText("No changes yet.").waitFor();
});

flow("text → number → text keeps 0150, and number → text → number the number", async (stage) => {
  const { page, url } = stage;
  await storeText(stage, '{"code":"0150","price":2.50}');
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Unsafe");
  const [kind, code] = [
    pane.getByLabel("Type of code", { exact: true }),
    pane.getByLabel("Value of code", { exact: true }),
  ];
  await choose(kind, "number");
  await pane.getByRole("alert").filter({ hasText: 'code: "0150" is not a number.' }).waitFor();
  await eventually(async () => assert.equal(await code.inputValue(), "0150"));
  await choose(kind, "string");
  await eventually(async () => assert.equal(await code.inputValue(), "0150"));
  await pane.getByText("No changes yet.").waitFor();
  const [priceKind, price] = [
    pane.getByLabel("Type of price", { exact: true }),
    pane.getByLabel("Value of price", { exact: true }),
  ];
  await choose(priceKind, "string");
  await eventually(async () => assert.equal(await price.inputValue(), "2.50"));
  await typeOver(price, "0150");
  await choose(priceKind, "number");
  await choose(priceKind, "string");
  await eventually(async () => assert.equal(await price.inputValue(), "0150"));
  await page.keyboard.press("Control+Enter");
  await applied(page);
  await eventually(async () => assert.equal(await storedText(stage), '{"code":"0150","price":"0150"}'));
});

flow("changing the type and back restores every value", async (stage) => {
  const { page, url } = stage;
  const values = {
    object: '{"a":{"b":1e+400}}',
    array: '[1.0,"x"]',
    string: '"two words"',
    number: "9007199254740993",
    boolean: "true",
  };
  await storeText(
    stage,
    `{${Object.entries(values)
      .map(([kind, text]) => `"${kind}":${text}`)
      .join(",")}}`,
  );
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Unsafe");
  for (const kind of Object.keys(values)) {
    const name = /^\w+$/.test(kind) ? kind : `["${kind}"]`;
    for (const other of Object.keys(values).filter((one) => one !== kind))
      await choose(pane.getByLabel(`Type of ${name}`, { exact: true }), other);
    await choose(pane.getByLabel(`Type of ${name}`, { exact: true }), kind);
    await pane.getByText("No changes yet.").waitFor();
  }
});

flow("the same number in another form is a change: shown, and sent as typed", async (stage) => {
  const { page, url, service } = stage;
  await storeText(stage, '{"a":1,"b":100,"list":[1,2]}');
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Unsafe");
  await typeOver(pane.getByLabel("Value of a", { exact: true }), "1.0");
  await typeOver(pane.getByLabel("Value of b", { exact: true }), "1e2");
  await typeOver(pane.getByLabel("Value of list[0]", { exact: true }), "1.0");
  const rows = pane.getByRole("table").locator("tbody tr");
  await rows.filter({ hasText: "list" }).waitFor();
  await eventually(async () =>
    assert.deepEqual(
      (await rows.allInnerTexts()).map((row) => row.replaceAll("\n", "")),
      ["a\t1\t1.0\tchanged", "b\t100\t1e2\tchanged", "list\t2 items\t2 items, 1 unchanged\t", "[0]\t1\t1.0\tchanged"],
    ),
  );
  await page.keyboard.press("Control+Enter");
  await applied(page);
  const sent = '{"a":1.0,"b":1e2,"list":[1.0,2]}';
  if (service)
    assert.equal(service.requests.findLast(({ method }) => method === "PATCH").body, `{"unsafe_metadata":${sent}}`);
  await pane.getByText("No changes yet.").waitFor();
});
