// Which server a request is meant for. A page of any origin can make a name of its own lead to this
// machine (DNS rebinding), and its browser then lets it read what is served: a server on loopback must
// know under which names it is asked.

/** The host of a request in its normal form, without its port; `undefined` if it has none, or several. */
export function requestedHost({ url, rawHeaders }) {
  const hosts = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1].toLowerCase() === "host");
  if (hosts.length !== 1) return undefined;
  const host = hostOf(hosts[0]);
  if (url.startsWith("/") || url === "*") return host;
  // A request target that is a URL; both must say the same.
  return hostOf(/^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? "") === host ? host : undefined;
}

/** The normal form of `HOST` or `HOST:PORT`: lower case, IP addresses in their usual notation, no final dot. */
export function hostOf(authority) {
  if (!/^[^\s/\\?#@]+$/.test(authority)) return undefined;
  try {
    return new URL(`http://${authority}`).hostname.replace(/\.$/, "") || undefined;
  } catch {
    return undefined;
  }
}

/** The normal form of a name or an address without a port; `undefined` if it is none. */
export function hostNameOf(name) {
  return NAME.test(name) ? hostOf(bracketed(name)) : undefined;
}

/** A name or an IPv4 address, or an IPv6 address with or without its brackets. */
const NAME = /^([^.:*[\]][^:*[\]]*|\[?[\da-f]*:[\da-f:.]+\]?)$/i;

/** An IPv6 address stands in brackets in a URL. */
const bracketed = (name) => (name.includes(":") && !name.startsWith("[") ? `[${name}]` : name);

/** Whether a host in its normal form is this machine, whatever a name server says. */
export const isLoopback = (host) =>
  host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d+){3}$/.test(host);
