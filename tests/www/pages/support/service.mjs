// The service behind a live page: a local Backend API on a port, which can be told to fail.
import { createServer } from "node:http";
import { createLocalBackend } from "../../../../pkg/dist/local.js";
import { KEY } from "../../support/admin.mjs";
import { USERS } from "./people.mjs";

const CODES = {
  401: ["clerk_key_invalid", "The provided Clerk Secret Key is invalid."],
  404: ["resource_not_found", "No user was found with this id."],
  409: ["resource_locked", "Please try again."],
  422: ["form_param_exceeds_allowed_size", "The given public_metadata exceeds the maximum allowed size of 8192 bytes (8 KB)."],
  429: ["too_many_requests", "Too many requests. Please try again in a bit."],
  500: ["internal_clerk_error", "Something went wrong."],
};

function refusal({ status, retryAfter = 90 }) {
  const [code, message] = CODES[status];
  return { status, headers: { "content-type": "application/json", ...(status === 429 && { "retry-after": String(retryAfter) }) }, body: JSON.stringify({ errors: [{ code, message, long_message: message }], clerk_trace_id: "trace_of_a_fault" }) };
}

/** `fails(status, retryAfter)` lets changes fail until `fails()`; `requests` is what came. Ends with the test. */
export async function startService(t, { users = 0 } = {}) {
  const backend = await createLocalBackend({ secretKey: KEY, rateLimit: false, users: USERS });
  if (users > 0) backend.users.seed(users - USERS.length);
  let fault;
  const requests = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const { method, url, headers } = incoming;
    const body = Buffer.concat(chunks).toString();
    requests.push({ method, url, body });
    if (fault && method !== "GET") {
      const { status, headers, body } = refusal(fault);
      return outgoing.writeHead(status, headers).end(body);
    }
    const response = await backend.fetch(`http://service${url}`, { method, headers: pick(headers), body: method === "GET" ? undefined : body });
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await backend.close();
  });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    backend,
    requests,
    fails(status, retryAfter) {
      fault = status && { status, retryAfter };
    },
  };
}

const pick = (headers) => Object.fromEntries(["authorization", "content-type", "clerk-api-version"].filter((name) => headers[name]).map((name) => [name, headers[name]]));
