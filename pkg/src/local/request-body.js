/**
 * Reads the body of a request to a server of `node:http`. Of one that is larger than `maxBytes`, `bytes` holds enough
 * to exceed it; the rest is read and dropped. Rejects when the client breaks the connection.
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
