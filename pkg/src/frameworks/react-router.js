import { createClerkClient } from "#client";
import { environmentClient } from "../environment-client.js";
import { processEnvironment } from "../environment.js";
import { environment } from "../log-level.js";
import { wrapEnvironmentClient } from "../with-metadata/environment-source.js";

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

/**
 * @param {object} client
 * @param {import("../../types/react-router.js").ReactRouterWithMetadataOptions} [options]
 */
export const withMetadata = (client, { args, ...options } = {}) =>
  wrapEnvironmentClient(client, { options, sources: environmentSources(args?.context) });
