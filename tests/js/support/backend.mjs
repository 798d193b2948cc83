// A local Backend API on a port, and a client for it.
import { createClerkClient } from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";

export const KEY = "sk_test_local";

/** Starts a backend, by default without rate limits. It closes when the test ends, or in `t.after` of a whole file. */
export async function serve(t, options) {
  const backend = await createLocalBackend({ secretKey: KEY, rateLimit: false, ...options });
  const server = await backend.listen();
  const close = async () => {
    await server.close();
    await backend.close();
  };
  t.after(close);
  const { url } = server;
  const clerk = createClerkClient({ secretKey: KEY, apiUrl: url, maxRetries: 0 });
  return { backend, users: backend.users, url, clerk, close, request: (...call) => request(url, ...call) };
}

/** A backend in the process with two users, and a client that does not retry. */
export async function startInProcess(options) {
  const backend = await createLocalBackend({ users: [{ id: "user_1" }, { id: "user_2" }], ...options });
  const { users } = createClerkClient({ secretKey: KEY, fetch: backend.fetch, maxRetries: 0, timeout: 1_000 });
  return { backend, users, change: (id = "user_1") => users.updateUserMetadata(id, { publicMetadata: { a: 1 } }) };
}

/**
 * One request without the client: `request("PATCH", "/users/user_1/metadata", { public_metadata: {} })`.
 * A string body is sent unchanged. A header that is undefined is omitted.
 */
export async function request(url, method, path, body, headers = {}) {
  const allHeaders = {
    authorization: `Bearer ${KEY}`,
    ...(body === undefined ? {} : { "content-type": "application/json" }),
    ...headers,
  };
  const response = await fetch(`${url}/v1${path}`, {
    method,
    headers: Object.fromEntries(Object.entries(allHeaders).filter(([, value]) => value !== undefined)),
    body: body === undefined || typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: text === "" ? undefined : JSON.parse(text) };
}
