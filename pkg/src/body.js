// The body of a response as text, up to a number of bytes, whatever kind of response `fetch` gave.

/** Thrown by `readText` for a body that is too large. */
export const TOO_LARGE = {};

/**
 * Reads the body: a web stream, an async iterable (a stream of Node.js, as that of node-fetch), or what `text()`
 * or `json()` gives (as those of a stub in a test). `onStart` is given the function that stops the reading.
 */
export async function readText(response, maxBytes, onStart) {
  const { body } = response;
  const source = body?.getReader ? readerOf(body) : body?.[Symbol.asyncIterator]?.();
  if (!source) return textOf(response, maxBytes);
  let stopped = false;
  onStart(async () => {
    stopped = true;
    try {
      await source.return?.();
    } catch {} // the connection is broken already
  });
  const chunks = [];
  let size = 0;
  while (!stopped) {
    const { done, value } = await source.next();
    if (done) break;
    const chunk = typeof value === "string" ? new TextEncoder().encode(value) : value;
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > maxBytes) throw TOO_LARGE;
  }
  return (decoder ??= new TextDecoder()).decode(chunks.length === 1 ? chunks[0] : concat(chunks, size));
}

let decoder;

function readerOf(body) {
  const reader = body.getReader();
  return { next: () => reader.read(), return: () => reader.cancel() };
}

async function textOf(response, maxBytes) {
  const text = typeof response.text === "function" ? await response.text() : JSON.stringify(await response.json());
  if (typeof text !== "string") return "";
  if (text.length > maxBytes) throw TOO_LARGE;
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

function concat(chunks, size) {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}
