// The local Backend API on a port of this machine.
import { hostNameOf, isLoopback, requestedHost } from "./host-header.js";
import { hostModule } from "./host.js";
import { readRequestBody, startServer } from "./http-server.js";

const OPTIONS = ["port", "host", "allowHosts"];

/**
 * Serves until it is closed; gives the address and what ends it. `handle` gives the response to a request, or a promise
 * of it.
 */
export async function listen(handle, maxBodyBytes, options = {}) {
  const { port, host, allowed } = validate(options);
  const http = await hostModule("node:http", "a server");
  const server = http.createServer(async (incoming, outgoing) => {
    const requested = requestedHost(incoming);
    // An address of this machine in `Host` is no name that someone else can make lead here.
    if (
      requested === undefined ||
      !(isLoopback(requested) || allowed.has(requested) || requested === addressOf(incoming.socket))
    ) {
      incoming.resume();
      return send(outgoing, wrongHost(requested));
    }
    try {
      // The handler rejects a body that is too large, with the status and the texts of the Backend API.
      const { bytes } = await readRequestBody(incoming, maxBodyBytes);
      const { headers } = incoming;
      const request = {
        method: incoming.method,
        url: incoming.url,
        authorization: headers.authorization,
        contentType: headers["content-type"],
        apiVersion: headers["clerk-api-version"],
        body: new TextDecoder().decode(bytes),
      };
      send(outgoing, await handle(request));
    } catch (error) {
      send(outgoing, refusal(500, "internal_clerk_error", `The local Backend API failed: ${error?.message}`));
    }
  });
  const { address, close } = await startServer(server, port, host);
  return { url: `http://${urlHost(address)}:${address.port}`, port: address.port, close };
}

function validate(options) {
  if (typeof options !== "object" || options === null)
    throw new TypeError("listen: the options must be an object, such as { port: 4100 }.");
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`listen: there is no option ${unknown}; there are ${OPTIONS.join(", ")}.`);
  const { port = 0, host = "127.0.0.1", allowHosts = [] } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new RangeError(`listen: port must be a whole number from 0 to 65535, not ${String(port)}.`);
  // Without an address Node would listen on all of them.
  if (typeof host !== "string" || host === "")
    throw new TypeError('listen: host must be an address or a name, such as "127.0.0.1".');
  if (!Array.isArray(allowHosts))
    throw new TypeError('listen: allowHosts must be an array of names, such as ["backend"].');
  const names = allowHosts.map((given) => {
    const name = typeof given === "string" ? hostNameOf(given) : undefined;
    if (name === undefined)
      throw new TypeError(
        `listen: allowHosts takes names such as "backend" or "api.example.test", without scheme, port or wildcard, not ${JSON.stringify(given)}.`,
      );
    return name;
  });
  return { port, host, allowed: new Set([hostNameOf(host), ...names]) };
}

/** The address at which a connection arrived, as a host in its normal form. */
function addressOf({ localAddress = "" }) {
  const address = localAddress.replace(/^::ffff:(?=\d+\.)/, "");
  return hostNameOf(address);
}

/** The host of the URL for clients of this machine: "any address" is none that they can send to. */
function urlHost({ family, address }) {
  if (family !== "IPv6") return address === "0.0.0.0" ? "127.0.0.1" : address;
  return address === "::" ? "[::1]" : `[${address}]`;
}

function wrongHost(requested) {
  if (requested === undefined)
    return refusal(400, "host_header_invalid", "The request must have one Host header, with a valid name.");
  return refusal(
    403,
    "host_not_allowed",
    `The local Backend API does not respond under the name ${requested}, so that no web page can reach it under a name of its own. If the name is yours, allow it: --allow-host ${requested}, or listen({ allowHosts: ["${requested}"] }).`,
  );
}

/** In the shape of the Backend API's errors, for its clients read it. */
const refusal = (status, code, message) => ({
  status,
  headers: [["content-type", "application/json"]],
  body: JSON.stringify({ errors: [{ code, message, long_message: message }] }),
});

function send(outgoing, { status, headers, body }) {
  outgoing.writeHead(status, Object.fromEntries(headers));
  outgoing.end(body);
}
