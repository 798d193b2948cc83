// Starts headless Chromium.
import { after } from "node:test";
import { launchChromium } from "../../runtimes/chromium.mjs";
import * as tools from "../../runtimes/tools.mjs";

/** The host names of other sites resolve to this machine. */
const FLAGS = ["--host-resolver-rules=MAP *.test 127.0.0.1"];
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
    browser = await (started ??= launchChromium(FLAGS));
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
