// A `fetch` on top of node:http, because the `fetch` of Node.js needs WebAssembly.
import { request } from "node:http";

export const nodeHttpFetch = (url, { method, headers, body, signal }) =>
  new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, signal }, async (incoming) => {
      try {
        let text = "";
        for await (const chunk of incoming.setEncoding("utf8")) text += chunk;
        const { statusCode: status } = incoming;
        resolve({
          status,
          ok: status < 300,
          headers: { get: (name) => incoming.headers[name] ?? null },
          body: null,
          text: async () => text,
        });
      } catch (error) {
        reject(error);
      }
    });
    outgoing.on("error", reject).end(body);
  });
