// A stand-in of the Backend API that keeps what it was asked.
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
const NOT_FOUND = {
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
 * Serves on a free port: `{ url, requests, close }`. What `page(path)` gives is answered instead: `{ headers, body }`.
 */
export async function startStandIn(page = () => undefined) {
  const requests = [];
  const server = createServer(async (incoming, outgoing) => {
    const found = page(incoming.url);
    if (found) return outgoing.writeHead(200, found.headers).end(found.body);
    let body = "";
    for await (const chunk of incoming.setEncoding("utf8")) body += chunk;
    requests.push({ method: incoming.method, path: incoming.url, headers: incoming.headers, body });
    if (incoming.url.includes("user_reset")) return incoming.socket.destroy();
    const missing = incoming.url.includes("user_missing");
    outgoing.writeHead(missing ? 404 : 200, { "content-type": "application/json; charset=utf-8" });
    outgoing.end(JSON.stringify(missing ? NOT_FOUND : USER));
  });
  await new Promise((ready, failed) => server.once("error", failed).listen(0, "127.0.0.1", ready));
  const close = () =>
    new Promise((closed) => {
      server.close(closed);
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${server.address().port}`, requests, close };
}
