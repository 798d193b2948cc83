// @compileOnLoad: every call runs these functions (build/functions.mjs).
// Reads a response body as text, up to a maximum size, from any kind of response that a `fetch` returns.

/** @import { FetchResponse } from "../types/options.js" */
/**
 * The chunks of a body. `stop()` ends reading them.
 * @typedef {{ next(): PromiseLike<{ done?: boolean, value?: unknown }>, stop(): unknown }} Chunks
 */

/** Upper bound of a response body, in bytes. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Thrown by `readText` for a larger body. */
export const TOO_LARGE = {};
/** Thrown by `readText` for a body that cannot be used. */
export class UnusableBody {
  /** @param {string} problem */
  constructor(problem) {
    this.problem = problem;
  }
}
export const ALREADY_READ = "the body was already read. Return a new Response for each call, or a clone()";

/** The size that an empty chunk counts as, so that an endless body of empty chunks exceeds the maximum. */
const EMPTY_CHUNK_BYTES = 1024;

/**
 * Reads the body: a web stream, an async iterable (a Node.js stream, as in node-fetch), or the result of `text()`
 * or `json()` (as in a test stub). `onStart` receives a function that stops reading. A body that cannot be read to
 * its end is closed.
 * @param {FetchResponse} response
 * @param {(stop: () => void) => void} [onStart]
 */
export async function readText(response, onStart) {
  const source = chunksOf(response.body);
  if (!source) return textOf(response);
  let stopped = false;
  const stop = async () => {
    stopped = true;
    try {
      await source.stop();
    } catch {} // the connection is broken already
  };
  onStart?.(stop);
  const chunks = [];
  let size = 0;
  let countedSize = 0;
  try {
    while (!stopped) {
      const { done, value } = await source.next();
      if (done) break;
      const chunk = bytesOf(value);
      chunks.push(chunk);
      size += chunk.byteLength;
      countedSize += chunk.byteLength || EMPTY_CHUNK_BYTES;
      if (countedSize > MAX_BODY_BYTES) throw TOO_LARGE;
    }
  } catch (thrown) {
    stop();
    throw thrown;
  }
  return (decoder ??= new TextDecoder()).decode(chunks.length === 1 ? chunks[0] : concat(chunks, size));
}

/** @type {TextDecoder | undefined} */
let decoder;

/**
 * The chunks of a body; `undefined` if it is not a stream. A web stream has only its `getReader` read, which throws if
 * another reader has locked it: each property of a stream of Node.js takes as long as the first one, 2% of a call.
 * @param {any} body
 * @returns {Chunks | undefined}
 */
function chunksOf(body) {
  const getReader = body?.getReader;
  if (typeof getReader === "function") {
    const reader = readerOf(body, getReader);
    return { next: () => reader.read(), stop: () => reader.cancel() };
  }
  if (body?.locked || body?.destroyed || body?.readableDidRead) throw new UnusableBody(ALREADY_READ);
  if (typeof body?.[Symbol.asyncIterator] !== "function") return undefined;
  const iterator = body[Symbol.asyncIterator]();
  return {
    next: () => iterator.next(),
    stop() {
      body.destroy?.(); // `return()` would wait for the pending chunk
      return iterator.return?.();
    },
  };
}

/**
 * @param {ReadableStream} body
 * @param {() => ReadableStreamDefaultReader} getReader
 */
function readerOf(body, getReader) {
  try {
    return getReader.call(body);
  } catch (error) {
    throw body.locked ? new UnusableBody(ALREADY_READ) : error;
  }
}

/** @param {any} chunk */
function bytesOf(chunk) {
  if (chunk instanceof Uint8Array) return chunk;
  if (typeof chunk === "string") return new TextEncoder().encode(chunk);
  if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  if (typeof chunk?.byteLength === "number") return new Uint8Array(chunk);
  throw new UnusableBody("the body contains a chunk that is neither bytes nor text");
}

/** @param {FetchResponse} response */
async function textOf(response) {
  if (typeof (response.text ?? response.json) !== "function")
    throw new UnusableBody("the returned value has no body, text() or json()");
  let text;
  try {
    text = await response.text?.();
  } catch (error) {
    if (!response.json) throw error;
  }
  // The text() of an auto-mocked response returns undefined, and its json() is what the test has defined.
  if (typeof text !== "string") text = JSON.stringify(await response.json?.());
  if (text?.length > MAX_BODY_BYTES) throw TOO_LARGE;
  return text?.replace(/^\ufeff/, "") ?? "";
}

/**
 * @param {Uint8Array[]} chunks
 * @param {number} size
 */
function concat(chunks, size) {
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}
