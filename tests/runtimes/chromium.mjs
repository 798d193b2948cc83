// Starts Chromium, for tests of runtimes and of the admin page.
import * as tools from "./tools.mjs";

const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Throws `MissingRuntime` if Chromium is not installed. */
export async function launchChromium(flags = []) {
  const { chromium } = await tools.load("playwright-core", "index.mjs");
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: tools.chromium(),
    chromiumSandbox: !isRoot,
    args: [...FLAGS, ...flags],
  });
}
