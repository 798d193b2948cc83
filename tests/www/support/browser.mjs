// Chromium, real and headless.
import { after } from "node:test";
import * as tools from "../../runtimes/tools.mjs";

const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Names of other sites, all of them on this machine.
  "--host-resolver-rules=MAP *.test 127.0.0.1",
];
/** What happens in a page has no end of its own. */
const TIMEOUT_MS = 30_000;

let started;

async function launch() {
  const { chromium } = await tools.load("playwright-core", "index.mjs");
  const root = process.getuid?.() === 0;
  return chromium.launch({ executablePath: tools.chromium(), chromiumSandbox: !root, args: FLAGS });
}

after(async () => (await started?.catch(() => undefined))?.close());

/**
 * A profile of its own, which ends with the test. Where there is no Chromium the test is skipped; under
 * `CI` it fails. Gives nothing where it is skipped.
 */
export async function newContext(t, options) {
  let browser;
  try {
    browser = await (started ??= launch());
  } catch (error) {
    if (!(error instanceof tools.MissingRuntime) || process.env.CI) throw error;
    t.skip(error.message);
    return undefined;
  }
  const context = await browser.newContext(options);
  context.setDefaultTimeout(TIMEOUT_MS);
  t.after(() => context.close());
  return context;
}
