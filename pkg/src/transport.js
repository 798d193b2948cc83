// What the host does for a call: one request through `fetch` under a deadline, and the wait before
// the next one. Every timer and listener is gone when its promise settles.
import { begin } from "./deadline.js";
import { withoutKey } from "./redacted.js";

const TOO_LARGE = {};

/**
 * Sends a request; `settings` are those of the call. Never rejects: that no answer came is an
 * outcome. Resolves to `{ failure, status, text, cause, retryAfter, traceId }`, where `failure` is
 * `undefined` for a whole answer, whose body is `text`; else `"failed"`, `"timeout"`, `"aborted"` or
 * `"too large"`, and `text` is what is said of it.
 */
export function exchange({ options, timeout, maxBytes }, url, init, attempt) {
  const { signal, onRequest, onResponse } = options;
  const about = { attempt, method: init.method, url };
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve({ failure: "aborted", cause: signal.reason });
    if (onRequest) tell(onRequest, () => ({ ...about, headers: { ...init.headers, authorization: "[redacted]" } }));
    const start = onResponse && Date.now();
    const answer = { text: "" };
    let ended = false;
    const end = (outcome) => {
      ended = true;
      attempted.leave();
      signal?.removeEventListener("abort", abort);
      resolve(outcome);
    };
    // At once, not when `fetch` has ended: one of the caller's own may know nothing of signals.
    const cut = (failure, cause) => end({ failure, status: answer.status, text: "", cause });
    const abort = () => {
      cut("aborted", signal.reason);
      attempted.abort(signal.reason);
    };
    const attempted = begin(timeout, () => cut("timeout"), signal);
    init.signal = attempted.signal;
    signal?.addEventListener("abort", abort);
    receive(options, url, init, answer, maxBytes).then(() => {
      if (ended) return;
      end(answer);
      if (onResponse && !answer.failure) tell(onResponse, () => ({ ...about, status: answer.status, headers: shown(answer.headers), duration: Date.now() - start }));
    });
  });
}

/** Fills `answer` as it comes: what is there when the time is up tells how far it came. */
async function receive(options, url, init, answer, maxBytes) {
  try {
    // The global is looked up at each call: test tools replace it late. Either is bound to nothing.
    const response = await (options.fetch ?? fetch)(url, init);
    const { headers } = response;
    answer.status = response.status;
    answer.headers = headers;
    answer.retryAfter = stringOf(headers.get("retry-after"));
    answer.traceId = stringOf(headers.get("cf-ray"));
    answer.text = stringOf(await textOf(response, maxBytes)) ?? "";
  } catch (cause) {
    answer.failure = cause === TOO_LARGE ? "too large" : "failed";
    answer.cause = withoutKey(cause, init.headers.authorization.slice("Bearer ".length));
    answer.text = reasonOf(answer.cause);
  }
}

const stringOf = (value) => (typeof value === "string" ? value : undefined);

/** The message of what was thrown, with that of its cause: `fetch` itself only says that it failed. */
function reasonOf(thrown) {
  const said = stringOf(thrown?.message) || stringOf(thrown) || "the request failed";
  const why = stringOf(thrown?.cause?.message);
  return why ? `${said}: ${why}` : said;
}

/** The body as text, as `response.text()` gives it; but not without end. */
async function textOf(response, maxBytes) {
  const reader = response.body?.getReader?.();
  if (!reader) return response.text();
  const chunks = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.byteLength;
    if (size > maxBytes) {
      reader.cancel().catch(() => {});
      throw TOO_LARGE;
    }
  }
  return (decoder ??= new TextDecoder()).decode(chunks.length === 1 ? chunks[0] : joined(chunks, size));
}

let decoder;

function joined(chunks, size) {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/** Waits before the next attempt; ends at once on abort. */
export function pause(signal, delay) {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, delay);
    if (signal?.aborted) end();
    signal?.addEventListener("abort", end);
  });
}

/** Calls a hook. One that throws, or rejects later, changes nothing. */
export function tell(hook, about) {
  try {
    hook(about())?.then?.(undefined, () => {});
  } catch {}
}

/** The headers of an answer, where they can be listed, without what is secret. */
const shown = (headers) => Object.fromEntries([...(headers[Symbol.iterator] ? headers : [])].filter(([name]) => name !== "set-cookie"));
