// The same call through the official client and through ours, one after the other, against one
// recording server.
//
// A case is data: `{ operation, args, options, answer, count }`. In its `apiUrl`, "{server}" stands
// for the server's address; `fetch: "{server}"` leads what goes to Clerk there. `answer` is `{ status, reason, headers,
// body }`, or `{ breaks }` for a
// connection that breaks; `count` is the answer to the second request of a list.
import * as official from "@clerk/backend";
import * as ours from "clerk-metadata";
import { httpServer } from "./server.mjs";

const KEY = "sk_test_differential";

process.env.CLERK_TELEMETRY_DISABLED = "1"; // or the official client says so in the output

/** What makes the two clients of the same options. */
const clients = {
  official: (options) => official.createClerkClient(options),
  // One attempt each, as the official client makes; an option of ours that it would not know.
  ours: (options) => ours.createClerkClient({ ...options, maxRetries: 0 }),
};

/** What runs a case through both. */
export async function pair(t) {
  let current;
  let whenBoth;

  const server = await httpServer(t, async (request, outgoing) => {
    const isCount = new URL(request.url, "http://server").pathname.endsWith("/users/count");
    if (current.operation === "getUserList") {
      // Neither is answered before both have come: a refusal of the first would end the call
      // while the second is still on its way.
      if (server.requests.length === 2) whenBoth.resolve();
      await whenBoth.promise;
    }
    send(outgoing, current.operation === "getUserList" && isCount ? current.count : current.answer, request);
  });

  async function run(client, options, { operation, args }) {
    server.requests.length = 0;
    whenBoth = deferred();
    const call = async () => client(options).users[operation](...args);
    const outcome = await call().then(
      (value) => ({ value }),
      (error) => ({ error }),
    );
    const requests = server.requests.map(({ method, url, headers, body }) => ({ method, url, headers, body }));
    return {
      kind: kindOf(outcome),
      ...outcome,
      requests: requests.sort(
        (one, other) => (one.url.includes("/count") ? 1 : 0) - (other.url.includes("/count") ? 1 : 0),
      ),
    };
  }

  return async (given) => {
    current = given;
    const options = { secretKey: KEY, apiUrl: "{server}", ...given.options };
    if (typeof options.apiUrl === "string") options.apiUrl = options.apiUrl.replace("{server}", server.url);
    if (options.fetch === "{server}")
      options.fetch = (url, init) => fetch(url.replace("https://api.clerk.com", server.url), init);
    return {
      case: given,
      official: await run(clients.official, options, given),
      ours: await run(clients.ours, options, given),
    };
  };
}

function send(
  outgoing,
  { status = 200, reason, headers = { "content-type": "application/json" }, body = "", breaks, elsewhere },
  request,
) {
  if (breaks === "at once") return outgoing.destroy();
  if (breaks === "in the body") {
    outgoing.writeHead(status, { ...headers, "content-length": "1000" });
    return outgoing.write(body, () => outgoing.destroy());
  }
  // What a redirect leads to.
  if (elsewhere !== undefined && request.url.startsWith("/elsewhere")) return send(outgoing, elsewhere, request);
  if (reason === undefined) outgoing.writeHead(status, headers);
  else outgoing.writeHead(status, reason, headers);
  outgoing.end(body);
}

function deferred() {
  let resolve;
  const promise = new Promise((settle) => (resolve = settle));
  return { promise, resolve };
}

/** How a call ended. The official client tells a failure of its own by an API error without a status. */
function kindOf(outcome) {
  if ("value" in outcome) return "resolved";
  const { name, status } = outcome.error;
  if (name === "ClerkAPIResponseError") return status === undefined ? "unexpected" : "refused";
  if (name === "ClerkInputError") return "input";
  if (name === "ClerkConnectionError") return "connection";
  return "thrown";
}
