// The Backend API that the page's calls go to. The client prepares the URLs and headers, so it rejects the same keys,
// URLs and IDs.
const API_URL = "https://api.clerk.com";
const API_VERSION = "v1";

/**
 * Rejects if the client rejects the options.
 * @param {{ secretKey: string, apiUrl?: string | undefined, apiVersion?: string | undefined }} options
 * @returns {Promise<import("./types.js").Backend>}
 */
export async function backendOf({ secretKey, apiUrl = API_URL, apiVersion = API_VERSION }) {
  // Imported here, so that no other command loads the client.
  const { prepareRequest } = await import("clerk-metadata");
  const options = { secretKey, apiUrl, apiVersion };
  const count = await prepareRequest(options, "getCount");
  return {
    apiUrl,
    apiVersion,
    instance: secretKey.startsWith("sk_live_") ? "production" : "development",
    headers: { ...count.headers, authorization: `Bearer ${secretKey}` },
    countUrl: count.url,
    usersUrl: count.url.slice(0, -"/count".length),
    /** The URL of a user. Rejects an ID that the client rejects. */
    userUrl: async (id) => (await prepareRequest(options, "getUser", id)).url,
    holdsKey: (text) => text.includes(secretKey),
  };
}
