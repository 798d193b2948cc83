import { createClerkClient } from "#client";
import { environmentClient } from "../environment-client.js";
import { environment, processEnvironment } from "../environment.js";

/**
 * On Workers, the variables are in the context that the server passes to React Router.
 * @param {any} context
 */
const environmentSources = (context) => [
  processEnvironment,
  () => context?.cloudflare?.env,
  () => context?.env,
  () => context,
];

export const clerkClient = Object.assign(
  /**
   * @param {import("../../types/react-router.js").ReactRouterArgs} args
   * @param {import("../../types/options.js").ClerkClientOptions} [options]
   */
  (args, options) => createClerkClient({ ...environment(environmentSources(args?.context)), ...options }),
  environmentClient(),
);
