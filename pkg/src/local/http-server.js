// What the two servers have in common, that of the local Backend API and that of the admin page.

/**
 * Listens with a server of `node:http`. Gives the address that it is bound to, and `close()`, which also breaks the
 * connections that are open.
 */
export async function startServer(server, port, host) {
  await /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, resolve);
    })
  );
  return {
    address: server.address(),
    /** @returns {Promise<void>} */
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Reads the body of a request. Of one that is larger than `maxBytes`, `bytes` holds enough to exceed it; the rest is
 * read and dropped. Rejects when the client breaks the connection.
 */
export const readRequestBody = (incoming, maxBytes) =>
  new Promise((resolve, reject) => {
    const chunks = [];
    let size = 0;
    incoming.on("data", (chunk) => {
      if (size <= maxBytes) chunks.push(chunk);
      size += chunk.length;
    });
    incoming.once("end", () => resolve({ bytes: globalThis.Buffer.concat(chunks), isTooLarge: size > maxBytes }));
    incoming.once("error", reject);
  });
