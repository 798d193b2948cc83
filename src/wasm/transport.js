// What the host does for a call: one request through `fetch` under a deadline, and the wait before
// the next one. Every timer and listener is gone when its promise settles.

const TOO_LARGE = {};

/**
 * Sends a request; `options` are those of the call; a body is read up to `maxBytes`. Never rejects: that no answer came is an
 * outcome. Resolves to `[failure, status, text, cause, retryAfter, traceId]`, where `failure` is
 * `undefined` for a whole answer, else `"failed"`, `"timeout"`, `"aborted"` or `"too large"`.
 */
export async function exchange(options, url, init, timeout, attempt, maxBytes) {
  const { signal } = options;
  if (signal?.aborted) return ["aborted", undefined, undefined, signal.reason];
  const about = { attempt, method: init.method, url };
  tell(options.onRequest, () => ({ ...about, headers: { ...init.headers, authorization: "[redacted]" } }));
  const controller = new AbortController();
  const answer = [];
  let timer, abort;
  const ended = new Promise((resolve) => {
    const end = (failure, cause) => {
      resolve([failure, answer[1], undefined, cause]);
      controller.abort(cause);
    };
    abort = () => end("aborted", signal.reason);
    if (timeout < Infinity) timer = setTimeout(end, timeout, "timeout");
  });
  signal?.addEventListener("abort", abort);
  const start = Date.now();
  // The race: a `fetch` of the caller's own may know nothing of signals.
  const outcome = await Promise.race([ended, receive(options, url, { ...init, signal: controller.signal }, answer, maxBytes)]);
  clearTimeout(timer);
  signal?.removeEventListener("abort", abort);
  const [failure, status] = outcome;
  if (failure === "too large") controller.abort();
  if (!failure) tell(options.onResponse, () => ({ ...about, status, headers: shown(answer.headers), duration: Date.now() - start }));
  return outcome;
}

/** Fills `answer` as it comes: what is there when the time is up tells how far it came. */
async function receive(options, url, init, answer, maxBytes) {
  try {
    // The global is looked up at each call: test tools replace it late. Either is bound to nothing.
    const response = await (options.fetch ?? fetch)(url, init);
    answer[1] = response.status;
    answer.headers = response.headers;
    answer[4] = response.headers.get("retry-after");
    answer[5] = response.headers.get("cf-ray");
    answer[2] = await textOf(response, maxBytes);
  } catch (cause) {
    answer[0] = cause === TOO_LARGE ? "too large" : "failed";
    answer[3] = withoutKey(cause, init.headers.authorization.slice("Bearer ".length));
  }
  return answer;
}

/** What was thrown; or, where the key may show in it, an error that says the same without the key. */
function withoutKey(thrown, key) {
  if (!mayShow(thrown, key, new Set())) return thrown;
  const { name = "Error", message = thrown } = Object(thrown);
  return Object.assign(new Error(String(message).replaceAll(key, "[redacted]")), { name: String(name).replaceAll(key, "[redacted]") });
}

/** Only strings without the key, errors, arrays and plain objects do not: others, as a `Request`, have ways of their own to show it. */
function mayShow(value, key, seen) {
  if (typeof value === "string") return value.includes(key);
  if (typeof value !== "object" || value === null || seen.has(value)) return typeof value === "function";
  seen.add(value);
  try {
    const isData = value instanceof Error || Array.isArray(value) || Object.prototype.toString.call(value) === "[object Object]";
    return !isData || seen.size > 1000 || Reflect.ownKeys(value).some((name) => mayShow(value[name], key, seen));
  } catch {
    return true;
  }
}

/** The body as text, as `response.text()` gives it; but not without end. */
async function textOf(response, maxBytes) {
  const reader = response.body?.getReader?.();
  if (!reader) return response.text();
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > maxBytes) throw TOO_LARGE;
    text += decoder.decode(value, { stream: true });
  }
}

/** Waits before the next attempt; `reason` is why, the parts of an error. Ends at once on abort. */
export function pause(options, delay, attempt, reason) {
  const { signal } = options;
  tell(options.onRetry, () => ({ attempt, reason, delay }));
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
function tell(hook, about) {
  try {
    hook?.(about())?.then?.(undefined, () => {});
  } catch {}
}

/** The headers of an answer, where they can be listed, without what is secret. */
const shown = (headers) => Object.fromEntries([...(headers[Symbol.iterator] ? headers : [])].filter(([name]) => name !== "set-cookie"));
