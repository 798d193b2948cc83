import { createClerkClient } from "#client";
import { processEnvironment } from "../environment.js";
import { environment } from "../log-level.js";
import { wrapEnvironmentClient } from "../with-metadata/environment-source.js";

/**
 * Cloudflare's adapter puts the variables into `locals`. If Vite processes this file, those of `.env` are in
 * `import.meta.env`.
 * @param {any} context
 */
const environmentSources = (context) => [
  () => context?.locals?.runtime?.env,
  processEnvironment,
  () => import.meta.env,
];

/**
 * @param {import("../../types/astro.js").AstroContext} context
 * @param {import("../../types/options.js").ClerkClientOptions} [options]
 */
export const clerkClient = (context, options) =>
  createClerkClient({ ...environment(environmentSources(context)), ...options });

/**
 * @param {object} client
 * @param {import("../../types/astro.js").AstroWithMetadataOptions} [options]
 */
export const withMetadata = (client, { context, ...options } = {}) =>
  wrapEnvironmentClient(client, { options, sources: environmentSources(context) });
