// A local Backend API on a port that can reject requests, reset connections and go down.
import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { createLocalBackend } from "clerk-metadata/local";

const HOST = "127.0.0.1";

/**
 * `options` are those of `createLocalBackend`. `requests` has the method, the user, the status and the time of each
 * request. `fault(number, request)` may return what happens to a request instead: a status with headers, or "reset".
 * `when(isDone)` resolves when the function returns true; it is called after each change.
 */
export async function startApi(options) {
  const backend = await createLocalBackend(options);
  const api = { backend, requests: [], failed: [], fault: () => undefined, changed: new Set() };
  let waiting = [];
  const notify = () => {
    waiting = waiting.filter(({ isDone, resolve }) => !isDone() || resolve());
  };

  const handle = async (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const body = await text(incoming);
    if (url === "/failed") {
      api.failed.push(...JSON.parse(body));
      outgoing.end();
      return notify();
    }
    const request = { method, user: url.split("/")[3], at: performance.now(), status: undefined };
    const number = api.requests.push(request);
    const fault = api.fault(number, request);
    if (fault === "reset") return incoming.socket.destroy();
    if (fault !== undefined) {
      request.status = fault.status;
      return outgoing.writeHead(fault.status, fault.headers).end(JSON.stringify({ errors: [] }));
    }
    const init = { method, headers, body: body === "" ? undefined : body };
    const response = await backend.fetch(`http://localhost${url}`, init);
    request.status = response.status;
    const responseText = await response.text();
    if (response.ok && method === "PATCH") api.changed.add(request.user);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(responseText);
    notify();
  };

  let server;
  const listen = async (port) => {
    server = createServer(handle);
    server.listen(port, HOST);
    await once(server, "listening");
    return server.address().port;
  };
  const port = await listen(0);
  const stop = async () => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return Object.assign(api, {
    url: `http://${HOST}:${port}`,
    when: (isDone) => new Promise((resolve) => waiting.push({ isDone, resolve })),
    /** Ends all connections. Nothing listens until `goUp` is called. */
    goDown: stop,
    goUp: () => listen(port),
    async close() {
      await stop();
      await backend.close();
    },
  });
}
