/**
 * Replaces `fetch` with a stub that resolves immediately with a plain object. Node 20 takes about 20 ms to load its
 * own `Response`, which would be the same for every subject. Call this before the official client is imported, because
 * that client keeps a reference to `fetch`.
 */
export function stubFetchWithPlainObject(body) {
  const headers = { "content-type": "application/json" };
  globalThis.fetch = async () => ({
    ok: true,
    status: 200,
    headers: { get: (name) => headers[name.toLowerCase()] ?? null },
    text: async () => body,
    json: async () => JSON.parse(body),
  });
}

const encoder = new TextEncoder();

/**
 * Encodes the body of a request, as every `fetch` does before it sends it. V8 keeps the text of `JSON.stringify` in
 * pieces until it is read. A stub that did not read it would omit the cost of joining them, which is part of each call.
 */
function encodeBody({ body } = {}) {
  if (body !== undefined && encoder.encode(body).length === 0) throw new Error("the body is empty");
}

/** Replaces `fetch` with a stub that resolves with a real `Response`. */
export function stubFetchWithResponse(body) {
  const init = { headers: { "content-type": "application/json" } };
  globalThis.fetch = async (_, request) => {
    encodeBody(request);
    return new Response(body, init);
  };
}

/** The same for a list and its count. */
export function stubFetchWithList(list, length) {
  const init = { headers: { "content-type": "application/json" } };
  const count = JSON.stringify({ object: "total_count", total_count: length });
  globalThis.fetch = async (input) =>
    new Response(new URL(input.url ?? input).pathname.endsWith("/count") ? count : list, init);
}
