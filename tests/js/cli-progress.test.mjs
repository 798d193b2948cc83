// The progress of commands: one line that is redrawn on a terminal, and plain lines elsewhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { countText, durationText, fit, startProgress, usersText } from "../../pkg/src/cli/progress.js";

/** A stream that keeps what is written to it. */
const streamOf = (properties = {}) => {
  const written = [];
  return { written, write: (text) => written.push(text), ...properties };
};

test("elsewhere than on a terminal, a plain line every 10 seconds", (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const stream = streamOf();
  let count = 0;
  const progress = startProgress(() => [`export  ${++count}`, "60/s"], { stream });
  t.mock.timers.tick(9_999);
  assert.deepEqual(stream.written, []);
  t.mock.timers.tick(1);
  t.mock.timers.tick(10_000);
  progress.print("No such user: user_1");
  progress.stop();
  t.mock.timers.tick(60_000);
  assert.deepEqual(stream.written, ["export  1 · 60/s\n", "export  2 · 60/s\n", "No such user: user_1\n"]);
});

test("on a terminal, one line that is redrawn when it changes, and removed at the end", (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const stream = streamOf({ isTTY: true, columns: 20 });
  let text = "export  1";
  const progress = startProgress(() => [text, "60/s", "2 h 13 min left"], { stream });
  t.mock.timers.tick(300);
  text = "export  2";
  stream.columns = 10;
  t.mock.timers.tick(100);
  progress.print("a line that stays");
  progress.stop();
  const clear = "\r\u001b[K";
  assert.deepEqual(stream.written, ["\rexport  1 · 60/s\u001b[K", "\rexport  2\u001b[K", clear, "a line that stays\n"]);
});

for (const [title, options] of [
  ["isQuiet", { isQuiet: true }],
  ["isQuiet on a terminal", { isQuiet: true, isTTY: true }],
]) {
  test(`no progress with ${title}, but lines that stay`, (t) => {
    t.mock.timers.enable({ apis: ["setInterval"] });
    const stream = streamOf({ isTTY: options.isTTY });
    const progress = startProgress(() => ["export  1"], { isQuiet: options.isQuiet, stream });
    t.mock.timers.tick(60_000);
    progress.print("Waiting");
    progress.stop();
    assert.deepEqual(stream.written, ["Waiting\n"]);
  });
}

test("parts that do not fit are left out, and the first one is cut", () => {
  const parts = ["apply  41.2 %  334,545/812,004", "60/s", "0 × 429", "2 h 13 min left"];
  assert.equal(fit(parts, 200), parts.join(" · "));
  assert.equal(fit(parts, 39), "apply  41.2 %  334,545/812,004 · 60/s");
  assert.equal(fit(parts, 12), "apply  41.2 ");
});

test("numbers and durations", () => {
  const durations = [0, 9.4, 59.4, 59.6, 240, 3599, 3600, 7980].map(durationText);
  assert.deepEqual(durations, ["0 s", "9 s", "59 s", "1 min", "4 min", "1 h 0 min", "1 h 0 min", "2 h 13 min"]);
  assert.deepEqual([countText(1_000_000), usersText(1), usersText(2000)], ["1,000,000", "1 user", "2,000 users"]);
});
