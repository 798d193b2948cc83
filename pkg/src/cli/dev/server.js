// The server of `dev`: the local Backend API, and with an upstream what it does not serve.
//
//   request ─► host name ─► routes.js ─┬─ copy ─► copy.js ─┐
//                                      ├─ local ───────────┴─► backend.fetch
//                                      ├─ forward ─► upstream.js
//                                      └─ reject ──► 501
import { createServer } from "node:http";
import { pipeline } from "node:stream/promises";
import { readRequestBody, startServer } from "../../local/http-server.js";
import { errorResponse, hostRejection, send, urlOf, validateListenOptions } from "../../local/server.js";
import { createCopies } from "./copy.js";
import { routeOf } from "./routes.js";
import { responseHeaders, UpstreamError } from "./upstream.js";

/** @import { IncomingMessage, ServerResponse } from "node:http" */
/** @import { LocalBackend } from "../../../types/local.js" */
/** @import { BackendResponse } from "../../local/types.js" */
/** @import { Upstream } from "./upstream.js" */

/** More than the local Backend API accepts, so that it rejects a body that is cut off here. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;

/** The request headers that the local Backend API reads. */
const LOCAL_HEADERS = ["authorization", "content-type", "clerk-api-version"];

/** `fetch` does not accept these methods. */
const FORBIDDEN_METHODS = ["CONNECT", "TRACE", "TRACK"];

/**
 * @param {LocalBackend} backend
 * @param {{
 *   port: number,
 *   host: string,
 *   allowHosts: string[],
 *   secretKey: string | undefined,
 *   upstream: Upstream | undefined,
 *   log: (line: string) => void,
 * }} options
 */
export async function startDevServer(backend, { secretKey, upstream, log, ...listenOptions }) {
  const { port, host, allowedHosts } = validateListenOptions(listenOptions);
  const stop = new AbortController();
  const copies = upstream && createCopies(backend, upstream, stop.signal);

  /** Whether the key of a request may be sent to upstream. The local Backend API rejects any other. */
  const isAccepted = (/** @type {IncomingMessage} */ { headers: { authorization = "" } }) =>
    secretKey === undefined ? /^Bearer +sk_/i.test(authorization) : authorization === `Bearer ${secretKey}`;

  /**
   * @param {IncomingMessage} incoming
   * @param {ServerResponse} outgoing
   * @param {URL} url
   * @param {(note: string) => void} note Adds a note to the line in the log.
   */
  async function handle(incoming, outgoing, url, note) {
    const rejection = hostRejection(incoming, allowedHosts);
    if (rejection !== undefined) return send(outgoing, rejection);
    const { method = "GET", headers } = incoming;
    const route = routeOf(method, url.pathname);
    if (upstream === undefined || copies === undefined || FORBIDDEN_METHODS.includes(method)) {
      return send(outgoing, await respondLocally(incoming, url, await readBody(incoming)));
    }
    if (route.kind === "reject") return send(outgoing, notForwarded(method, url.pathname));
    if (route.kind === "forward" && (secretKey === undefined || isAccepted(incoming))) {
      note("forwarded");
      return forward(incoming, outgoing, url, upstream);
    }
    const bytes = await readBody(incoming);
    if (route.kind === "copy" && isAccepted(incoming)) {
      const { what, id, userId } = route;
      const copied = await copies[what]({ id, userId, query: url.searchParams, headers, body: parse(bytes) });
      if (copied > 0) note(what === "user" ? "copied from upstream" : `${copied} copied from upstream`);
    }
    send(outgoing, await respondLocally(incoming, url, bytes));
  }

  /**
   * @param {IncomingMessage} incoming
   * @param {URL} url
   * @param {Uint8Array<ArrayBuffer>} bytes The body.
   * @returns {Promise<BackendResponse>}
   */
  async function respondLocally(incoming, url, bytes) {
    const { method = "GET", headers } = incoming;
    if (FORBIDDEN_METHODS.includes(method))
      return errorResponse(501, "not_implemented", `The method ${method} is not supported.`);
    const response = await backend.fetch(url, {
      method,
      headers: LOCAL_HEADERS.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
      ...(method !== "GET" && method !== "HEAD" && { body: bytes }),
    });
    return {
      status: response.status,
      headers: [.../** @type {any} */ (response.headers)],
      body: await response.text(),
    };
  }

  const server = createServer(async (incoming, outgoing) => {
    const start = performance.now();
    const { method } = incoming;
    const url = targetUrl(incoming.url ?? "");
    /** @type {string[]} */
    const notes = [];
    outgoing.once("close", () => {
      const status = outgoing.writableFinished ? outgoing.statusCode : "closed";
      log([method, url.pathname, status, Math.round(performance.now() - start), "ms", ...notes].join(" "));
    });
    try {
      await handle(incoming, outgoing, url, (note) => notes.push(note));
    } catch (error) {
      const { message } = /** @type {Error} */ (error ?? {});
      if (outgoing.headersSent) return void outgoing.destroy();
      send(
        outgoing,
        error instanceof UpstreamError
          ? error.response
          : errorResponse(500, "internal_clerk_error", `The local Backend API failed: ${message}`),
      );
    } finally {
      incoming.resume(); // drops what has not been read of the body
    }
  });
  const { address, close } = await startServer(server, port, host);
  return {
    url: urlOf(address),
    async close() {
      stop.abort();
      await close();
    },
  };
}

/** @param {IncomingMessage} incoming */
const readBody = async (incoming) => (await readRequestBody(incoming, MAX_BODY_BYTES)).bytes;

/**
 * The JSON of a body; `undefined` if it is none. The local Backend API reports that.
 * @param {Uint8Array} bytes
 */
function parse(bytes) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

/**
 * @param {IncomingMessage} incoming
 * @param {ServerResponse} outgoing
 * @param {URL} url
 * @param {Upstream} upstream
 */
async function forward(incoming, outgoing, { pathname, search }, upstream) {
  const { method = "GET", headers } = incoming;
  const abort = new AbortController();
  outgoing.once("close", () => abort.abort());
  const hasBody = headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;
  const request = { method, target: pathname + search, headers, body: hasBody ? incoming : undefined };
  const response = await upstream.request(request, abort.signal);
  outgoing.writeHead(/** @type {number} */ (response.statusCode), responseHeaders(response.headers));
  await pipeline(response, outgoing);
}

/**
 * The URL of a request target, without dot segments.
 * @param {string} target
 */
function targetUrl(target) {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, "");
  return new URL(`http://localhost${path.startsWith("/") ? path : `/${path}`}`);
}

/**
 * @param {string} method
 * @param {string} path
 */
const notForwarded = (method, path) =>
  errorResponse(
    501,
    "not_forwarded",
    `dev does not serve ${method} ${path}, and does not forward it, because it may change your instance. Only reads, and requests that authenticate, are forwarded.`,
  );
