// The Backend API of a live page: a local Backend API on a port. A test can make it slow, make it fail, or drop
// connections before or after a change is stored.
import { createServer } from "node:http";
import { createLocalBackend } from "../../../../pkg/dist/local.js";
import { KEY } from "../../support/admin.mjs";
import { createFaults } from "./faults.mjs";
import { ORGANIZATIONS, USERS } from "./people.mjs";

/**
 * Closed with the test. `requests` contains the received requests: `{ method, url, body }`. `faults.mjs` describes the
 * faults. Default: they apply to changes.
 */
export async function startService(t, { users = 0 } = {}) {
  const backend = await createLocalBackend({
    secretKey: KEY,
    rateLimit: false,
    users: USERS,
    organizations: ORGANIZATIONS,
  });
  if (users > 0) backend.users.seed(users - USERS.length);
  backend.organizations.seed(5);
  const requests = [];
  const { faults, ...controls } = createFaults();

  const server = createServer(async (incoming, outgoing) => {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const { method, url, headers } = incoming;
    const request = { method, url, body: Buffer.concat(chunks).toString() };
    requests.push(request);
    const fault = await faults.before(request);
    if (fault === "drop") return outgoing.destroy();
    if (fault) return outgoing.writeHead(fault.status, fault.headers).end(fault.body);
    const response = await backend.fetch(`http://service${url}`, {
      method,
      headers: pick(headers),
      body: method === "GET" ? undefined : request.body,
    });
    const body = Buffer.from(await response.arrayBuffer());
    const after = await faults.after(request);
    if (after === "drop") return outgoing.destroy();
    outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), "content-length": body.length });
    if (after === "trickle") await writeByteByByte(outgoing, body);
    outgoing.end(after === "trickle" ? undefined : body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await backend.close();
  });
  return { url: `http://127.0.0.1:${server.address().port}`, backend, requests, ...controls };
}

/** Each byte is a separate chunk, so multibyte characters and numbers arrive in parts. */
async function writeByteByByte(outgoing, body) {
  outgoing.socket.setNoDelay(true);
  for (const byte of body) {
    await new Promise((resolve) => outgoing.write(Buffer.of(byte), resolve));
  }
}

const pick = (headers) =>
  Object.fromEntries(
    ["authorization", "content-type", "clerk-api-version"]
      .filter((name) => headers[name])
      .map((name) => [name, headers[name]]),
  );
