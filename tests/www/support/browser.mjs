// Chromium, real and headless.
import { after } from "node:test";
import { MissingRuntime } from "../../runtimes/tools.mjs";
import { launchChromium } from "../../support/chromium.mjs";

/** What happens in a page has no end of its own. */
const TIMEOUT_MS = 30_000;

let started;

after(async () => (await started?.catch(() => undefined))?.close());

/**
 * A profile of its own, which ends with the test. Where there is no Chromium the test is skipped; under
 * `CI` it fails. Gives nothing where it is skipped.
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
