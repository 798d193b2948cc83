// The Backend API that the page's calls go to. The URLs and headers come from the client itself: its `fetch` is
// replaced by one that records the request and sends nothing. So the same keys, URLs and ids are rejected.
import { createClerkClient } from "clerk-metadata";

const API_URL = "https://api.clerk.com";
const API_VERSION = "v1";

/**
 * Rejects if the client rejects the options.
 * @param {{ secretKey: string, apiUrl?: string | undefined, apiVersion?: string | undefined }} options
 * @returns {Promise<import("./types.js").Backend>}
 */
export async function backendOf({ secretKey, apiUrl = API_URL, apiVersion = API_VERSION }) {
  /** @type {(call: (users: import("../../../types/client.js").ClerkClient["users"]) => unknown) => Promise<any>} */
  const recordRequest = async (call) => {
    /** @type {any} */
    let request;
    /** @type {(url: string, init: { headers: Record<string, string> }) => Promise<Response>} */
    const fetch = async (url, { headers }) => {
      request = { url, headers };
      return new Response(RESPONSE);
    };
    await call(createClerkClient({ secretKey, apiUrl, apiVersion, fetch }).users);
    return request;
  };
  const count = await recordRequest((users) => users.getCount());
  return {
    apiUrl,
    apiVersion,
    instance: secretKey.startsWith("sk_live_") ? "production" : "development",
    headers: count.headers,
    countUrl: count.url,
    usersUrl: count.url.slice(0, -"/count".length),
    userUrl: async (id) => (await recordRequest((users) => users.getUser(id))).url,
    holdsKey: (text) => text.includes(secretKey),
  };
}

/** A valid response to both calls. */
const RESPONSE = JSON.stringify({ object: "user", id: "user_1", total_count: 0 });
