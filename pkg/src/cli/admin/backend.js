// The Backend API behind the page. What a request to it looks like is the client's business: a client
// that sends nothing tells its address and its headers, and refuses a key, an address or an id that
// it would refuse anyone.
import { createClerkClient } from "clerk-metadata";

const API_URL = "https://api.clerk.com";
const API_VERSION = "v1";

/** Fails where the client would refuse the options. */
export async function backendOf({ secretKey, apiUrl = API_URL, apiVersion = API_VERSION }) {
  const sent = async (call) => {
    /** @type {any} */
    let request;
    const fetch = async (url, { headers }) => {
      request = { url, headers };
      return new Response(ANSWER);
    };
    await call(createClerkClient({ secretKey, apiUrl, apiVersion, fetch }).users);
    return request;
  };
  const count = await sent((users) => users.getCount());
  return {
    apiUrl,
    apiVersion,
    instance: secretKey.startsWith("sk_live_") ? "production" : "development",
    headers: count.headers,
    countUrl: count.url,
    usersUrl: count.url.slice(0, -"/count".length),
    /** The address of a user; rejects where the id would lead elsewhere. */
    userUrl: async (id) => (await sent((users) => users.getUser(id))).url,
    holdsKey: (text) => text.includes(secretKey),
  };
}

/** What each of the two calls takes for an answer. */
const ANSWER = JSON.stringify({ object: "user", id: "user_1", total_count: 0 });
