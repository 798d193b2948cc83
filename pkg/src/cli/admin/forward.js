// The few calls that the page makes, sent on to the Backend API with the key in place of the page's.
import { MAX_BODY_BYTES, readText, TOO_LARGE } from "../../body.js";
import { JSON_TYPE, TEXT_TYPE, refusal } from "./answers.js";

/** Shorter than the page's client waits, so that it hears the reason. */
const TIMEOUT_MS = 25_000;

/** Of the headers of an answer, what the page's client reads; and the type of the body, apart. */
const PASSED = ["retry-after", "clerk-trace-id", "cf-ray"];

const PATH = /^\/v1\/users(?:\/([^/?#]+)(\/metadata)?)?$/;

/** Gives what answers `{ method, path, query, type, body }`; `signal` ends it. */
export function createForward(backend, { timeout = TIMEOUT_MS } = {}) {
  return async ({ method, path, query, type, body }, signal) => {
    const url = await targetOf(backend, method, path);
    if (url === undefined)
      return refusal(404, "resource_not_found", `The admin page's server does not forward ${method} to this path.`);
    const changes = method !== "GET";
    if (changes && !isJson(type)) return refusal(415, "unsupported_content_type", `Content-Type must be ${JSON_TYPE}.`);
    const controller = new AbortController();
    const end = () => controller.abort();
    const timer = setTimeout(end, timeout);
    signal.addEventListener("abort", end, { once: true });
    try {
      const response = await fetch(query === "" ? url : `${url}?${new URLSearchParams(query)}`, {
        method,
        headers: { ...backend.headers, ...(changes && { "content-type": JSON_TYPE }) },
        body: changes ? body : undefined,
        redirect: "manual",
        signal: controller.signal,
      });
      return await answerOf(response, backend);
    } catch (error) {
      if (controller.signal.aborted)
        return refusal(
          504,
          "gateway_timeout",
          `The Backend API at ${backend.apiUrl} did not answer within ${timeout / 1000} seconds.`,
        );
      return refusal(
        502,
        "bad_gateway",
        `The Backend API at ${backend.apiUrl} could not be reached: ${reasonOf(error)}.`,
      );
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
    }
  };
}

/** Where a call goes; `undefined` where it is none of the page's. */
async function targetOf(backend, method, path) {
  const [matched, segment, metadata] = PATH.exec(path) ?? [];
  if (matched === undefined) return undefined;
  if (!(metadata ? ["PATCH", "PUT"] : ["GET"]).includes(method)) return undefined;
  if (segment === undefined) return backend.usersUrl;
  if (segment === "count") return metadata ? undefined : backend.countUrl;
  try {
    return `${await backend.userUrl(decodeURIComponent(segment))}${metadata ?? ""}`;
  } catch {
    return undefined; // an id that is no text, or would lead elsewhere
  }
}

async function answerOf(response, backend) {
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel();
    return refusal(
      502,
      "bad_gateway",
      `The Backend API at ${backend.apiUrl} answered with a redirect (${response.status}), which is not followed: the key goes to one origin.`,
    );
  }
  const body = await textOf(response);
  if (body === undefined)
    return refusal(
      502,
      "bad_gateway",
      `The Backend API at ${backend.apiUrl} answered with more than ${MAX_BODY_BYTES / 1024 ** 2} MB. Ask for fewer users at once.`,
    );
  const headers = {};
  for (const name of PASSED) if (response.headers.has(name)) headers[name] = response.headers.get(name);
  // A proxy's page is text here: it runs nothing.
  headers["content-type"] = isJson(response.headers.get("content-type")) ? JSON_TYPE : TEXT_TYPE;
  if (backend.holdsKey(body) || Object.values(headers).some(backend.holdsKey)) {
    return refusal(
      502,
      "bad_gateway",
      `What answers at ${backend.apiUrl} repeats the secret key, so its answer is not shown. Is it the Backend API?`,
    );
  }
  return { status: response.status, headers, body };
}

/** The body, unless it is too large. */
async function textOf(response) {
  try {
    return await readText(response);
  } catch (thrown) {
    if (thrown === TOO_LARGE) return undefined;
    throw thrown;
  }
}

const isJson = (type) => /^application\/json\s*(;|$)/i.test(type ?? "");

/** Of an error of `fetch` its code: its texts may hold anything. */
const reasonOf = ({ cause }) => REASONS[cause?.code] ?? cause?.code ?? "the connection broke";

const REASONS = {
  ECONNREFUSED: "nothing listens there (ECONNREFUSED)",
  ENOTFOUND: "its name is not known (ENOTFOUND)",
  EAI_AGAIN: "its name could not be looked up (EAI_AGAIN)",
  ECONNRESET: "it broke the connection (ECONNRESET)",
  UND_ERR_SOCKET: "it broke the connection (UND_ERR_SOCKET)",
};
