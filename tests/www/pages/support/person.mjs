// Acts on a page as a person does: clicks, and presses keys, which go to the focused element. It never sets a value or
// moves the focus by script, which would hide errors that occur for a person who types.

/** Milliseconds between two keys. A person needs about 60. Some tests use 0. */
export const HUMAN_DELAY = 15;

const delays = new WeakMap();

/** Sets the default delay between keys of a page. */
export const setKeyDelay = (page, delay) => delays.set(page, delay);

/** Types into the focused element. `\n` is Enter, `\t` is Tab. */
export async function typeKeys(page, text, { delay = delays.get(page) ?? HUMAN_DELAY } = {}) {
  for (const part of text.split(/(\n|\t)/)) {
    if (part === "\n") await page.keyboard.press("Enter", { delay: 0 });
    else if (part === "\t") await page.keyboard.press("Tab", { delay: 0 });
    else if (part !== "") await page.keyboard.type(part, { delay });
  }
}

/** Clicks into a control, selects its text, and types over it. */
export async function typeOver(control, text, options) {
  const page = control.page();
  await control.click();
  await page.keyboard.press("ControlOrMeta+a");
  if (text === "") await page.keyboard.press("Delete");
  else await typeKeys(page, text, options);
}

/** Chooses an option of a select by typing its text. */
export async function choose(select, label) {
  const page = select.page();
  await select.click(); // opens it and gives it the focus
  await page.keyboard.type(label);
  await page.keyboard.press("Enter");
}

/** Pastes at the cursor: for long text, and for characters that keyboards do not have. */
export async function paste(page, text) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await page.keyboard.press("ControlOrMeta+v");
}

/** Clicks into a control, selects its text, and pastes over it. */
export async function pasteOver(control, text) {
  const page = control.page();
  await control.click();
  await page.keyboard.press("ControlOrMeta+a");
  await paste(page, text);
}

/** Clicks at the position of a control, even if it is disabled or covered. */
export async function clickPlaceOf(control) {
  const { x, y, width, height } = await control.boundingBox();
  await control.page().mouse.click(x + width / 2, y + height / 2);
}
