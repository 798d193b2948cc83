// The local Backend API of the packed tarball, behind a proxy that records the requests and can respond with 429.
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

export const SECRET_KEY = "sk_test_7dO2kQ9frameworks4vXh1Zc";

/** Hop-by-hop headers, and headers that `fetch` and the server set themselves. */
const UNFORWARDED_HEADERS = ["connection", "content-length", "host", "keep-alive", "transfer-encoding"];
const forwardedHeaders = (headers) =>
  Object.fromEntries([...headers].filter(([name]) => !UNFORWARDED_HEADERS.includes(name)));

const TOO_MANY_REQUESTS = {
  errors: [
    {
      code: "too_many_requests",
      message: "Too many requests",
      long_message: "Too many requests. Please try again in a bit.",
    },
  ],
};

/**
 * `{ url, users, requests, rateLimitOnce, stop, close }`. `entry` is the file of `clerk-metadata/local`. `jwks` is the
 * response to `/v1/jwks`.
 */
export async function startBackend(entry, { jwks } = {}) {
  const { createLocalBackend } = await import(pathToFileURL(entry).href);
  const backend = await createLocalBackend({ secretKey: SECRET_KEY, rateLimit: false });
  const api = await backend.listen();
  const requests = [];
  let pendingRateLimits = 0;

  const server = createServer(async (incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const body = await text(incoming);
    requests.push({ method, path, authorization: headers.authorization, body });
    if (pendingRateLimits > 0) {
      pendingRateLimits -= 1;
      outgoing
        .writeHead(429, { "content-type": "application/json", "retry-after": "0" })
        .end(JSON.stringify(TOO_MANY_REQUESTS));
      return;
    }
    if (path === "/v1/jwks" && jwks !== undefined) {
      outgoing.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(jwks));
      return;
    }
    const response = await fetch(api.url + path, {
      method,
      headers: forwardedHeaders(Object.entries(headers)),
      body: body === "" ? undefined : body,
    });
    outgoing.writeHead(response.status, forwardedHeaders(response.headers)).end(await response.text());
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));

  /** Stops listening, so that further connections are refused. */
  const stop = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    users: backend.users,
    requests,
    rateLimitOnce: () => (pendingRateLimits = 1),
    stop,
    async close() {
      if (server.listening) await stop();
      await api.close();
      await backend.close();
    },
  };
}
