import { createClerkClient } from "#client";
import { environment } from "../log-level.js";
import { wrapEnvironmentClient } from "../with-metadata/environment-source.js";

/** @param {import("../../types/options.js").ClerkClientOptions} [options] */
export const clerkClient = (options) => createClerkClient({ ...environment(), ...options });

/**
 * @param {object} client
 * @param {import("../../types/with-metadata.js").InstanceCheckOptions} [options]
 */
export const withMetadata = (client, options) => wrapEnvironmentClient(client, { options });
