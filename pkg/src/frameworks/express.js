import { environmentClient } from "../environment-client.js";
import { wrapEnvironmentClient } from "../with-metadata/environment-source.js";

export const clerkClient = environmentClient();

/**
 * @param {object} client
 * @param {import("../../types/with-metadata.js").InstanceCheckOptions} [options]
 */
export const withMetadata = (client, options) => wrapEnvironmentClient(client, { options });
