// What a person does with a page: clicks, and presses keys, which go to whatever has the focus. Nothing here sets
// a value or moves the focus by script, as that hides what happens to someone who types.

/** Milliseconds between two keys. A person takes about 60; tests also run with 0, faster than anyone. */
export const HUMAN_DELAY = 15;

const delays = new WeakMap();

/** The pace of every later key in a page, where a call gives no other. */
export const setKeyDelay = (page, delay) => delays.set(page, delay);

/** Types into whatever has the focus. `\n` is Enter, `\t` is Tab. */
export async function typeKeys(page, text, { delay = delays.get(page) ?? HUMAN_DELAY } = {}) {
  for (const part of text.split(/(\n|\t)/)) {
    if (part === "\n") await page.keyboard.press("Enter", { delay: 0 });
    else if (part === "\t") await page.keyboard.press("Tab", { delay: 0 });
    else if (part !== "") await page.keyboard.type(part, { delay });
  }
}

/** Clicks into a control, selects what is in it, and types over it. */
export async function typeOver(control, text, options) {
  const page = control.page();
  await control.click();
  await page.keyboard.press("ControlOrMeta+a");
  if (text === "") await page.keyboard.press("Delete");
  else await typeKeys(page, text, options);
}

/** Chooses an option of a select with the keys, as typing the beginning of its text does. */
export async function choose(select, label) {
  const page = select.page();
  await select.click(); // opens it and gives it the focus
  await page.keyboard.type(label);
  await page.keyboard.press("Enter");
}

/** Pastes at the cursor, as one does with a long text or with characters that no keyboard has. */
export async function paste(page, text) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await page.keyboard.press("ControlOrMeta+v");
}

/** Clicks into a control, selects what is in it, and pastes over it. */
export async function pasteOver(control, text) {
  const page = control.page();
  await control.click();
  await page.keyboard.press("ControlOrMeta+a");
  await paste(page, text);
}

/** Clicks where a control is, also where it is disabled or covered. */
export async function clickPlaceOf(control) {
  const { x, y, width, height } = await control.boundingBox();
  await control.page().mouse.click(x + width / 2, y + height / 2);
}
