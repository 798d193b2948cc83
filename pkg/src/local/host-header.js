// The host name of a request. A web page of any origin can make a name of its own resolve to this machine (DNS
// rebinding), and its browser then lets it read the responses. A server on loopback must therefore check the name.

/**
 * The normalized host of a request, without the port; `undefined` if it is missing, invalid or repeated.
 * @param {{ url?: string, rawHeaders: string[] }} incoming
 */
export function requestedHost({ url = "", rawHeaders }) {
  let authority;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index].toLowerCase() !== "host") continue;
    if (authority !== undefined) return undefined;
    authority = rawHeaders[index + 1];
  }
  if (authority === undefined) return undefined;
  const host = hostOf(authority);
  if (url.startsWith("/") || url === "*") return host;
  // The request target is a URL. Its host must be the same.
  return hostOf(/^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? "") === host ? host : undefined;
}

/** The last authority that was normalized: almost all requests to a server have the same one. */
let lastAuthority = "";
/** @type {string | undefined} */
let lastHost;

/**
 * Normalizes `HOST` or `HOST:PORT`: lower case, canonical IP addresses, no trailing dot.
 * @param {string} authority
 */
export function hostOf(authority) {
  if (authority !== lastAuthority) {
    lastHost = normalizedHost(authority);
    lastAuthority = authority;
  }
  return lastHost;
}

/** @param {string} authority */
function normalizedHost(authority) {
  if (!/^[^\s/\\?#@]+$/.test(authority)) return undefined;
  try {
    return new URL(`http://${authority}`).hostname.replace(/\.$/, "") || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Normalizes a name or an address without a port; `undefined` if it is invalid.
 * @param {string} name
 */
export function hostNameOf(name) {
  return NAME.test(name) ? hostOf(withBrackets(name)) : undefined;
}

/** A name or an IPv4 address, or an IPv6 address with or without its brackets. */
const NAME = /^([^.:*[\]][^:*[\]]*|\[?[\da-f]*:[\da-f:.]+\]?)$/i;

/**
 * URLs have brackets around IPv6 addresses.
 * @param {string} name
 */
const withBrackets = (name) => (name.includes(":") && !name.startsWith("[") ? `[${name}]` : name);

/**
 * Whether a normalized host is this machine by definition, without a DNS lookup.
 * @param {string} host
 */
export const isLoopback = (host) =>
  host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d+){3}$/.test(host);
