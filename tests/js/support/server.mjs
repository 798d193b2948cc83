// Test servers on a free loopback port; they close when the test ends.
import { createServer } from "node:http";
import { createServer as createSocketServer } from "node:net";
import { text } from "node:stream/consumers";

function listening(t, server, closeConnections) {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      t.after(
        () =>
          new Promise((resolveClose) => {
            server.close(resolveClose);
            closeConnections();
          }),
      );
      resolve(`http://127.0.0.1:${server.address().port}`);
    });
  });
}

/**
 * Responds with the result of `respond(request, outgoing)`, `{ status, headers, body }`, and records the
 * requests. If `respond` returns undefined, it handles `outgoing` itself.
 */
export async function httpServer(t, respond) {
  const requests = [];
  const server = createServer(async (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const request = { method, url, headers, body: await text(incoming) };
    requests.push(request);
    const response = await respond(request, outgoing);
    if (response === undefined) return;
    outgoing.writeHead(response.status ?? 200, response.headers ?? { "content-type": "application/json" });
    outgoing.end(response.body ?? "");
  });
  return { url: await listening(t, server, () => server.closeAllConnections()), requests };
}

/** Passes each connection to `take(socket)`. */
export async function socketServer(t, handleSocket) {
  const sockets = new Set();
  const server = createSocketServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}); // the tests break connections on purpose
    socket.on("close", () => sockets.delete(socket));
    handleSocket(socket);
  });
  return { url: await listening(t, server, () => sockets.forEach((socket) => socket.destroy())) };
}

/** A loopback URL where no server listens. */
export async function deadUrl() {
  const server = createSocketServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** The body of a response with a user. */
export const userBody = (fields) => JSON.stringify({ object: "user", id: "user_1", ...fields });
