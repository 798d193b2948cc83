// The local Backend API on a port of this machine.
import { hostModule } from "./host.js";

/** Serves until it is closed; gives the address and what ends it. */
export async function listen(answer, maxBodyBytes, { port = 0, host = "127.0.0.1" } = {}) {
  const http = await hostModule("node:http", "a server");
  const server = http.createServer((incoming, outgoing) => {
    const chunks = [];
    let length = 0;
    incoming.on("data", (chunk) => {
      length += chunk.length;
      // One byte too many is enough for the refusal; the rest is read and let go.
      if (length - chunk.length <= maxBodyBytes) chunks.push(chunk);
    });
    incoming.on("end", () => {
      const { headers } = incoming;
      const response = answer({
        method: incoming.method,
        url: incoming.url,
        authorization: headers.authorization,
        contentType: headers["content-type"],
        apiVersion: headers["clerk-api-version"],
        body: globalThis.Buffer.concat(chunks).toString(),
      });
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(response.body);
    });
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const bound = server.address();
  return {
    url: `http://${bound.family === "IPv6" ? `[${bound.address}]` : bound.address}:${bound.port}`,
    port: bound.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
