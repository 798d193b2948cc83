// Serves the local Backend API over HTTP.
import { hostNameOf, isLoopback, requestedHost } from "./host-header.js";
import { importBuiltin } from "./builtin-module.js";
import { isNetworkFailure } from "./failures.js";
import { readRequestBody, startServer } from "./http-server.js";

/** @import { IncomingMessage, ServerResponse } from "node:http" */
/** @import { AddressInfo } from "node:net" */
/** @import { LocalListenOptions } from "../../types/local.js" */
/** @import { BackendResponse, ChangeQueue } from "./types.js" */

const OPTIONS = ["port", "host", "allowHosts"];

/**
 * Listens until `close` is called. `handle` returns the response to a request, or a promise of it.
 * @param {ChangeQueue["handle"]} handle
 * @param {number} maxBodyBytes
 * @param {LocalListenOptions} [options]
 */
export async function listen(handle, maxBodyBytes, options = {}) {
  const { port, host, allowedHosts } = validateListenOptions(options);
  const http = await importBuiltin("node:http", "a server");
  const decoder = new TextDecoder();
  const server = http.createServer(async (incoming, outgoing) => {
    const rejection = hostRejection(incoming, allowedHosts);
    if (rejection !== undefined) {
      incoming.resume();
      return send(outgoing, rejection);
    }
    try {
      // `handle` rejects a body that is too large, as the Backend API does.
      const { bytes } = await readRequestBody(incoming, maxBodyBytes);
      const { headers } = incoming;
      const request = {
        method: /** @type {string} */ (incoming.method),
        url: /** @type {string} */ (incoming.url),
        authorization: headers.authorization,
        contentType: headers["content-type"],
        apiVersion: /** @type {string | undefined} */ (headers["clerk-api-version"]),
        body: decoder.decode(bytes),
      };
      send(outgoing, await handle(request));
    } catch (error) {
      if (isNetworkFailure(error)) return void outgoing.destroy();
      const { message } = /** @type {Error} */ (error ?? {});
      send(outgoing, errorResponse(500, "internal_clerk_error", `The local Backend API failed: ${message}`));
    }
  });
  const { address, close } = await startServer(server, port, host);
  return { url: urlOf(address), port: address.port, close };
}

/**
 * The response to a request whose host name is not allowed; `undefined` if it is.
 * @param {IncomingMessage} incoming
 * @param {Set<string | undefined>} allowedHosts
 */
export function hostRejection(incoming, allowedHosts) {
  const requestHost = requestedHost(incoming);
  // An IP address in `Host` cannot come from DNS rebinding.
  const isAllowed =
    requestHost !== undefined &&
    (isLoopback(requestHost) || allowedHosts.has(requestHost) || requestHost === addressOf(incoming.socket));
  return isAllowed ? undefined : wrongHost(requestHost);
}

/**
 * The URL for clients on this machine.
 * @param {AddressInfo} address
 */
export const urlOf = (address) => `http://${urlHost(address)}:${address.port}`;

/** @param {LocalListenOptions} options */
export function validateListenOptions(options) {
  if (typeof options !== "object" || options === null)
    throw new TypeError("listen: options must be an object such as { port: 4100 }.");
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`listen: unknown option ${unknown}. The options are ${OPTIONS.join(", ")}.`);
  const { port = 0, host = "127.0.0.1", allowHosts = [] } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new RangeError(`listen: port must be a whole number from 0 to 65535, not ${String(port)}.`);
  // Without a host, Node.js would listen on all addresses.
  if (typeof host !== "string" || host === "")
    throw new TypeError('listen: host must be an address or a name such as "127.0.0.1".');
  if (!Array.isArray(allowHosts))
    throw new TypeError('listen: allowHosts must be an array of names such as ["backend"].');
  const names = allowHosts.map((allowHost) => {
    const name = typeof allowHost === "string" ? hostNameOf(allowHost) : undefined;
    if (name === undefined)
      throw new TypeError(
        `listen: allowHosts must contain names such as "backend" or "api.example.test", without scheme, port or wildcard, not ${JSON.stringify(allowHost)}.`,
      );
    return name;
  });
  return { port, host, allowedHosts: new Set([hostNameOf(host), ...names]) };
}

/**
 * The normalized local address of a connection.
 * @param {{ localAddress?: string | undefined }} socket
 */
function addressOf({ localAddress = "" }) {
  const address = localAddress.replace(/^::ffff:(?=\d+\.)/, "");
  return hostNameOf(address);
}

/**
 * The host of the URL for clients on this machine. They cannot connect to an unspecified address (0.0.0.0 or ::).
 * @param {AddressInfo} address
 */
function urlHost({ family, address }) {
  if (family !== "IPv6") return address === "0.0.0.0" ? "127.0.0.1" : address;
  return address === "::" ? "[::1]" : `[${address}]`;
}

/** @param {string | undefined} requestHost */
function wrongHost(requestHost) {
  if (requestHost === undefined)
    return errorResponse(
      400,
      "host_header_invalid",
      "The request must have exactly one Host header with a valid name.",
    );
  return errorResponse(
    403,
    "host_not_allowed",
    `The local Backend API does not accept the host name ${requestHost}, which protects it from web pages that use DNS rebinding. If the name is yours, allow it: --allow-host ${requestHost}, or listen({ allowHosts: ["${requestHost}"] }).`,
  );
}

/**
 * An error in the format of the Backend API, because its clients read it.
 * @param {number} status
 * @param {string} code
 * @param {string} message
 * @returns {BackendResponse}
 */
export const errorResponse = (status, code, message) => ({
  status,
  headers: [["content-type", "application/json"]],
  body: JSON.stringify({ errors: [{ code, message, long_message: message }] }),
});

/**
 * @param {ServerResponse} outgoing
 * @param {BackendResponse} response
 */
export function send(outgoing, { status, headers, body }) {
  // With its length, Node.js writes the headers and the body at once, and not as chunks.
  const length = globalThis.Buffer.byteLength(body);
  /** @type {Record<string, string | number>} */
  const allHeaders = {};
  for (const [name, value] of headers) allHeaders[name] = value;
  allHeaders["content-length"] = length; // last: it replaces one of `headers`
  outgoing.writeHead(status, allHeaders);
  outgoing.end(body);
}
