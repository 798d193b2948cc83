// A runtime with a global fetch: its own types go in and come out.
import { createClerkClient, type Verification } from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";

createClerkClient({ fetch });
createClerkClient({ fetch: globalThis.fetch });
createClerkClient({ fetch: (url, init) => fetch(url, init) });
createClerkClient({ fetch: async (url, init) => new Response(`${url} ${init.body}`, { status: 200 }) });

// Stubs of a test, and responses of other clients.
createClerkClient({ fetch: async () => ({ ok: true, status: 200, json: async () => ({ object: "user", id: "user_1" }) }) });
createClerkClient({ fetch: async () => ({ status: 200, headers: { "content-type": "application/json" }, text: async () => "{}" }) });
createClerkClient({ fetch: async () => ({ status: 200, headers: new Map([["retry-after", "1"]]) as unknown as { get(name: string): string | null }, body: new ReadableStream() }) });
// @ts-expect-error: no response at all
createClerkClient({ fetch: async () => undefined });
// @ts-expect-error: without a status there is no telling what it is
createClerkClient({ fetch: async () => ({ json: async () => ({}) }) });

/** A signal of the runtime goes in, and one that its fetch takes comes out. */
export const aborted = (signal: AbortSignal) =>
  createClerkClient({ signal, fetch: (url, { signal }) => fetch(url, { signal }) }).users.getUser("user_1", { signal: AbortSignal.timeout(5) });

export async function local(signal: AbortSignal): Promise<Response> {
  const backend = await createLocalBackend({ file: new URL("users.ndjson", "file:///tmp/") });
  createClerkClient({ fetch: backend.fetch });
  const standIn: (input: Request | URL | string, init?: RequestInit) => Promise<Response> = backend.fetch;
  await standIn("http://127.0.0.1/v1/users");
  await backend.fetch(new URL("http://127.0.0.1/v1/users"), { method: "GET", headers: new Headers(), signal });
  return backend.fetch(new Request("http://127.0.0.1/v1/users"));
}

/** The `URL` of the runtime, with all it has. */
export function redirect(verification: Verification): URL | undefined {
  const { externalVerificationRedirectURL: url } = verification;
  if (url === null) return undefined;
  url.searchParams.append("locale", "en");
  return url.pathname === "" ? undefined : url;
}
export const given = (url: URL): Verification["externalVerificationRedirectURL"] => url;
