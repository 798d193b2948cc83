import { processEnvironment, readVariable } from "../environment.js";
import { environment } from "../log-level.js";
import { wrapClient } from "./wrap-client.js";

/** @import { ClerkClientOptions } from "../../types/options.js" */
/** @import { InstanceCheckOptions } from "../../types/with-metadata.js" */
/** @import { VariableSource } from "../environment.js" */

/** The variables from which Clerk's packages for the frameworks read the publishable key. */
const PUBLISHABLE_KEYS = ["", "NEXT_PUBLIC_", "PUBLIC_", "VITE_"].map((prefix) => `${prefix}CLERK_PUBLISHABLE_KEY`);

/**
 * Wraps the client of a framework, which was created from the environment. The environment is read for each call.
 * `overrides` are the options that the app passed to the middleware.
 * @param {object} client
 * @param {{ options?: InstanceCheckOptions, overrides?: ClerkClientOptions, sources?: VariableSource[] }} settings
 */
export const wrapEnvironmentClient = (client, { options, overrides, sources = [processEnvironment] }) =>
  wrapClient(client, () => {
    const { checkInstance, ...given } = { ...overrides, ...options };
    return {
      options: { ...environment(sources), ...given },
      checkInstance,
      publishableKeys: publishableKeys(given, sources),
    };
  });

/**
 * The publishable keys that belong to the secret key. Those of the environment belong to the secret key of the
 * environment.
 * @param {ClerkClientOptions} given
 * @param {VariableSource[]} sources
 */
function publishableKeys({ publishableKey, secretKey }, sources) {
  if (typeof publishableKey === "string") return [publishableKey];
  if (secretKey !== undefined) return [];
  return PUBLISHABLE_KEYS.map((name) => readVariable(name, sources)).filter((key) => key !== undefined);
}
