import { ClerkInputError } from "#client";
import { wrapClient } from "./with-metadata/wrap-client.js";

/**
 * @param {object} client
 * @param {import("../types/with-metadata.js").InstanceCheckOptions} options
 */
export function withMetadata(client, options = {}) {
  if (options === null || typeof options !== "object")
    throw new ClerkInputError(
      "options: must be an object such as { secretKey }. Pass the options with which the client was created.",
      { code: "invalid_option", path: "options" },
    );
  return wrapWithOptions(client, options);
}

/**
 * @param {object} client
 * @param {import("../types/with-metadata.js").InstanceCheckOptions} options
 */
function wrapWithOptions(client, { checkInstance, ...options }) {
  const { publishableKey } = options;
  const source = {
    options,
    checkInstance,
    publishableKeys: typeof publishableKey === "string" ? [publishableKey] : [],
  };
  return wrapClient(client, () => source);
}
