// Rejects requests of other web pages. A page of any origin can make its browser send requests to this machine: by a
// form, an image, a frame, or under a host name that resolves to 127.0.0.1 (DNS rebinding).

import { requestedHost } from "../../local/host-header.js";

const SAFE_METHODS = ["GET", "HEAD"];

/**
 * Why a request is rejected; `undefined` if it comes from the page itself or from the address bar.
 * @param {import("node:http").IncomingMessage} incoming
 * @param {string[]} hosts
 */
export function crossOriginProblem(incoming, hosts) {
  const { method = "", headers } = incoming;
  const { host, origin, "sec-fetch-site": site } = headers;
  if (requestedHost(incoming) === undefined || host === undefined || !hosts.includes(host))
    return `this server responds under the name ${hosts[0]} only.`;
  if (origin !== undefined && origin !== `http://${host}`) return "it comes from a page of another origin.";
  if (site !== undefined && site !== "same-origin" && site !== "none")
    return "it comes from a page of another origin. Open the printed URL yourself.";
  if (!SAFE_METHODS.includes(method) && origin === undefined && site !== "same-origin")
    return "a request that changes something must have an Origin header.";
  return undefined;
}

/**
 * The allowed values of `Host`. Browsers omit the default port.
 * @param {number} port
 */
export const allowedHosts = (port) => ["127.0.0.1", "localhost"].map((name) => new URL(`http://${name}:${port}`).host);
