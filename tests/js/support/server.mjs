// Servers of a test, on a free port of the loopback; they end with it.
import { createServer } from "node:http";
import { createServer as createSocketServer } from "node:net";
import { text } from "node:stream/consumers";

function listening(t, server, end) {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      t.after(
        () =>
          new Promise((done) => {
            server.close(done);
            end();
          }),
      );
      resolve(`http://127.0.0.1:${server.address().port}`);
    });
  });
}

/**
 * Answers with what `answer(request, outgoing)` gives, `{ status, headers, body }`, and keeps what
 * it was asked. Where it gives nothing, it has dealt with `outgoing` itself.
 */
export async function httpServer(t, answer) {
  const requests = [];
  const server = createServer(async (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const request = { method, url, headers, body: await text(incoming) };
    requests.push(request);
    const given = await answer(request, outgoing);
    if (given === undefined) return;
    outgoing.writeHead(given.status ?? 200, given.headers ?? { "content-type": "application/json" });
    outgoing.end(given.body ?? "");
  });
  return { url: await listening(t, server, () => server.closeAllConnections()), requests };
}

/** Gives each connection to `take(socket)`. */
export async function socketServer(t, take) {
  const sockets = new Set();
  const server = createSocketServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}); // the other side is meant to break it
    socket.on("close", () => sockets.delete(socket));
    take(socket);
  });
  return { url: await listening(t, server, () => sockets.forEach((socket) => socket.destroy())) };
}

/** An address of the loopback where nobody listens. */
export async function deadUrl() {
  const server = createSocketServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** The body of an answer that holds a user. */
export const userBody = (fields) => JSON.stringify({ object: "user", id: "user_1", ...fields });
