// A call from its input to its result. The wasm judges the input, and says after each attempt what comes
// next; the host sends and waits. What a call is at is kept here, nothing of it in the wasm.
import { errorFrom } from "./errors.js";
import { enter, isLoaded, loaded } from "./instance.js";
import { resultFrom } from "./resources.js";
import { callOptions, listMembers, strictFields } from "./strict.js";
import { exchange, pause, tell } from "./transport.js";

/** Makes a call: resolves to its result, and tells of the response in `about`. */
export async function made(client, operation, own, userId, params, about) {
  if (!isLoaded()) await loaded();
  const settings = own === undefined ? (client.settings ??= settingsOf(client.given)) : settingsOf(client.given, own);
  const [method, path, body] = request(settings, operation, userId, params);
  const { options, timeout, maxRetries } = settings;
  for (let attempt = 1; ; attempt++) {
    const answer = await exchange(settings, settings.baseUrl + path, initOf(settings, method, body), attempt);
    const { failure, status, text, cause, retryAfter, traceId } = answer;
    if (failure === "aborted") throw cause;
    const given = [operation, timeout, maxRetries, attempt - 1, failure, status, text, retryAfter, traceId, Date.now(), Math.random()];
    const next = enter("answer", given, cause, attempt);
    if (typeof next === "string") {
      about.response = { status, clerkTraceId: traceId, attempts: attempt };
      return resultFrom(JSON.parse(next), text);
    }
    const [delay, parts] = next;
    if (options.onRetry) tell(options.onRetry, () => ({ attempt, reason: errorFrom(parts, cause, attempt), delay }));
    await pause(options.signal, delay);
  }
}

/** What each attempt needs of the options of a client and of a call. */
function settingsOf(given, own) {
  const options = { __proto__: null };
  const judged = callOptions(given, own, options);
  const [baseUrl, timeout, maxRetries, maxDepth, maxBytes, ...pairs] = enter("settings", [judged], judged.cause);
  const headers = {};
  while (pairs.length > 0) headers[pairs.shift()] = pairs.shift();
  const { "content-type": _, ...withoutBody } = headers;
  return { options, baseUrl, timeout, maxRetries, maxDepth, maxBytes, headers, withoutBody };
}

function request({ maxDepth }, operation, userId, params) {
  const judged = operation === "getUserList" || operation === "getCount" ? listMembers(params) : strictFields(params, maxDepth);
  return enter("request", [operation, userId, judged], judged?.cause);
}

/** A new one for each attempt: a `fetch` of the caller's own may change what it is given. */
function initOf({ headers, withoutBody }, method, body) {
  // The secret key goes to one origin.
  const init = { method, headers: { ...(body === undefined ? withoutBody : headers) }, redirect: "manual", signal: undefined };
  if (body !== undefined) init.body = body;
  return init;
}
