// A runtime with a global fetch: the package accepts and returns the runtime's own types.
import { createClerkClient, type Verification } from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";

createClerkClient({ fetch });
createClerkClient({ fetch: globalThis.fetch });
createClerkClient({ fetch: (url, init) => fetch(url, init) });
createClerkClient({ fetch: async (url, init) => new Response(`${url} ${init.body}`, { status: 200 }) });

// Stubs in tests, and the responses of other HTTP clients.
createClerkClient({ fetch: async () => ({ ok: true, status: 200, json: async () => ({ object: "user", id: "user_1" }) }) });
createClerkClient({ fetch: async () => ({ status: 200, headers: { "content-type": "application/json" }, text: async () => "{}" }) });
createClerkClient({ fetch: async () => ({ status: 200, headers: new Map([["retry-after", "1"]]) as unknown as { get(name: string): string | null }, body: new ReadableStream() }) });
// @ts-expect-error: not a response
createClerkClient({ fetch: async () => undefined });
// @ts-expect-error: a response without a status
createClerkClient({ fetch: async () => ({ json: async () => ({}) }) });

/** Options accept a signal of the runtime, and a custom fetch receives one. */
export const aborted = (signal: AbortSignal) =>
  createClerkClient({ signal, fetch: (url, { signal }) => fetch(url, { signal }) }).users.getUser("user_1", { signal: AbortSignal.timeout(5) });

export async function local(signal: AbortSignal): Promise<Response> {
  const backend = await createLocalBackend({ file: new URL("users.ndjson", "file:///tmp/") });
  createClerkClient({ fetch: backend.fetch });
  const typedFetch: (input: Request | URL | string, init?: RequestInit) => Promise<Response> = backend.fetch;
  await typedFetch("http://127.0.0.1/v1/users");
  await backend.fetch(new URL("http://127.0.0.1/v1/users"), { method: "GET", headers: new Headers(), signal });
  return backend.fetch(new Request("http://127.0.0.1/v1/users"));
}

/** The URL has the runtime's own `URL` type. */
export function redirect(verification: Verification): URL | undefined {
  const { externalVerificationRedirectURL: url } = verification;
  if (url === null) return undefined;
  url.searchParams.append("locale", "en");
  return url.pathname === "" ? undefined : url;
}
export const asRedirectUrl = (url: URL): Verification["externalVerificationRedirectURL"] => url;
