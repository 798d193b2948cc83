import { createLocalBackend } from "#local";
import { connectClients } from "./connect-clients.js";

/** @import { LocalBackend, LocalBackendOptions } from "../../types/local.js" */
/** @import { TestContext } from "../../types/testing.js" */

/**
 * @param {LocalBackendOptions} [options]
 * @returns {Promise<LocalBackend>}
 */
export async function connectLocalBackend(options) {
  const backend = await createLocalBackend(options);
  try {
    const disconnect = connectClients(backend, { secretKey: options?.secretKey });
    return {
      ...backend,
      async close() {
        disconnect();
        await backend.close();
      },
    };
  } catch (error) {
    await backend.close();
    throw error;
  }
}

/**
 * @param {TestContext} context
 * @param {LocalBackendOptions} [options]
 */
export async function localBackendForTest(context, options) {
  const { after, onTestFinished } = /** @type {any} */ (context ?? {});
  if (typeof after !== "function" && typeof onTestFinished !== "function")
    throw new TypeError(
      "localBackendForTest: the first argument must be the context of the test: test(name, async (t) => { const backend = await localBackendForTest(t); }).",
    );
  const backend = await connectLocalBackend(options);
  if (typeof after === "function") after.call(context, () => backend.close());
  else onTestFinished.call(context, () => backend.close());
  return backend;
}

/**
 * @param {LocalBackendOptions} [options]
 * @returns {any}
 */
export function localBackendFixture(options) {
  /** Vitest requires the braces: it reads the names of other fixtures from them. */
  // biome-ignore lint/correctness/noEmptyPattern: see above
  const fixture = async (/** @type {any} */ {}, /** @type {any} */ use) => {
    const backend = await connectLocalBackend(options);
    try {
      await use(backend);
    } finally {
      await backend.close();
    }
  };
  // Also for tests that do not name the fixture: their clients must not reach Clerk.
  return [fixture, { auto: true }];
}
