// Sends keys without waiting for the page, as a macro does, or a person while the page is busy. Playwright's keyboard
// waits for the page after each key.

const NAMED = {
  Enter: { code: "Enter", windowsVirtualKeyCode: 13, text: "\r" },
  Escape: { code: "Escape", windowsVirtualKeyCode: 27 },
  Tab: { code: "Tab", windowsVirtualKeyCode: 9 },
  ArrowDown: { code: "ArrowDown", windowsVirtualKeyCode: 40 },
};
const CONTROL = 2;

/** Each part is a named key, such as "Enter"; a key with Control, such as "Control+k"; or text to type. */
export async function burst(page, parts) {
  const session = await page.context().newCDPSession(page);
  const keys = parts.flatMap((part) => {
    if (NAMED[part]) return [{ key: part, ...NAMED[part] }];
    const letter = /^Control\+(.)$/.exec(part)?.[1];
    if (letter) {
      const [upper] = letter.toUpperCase();
      return [{ key: letter, code: `Key${upper}`, windowsVirtualKeyCode: upper.charCodeAt(0), modifiers: CONTROL }];
    }
    return [...part].map((key) => ({ key, text: key, windowsVirtualKeyCode: key.toUpperCase().charCodeAt(0) }));
  });
  // Blocks the page, so that it handles the first key after the last one was sent.
  const busy = page.evaluate((until) => {
    while (Date.now() < until);
  }, Date.now() + 300);
  const sent = keys.flatMap(({ text, ...key }) => [
    // setup: keys of the keyboard, without a wait for the page
    session.send("Input.dispatchKeyEvent", { type: text ? "keyDown" : "rawKeyDown", text, ...key }),
    session.send("Input.dispatchKeyEvent", { type: "keyUp", ...key }), // setup: as above
  ]);
  await Promise.all([busy, ...sent]);
  await session.detach();
}
