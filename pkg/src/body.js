// @compileOnLoad: every call runs these functions (build/functions.mjs).
// The body of a response as text, up to a number of bytes, whatever kind of response `fetch` gave.

/** Upper bound of a response body, in bytes. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Thrown by `readText` for a body that is larger. */
export const TOO_LARGE = {};
/** Thrown by `readText` for a body that is no body: what is wrong with it. */
export class UnusableBody {
  constructor(problem) {
    this.problem = problem;
  }
}

/** What an empty chunk counts for, so that a body without an end has one. */
const EMPTY_CHUNK_BYTES = 1024;

/**
 * Reads the body: a web stream, an async iterable (a stream of Node.js, as that of node-fetch), or what `text()`
 * or `json()` gives (as those of a stub in a test). `onStart` is given the function that stops the reading. A body
 * that cannot be read to its end is closed.
 */
export async function readText(response, onStart) {
  const { body } = response;
  const source = body?.getReader ? readerOf(body) : body?.[Symbol.asyncIterator]?.();
  if (!source) return textOf(response);
  let stopped = false;
  const stop = async () => {
    stopped = true;
    try {
      // An iterator would wait for the chunk that it is asked for.
      body.destroy?.();
      await source.return?.();
    } catch {} // the connection is broken already
  };
  onStart?.(stop);
  const chunks = [];
  let size = 0;
  let counted = 0;
  try {
    while (!stopped) {
      const { done, value } = await source.next();
      if (done) break;
      const chunk = bytesOf(value);
      chunks.push(chunk);
      size += chunk.byteLength;
      counted += chunk.byteLength || EMPTY_CHUNK_BYTES;
      if (counted > MAX_BODY_BYTES) throw TOO_LARGE;
    }
  } catch (thrown) {
    stop();
    throw thrown;
  }
  return (decoder ??= new TextDecoder()).decode(chunks.length === 1 ? chunks[0] : concat(chunks, size));
}

let decoder;

function readerOf(body) {
  const reader = body.getReader();
  return { next: () => reader.read(), return: () => reader.cancel() };
}

function bytesOf(chunk) {
  if (chunk instanceof Uint8Array) return chunk;
  if (typeof chunk === "string") return new TextEncoder().encode(chunk);
  if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  if (typeof chunk?.byteLength === "number") return new Uint8Array(chunk);
  throw new UnusableBody("its body gave neither bytes nor text");
}

async function textOf(response) {
  let text;
  try {
    text = await response.text?.();
  } catch (error) {
    if (!response.json) throw error;
  }
  // As auto-mocked responses have it: a text() that gives nothing beside a json().
  if (typeof text !== "string") text = JSON.stringify(await response.json?.());
  if (text?.length > MAX_BODY_BYTES) throw TOO_LARGE;
  return text?.replace(/^\ufeff/, "") ?? "";
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
