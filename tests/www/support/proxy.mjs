// A proxy that records every byte that the browser receives.
import { createServer, request } from "node:http";

/** Serves until the test ends: `{ url, received() }`. */
export async function recordingProxy(t) {
  const chunks = [];
  const server = createServer((incoming, outgoing) => {
    const { host, port, pathname, search } = new URL(incoming.url);
    const { "proxy-connection": _, ...headers } = incoming.headers;
    const onward = request({
      hostname: "127.0.0.1",
      port,
      method: incoming.method,
      path: pathname + search,
      headers: { ...headers, host },
    });
    onward.on("error", () => outgoing.destroy());
    onward.on("response", (response) => {
      chunks.push(Buffer.from(`${response.statusMessage}\n${response.rawHeaders.join("\n")}\n`));
      response.on("data", (chunk) => chunks.push(chunk));
      outgoing.writeHead(response.statusCode, response.statusMessage, response.rawHeaders);
      response.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** All bytes, as text with one character for each byte. */
    received: () => Buffer.concat(chunks).toString("latin1"),
  };
}
