// Shared by the servers of the local Backend API and of the admin page.

/** @import { IncomingMessage, Server } from "node:http" */
/** @import { AddressInfo } from "node:net" */

/**
 * Starts a server. Returns the address that it is bound to, and `close()`, which also closes open connections.
 * @param {Server} server
 * @param {number} port
 * @param {string} host
 */
export async function startServer(server, port, host) {
  await /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, resolve);
    })
  );
  return {
    address: /** @type {AddressInfo} */ (server.address()),
    /** @returns {Promise<void>} */
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Reads the body of a request. If it is larger than `maxBytes`, `bytes` holds its beginning, which also exceeds
 * `maxBytes`, and the rest is dropped. Rejects if the client closes the connection.
 * @param {IncomingMessage} incoming
 * @param {number} maxBytes
 * @returns {Promise<{ bytes: Buffer<ArrayBuffer>, isTooLarge: boolean }>}
 */
export const readRequestBody = (incoming, maxBytes) =>
  new Promise((resolve, reject) => {
    /** @type {Buffer[]} */
    const chunks = [];
    let size = 0;
    incoming.on("data", (chunk) => {
      if (size <= maxBytes) chunks.push(chunk);
      size += chunk.length;
    });
    incoming.once("end", () => resolve({ bytes: globalThis.Buffer.concat(chunks), isTooLarge: size > maxBytes }));
    incoming.once("error", reject);
  });
