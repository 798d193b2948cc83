// Starts headless Chromium.
import { after } from "node:test";
import { MissingRuntime } from "../../runtimes/tools.mjs";
import { launchChromium } from "../../support/chromium.mjs";

/** Code in a page has no timeout of its own. */
const TIMEOUT_MS = 30_000;

let started;

after(async () => (await started?.catch(() => undefined))?.close());

/**
 * A new profile, which is closed with the test. Without Chromium, the test is skipped and the result is `undefined`;
 * under `CI`, it fails.
 */
export async function newContext(t, options) {
  let browser;
  try {
    browser = await (started ??= launchChromium());
  } catch (error) {
    if (!(error instanceof MissingRuntime) || process.env.CI) throw error;
    t.skip(error.message);
    return undefined;
  }
  const context = await browser.newContext(options);
  context.setDefaultTimeout(TIMEOUT_MS);
  t.after(() => context.close());
  return context;
}
