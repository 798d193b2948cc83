// Headless Chromium, which the suites of the runtimes, the bundlers and the admin page start.
import * as tools from "../runtimes/tools.mjs";

const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // The names of other sites resolve to this machine.
  "--host-resolver-rules=MAP *.test 127.0.0.1",
];

/** Starts a browser. Without a Chromium, it rejects with `MissingRuntime` of runtimes/tools.mjs. */
export async function launchChromium() {
  const { chromium } = await tools.load("playwright-core", "index.mjs");
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath: tools.chromium(), chromiumSandbox: !isRoot, args: FLAGS });
}
