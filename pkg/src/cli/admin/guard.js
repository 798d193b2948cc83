// A page of any origin can have its browser send requests to this machine: by a form, an image, a
// frame, or under a name of its own that it makes lead here (DNS rebinding). None may come through.

import { requestedHost } from "../../local/host-header.js";

const READS = ["GET", "HEAD"];

/** Why a request does not come from the page or from the user; `undefined` where it does. */
export function whyForeign(incoming, hosts) {
  const { method, headers } = incoming;
  const { host, origin, "sec-fetch-site": site } = headers;
  if (requestedHost(incoming) === undefined || !hosts.includes(host))
    return `this server is ${hosts[0]}, and answers under no other name.`;
  if (origin !== undefined && origin !== `http://${host}`) return "it comes from a page of another origin.";
  if (site !== undefined && site !== "same-origin" && site !== "none")
    return "it comes from a page of another origin. Open the printed address yourself.";
  if (!READS.includes(method) && origin === undefined && site !== "same-origin")
    return "what changes something must say which origin it comes from.";
  return undefined;
}

/** What `Host` may be: a browser leaves out the port that is the default one. */
export const hostsOf = (port) => ["127.0.0.1", "localhost"].map((name) => new URL(`http://${name}:${port}`).host);
