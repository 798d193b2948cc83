import { wrapClient } from "./with-metadata/wrap-client.js";

/**
 * @param {object} client
 * @param {import("../types/with-metadata.js").InstanceCheckOptions} options
 */
export function withMetadata(client, { checkInstance, ...options } = {}) {
  const { publishableKey } = options;
  const source = {
    options,
    checkInstance,
    publishableKeys: typeof publishableKey === "string" ? [publishableKey] : [],
  };
  return wrapClient(client, () => source);
}
