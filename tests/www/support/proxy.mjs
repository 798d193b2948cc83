// A proxy between the browser and everything: it keeps every byte that the browser is given.
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
    onward.on("response", (answer) => {
      chunks.push(Buffer.from(`${answer.statusMessage}\n${answer.rawHeaders.join("\n")}\n`));
      answer.on("data", (chunk) => chunks.push(chunk));
      outgoing.writeHead(answer.statusCode, answer.statusMessage, answer.rawHeaders);
      answer.pipe(outgoing);
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
    /** All of it, as text in which every byte is a character. */
    received: () => Buffer.concat(chunks).toString("latin1"),
  };
}
