// Sends requests to the upstream Backend API with the key of the caller. Nothing here prints or keeps a header.
import { randomBytes } from "node:crypto";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { pipeline } from "node:stream";
import { errorResponse } from "../../local/server.js";

/** @import { IncomingHttpHeaders, IncomingMessage } from "node:http" */
/** @import { Readable } from "node:stream" */
/** @import { BackendResponse } from "../../local/types.js" */
/** @typedef {ReturnType<typeof createUpstream>} Upstream */

/** How long upstream may be silent, in milliseconds. */
const TIMEOUT_MS = 30_000;

/** They concern one connection (RFC 9110, 7.6.1), or are set for each one. */
const CONNECTION_HEADERS = [
  "connection",
  "expect",
  "host",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** Cookies belong to a host name, and no response allows another origin. */
const DROPPED_REQUEST_HEADERS = [...CONNECTION_HEADERS, "cookie"];
const DROPPED_RESPONSE_HEADERS = [...CONNECTION_HEADERS, "set-cookie", "alt-svc", "strict-transport-security"];
const CORS = /^access-control-/;

/** Upstream sent no response that can be passed on. `response` is sent instead. */
export class UpstreamError extends Error {
  /** @param {BackendResponse} response */
  constructor(response) {
    super(response.body);
    this.response = response;
  }
}

/** @type {(...args: Parameters<typeof errorResponse>) => UpstreamError} */
export const failure = (status, code, message) => new UpstreamError(errorResponse(status, code, message));

/**
 * @param {string} url
 * @param {{ timeout?: number }} [options]
 */
export function createUpstream(url, { timeout = TIMEOUT_MS } = {}) {
  const base = new URL(url);
  const send = base.protocol === "https:" ? requestHttps : requestHttp;
  /** Identifies this server in the header `Via`, to detect a loop. */
  const pseudonym = `clerk-metadata-dev-${randomBytes(4).toString("hex")}`;

  /**
   * Throws for a request that this server has sent itself.
   * @param {IncomingHttpHeaders} headers
   */
  const rejectLoop = ({ via }) => {
    if (via?.includes(pseudonym))
      throw failure(508, "loop_detected", `The upstream ${url} leads back to this server. Change --upstream.`);
  };

  /**
   * Resolves with the response, whose body has not been read. Rejects with an `UpstreamError`.
   * @param {{ method: string, target: string, headers: IncomingHttpHeaders, body?: Readable | undefined }} request
   *   `target`: the path and the query.
   * @param {AbortSignal} signal
   * @returns {Promise<IncomingMessage>}
   */
  const request = ({ method, target, headers, body }, signal) =>
    new Promise((resolve, reject) => {
      rejectLoop(headers);
      const via = [headers.via, `1.1 ${pseudonym}`].filter(Boolean).join(", ");
      const outgoing = send(
        `${base.origin}${base.pathname.replace(/\/$/, "")}${target}`,
        { method, headers: { ...without(headers, DROPPED_REQUEST_HEADERS), via }, timeout, signal },
        (response) => {
          const { statusCode = 0 } = response;
          if (statusCode < 300 || statusCode >= 400 || statusCode === 304) return resolve(response);
          response.resume();
          reject(
            failure(
              502,
              "bad_gateway",
              `The upstream ${url} responded with a redirect (${statusCode}). It is not followed, because the key must go to one origin only.`,
            ),
          );
        },
      );
      outgoing.once("timeout", () => {
        reject(
          failure(504, "gateway_timeout", `The upstream ${url} did not respond within ${timeout / 1000} seconds.`),
        );
        outgoing.destroy();
      });
      outgoing.on("error", (/** @type {NodeJS.ErrnoException} */ { code }) =>
        reject(
          failure(502, "bad_gateway", `The upstream ${url} could not be reached (${code ?? "connection failed"}).`),
        ),
      );
      if (body === undefined) outgoing.end();
      else pipeline(body, outgoing, () => {}); // an error of either is reported above
    });

  return { url, request, rejectLoop };
}

/**
 * The headers of a response that are passed on.
 * @param {IncomingHttpHeaders} headers
 */
export const responseHeaders = (headers) =>
  Object.fromEntries(Object.entries(without(headers, DROPPED_RESPONSE_HEADERS)).filter(([name]) => !CORS.test(name)));

/**
 * @param {IncomingHttpHeaders} headers
 * @param {string[]} names Besides these, the ones that `Connection` names are left out.
 */
function without(headers, names) {
  const connection = (headers.connection ?? "").split(",").map((name) => name.trim().toLowerCase());
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !names.includes(name) && !connection.includes(name)),
  );
}
