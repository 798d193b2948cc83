// The Backend API that the page's calls go to. The client prepares the URLs and headers, so it rejects the same keys,
// URLs and IDs.

/**
 * Rejects if the client rejects the options.
 * @param {{ secretKey: string, apiUrl?: string | undefined, apiVersion?: string | undefined }} options
 * @returns {Promise<import("./types.js").Backend>}
 */
export async function backendOf(options) {
  // Imported here, so that no other command loads the client.
  const { prepareRequest } = await import("clerk-metadata");
  const { secretKey } = options;
  const count = await prepareRequest(options, "getCount");
  const usersUrl = count.url.slice(0, -"/count".length);
  // Taken from the URL, which has the client's defaults.
  const [, apiUrl = "", apiVersion = ""] = /^(.*)\/(.*)\/users$/.exec(usersUrl) ?? [];
  return {
    apiUrl,
    apiVersion,
    instance: secretKey.startsWith("sk_live_") ? "production" : "development",
    headers: { ...count.headers, authorization: `Bearer ${secretKey}` },
    countUrl: count.url,
    usersUrl,
    /** The URL of a user. Rejects an ID that the client rejects. */
    userUrl: async (id) => (await prepareRequest(options, "getUser", id)).url,
    organizationsUrl: `${apiUrl}/${apiVersion}/organizations`,
    /** The URL of an organization. Rejects an ID that the client rejects. */
    organizationUrl: async (organizationId) =>
      (await prepareRequest(options, "getOrganization", { organizationId })).url,
    /** The URL of the metadata of a membership. Rejects an ID that the client rejects. */
    async membershipMetadataUrl(organizationId, userId) {
      const params = { organizationId, userId, publicMetadata: {} };
      return (await prepareRequest(options, "updateOrganizationMembershipMetadata", params)).url;
    },
    holdsKey: (text) => text.includes(secretKey),
  };
}
