// A fake Backend API that records its requests.
import { createServer } from "node:http";

const USER = {
  object: "user",
  id: "user_1",
  first_name: "Ada",
  last_name: "Lovelace",
  primary_email_address_id: "idn_1",
  email_addresses: [
    { object: "email_address", id: "idn_1", email_address: "ada@example.com", verification: null, linked_to: [] },
  ],
  public_metadata: { plan: "pro", camelKey: { snake_key: [1] } },
  private_metadata: null,
  unsafe_metadata: {},
};
const NOT_FOUND_ERROR = {
  errors: [
    {
      code: "resource_not_found",
      message: "not found",
      long_message: "No user was found with id user_missing",
      meta: { param_name: "user_id" },
    },
  ],
  clerk_trace_id: "trace_1",
};

/**
 * Listens on a free port: `{ url, requests, close }`. If `serveFile(path)` returns `{ headers, body }`, that is the
 * response, and the request is not recorded.
 */
export async function startFakeBackend(serveFile = () => undefined) {
  const requests = [];
  const server = createServer(async (incoming, outgoing) => {
    const file = serveFile(incoming.url);
    if (file) return outgoing.writeHead(200, file.headers).end(file.body);
    let body = "";
    for await (const chunk of incoming.setEncoding("utf8")) body += chunk;
    requests.push({ method: incoming.method, path: incoming.url, headers: incoming.headers, body });
    if (incoming.url.includes("user_reset")) return incoming.socket.destroy();
    const missing = incoming.url.includes("user_missing");
    outgoing.writeHead(missing ? 404 : 200, { "content-type": "application/json; charset=utf-8" });
    outgoing.end(JSON.stringify(missing ? NOT_FOUND_ERROR : USER));
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${server.address().port}`, requests, close };
}
