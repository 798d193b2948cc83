/**
 * A stub of `fetch` that answers at once, with a plain object like a Response: Node 20 takes about
 * 20 ms to load its own, which would be the same for all. It must stand before the official client
 * is imported, which keeps what it finds then.
 */
export function stubFetch(body) {
  const headers = { "content-type": "application/json" };
  globalThis.fetch = async () => ({
    ok: true,
    status: 200,
    headers: { get: (name) => headers[name.toLowerCase()] ?? null },
    text: async () => body,
    json: async () => JSON.parse(body),
  });
}

/** A stub that answers with a real Response, as every `fetch` does. */
export function stubResponses(body) {
  const init = { headers: { "content-type": "application/json" } };
  globalThis.fetch = async () => new Response(body, init);
}
