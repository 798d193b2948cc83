// Makes the same call with the official client and with ours, one after the other, against one
// recording server.
//
// A case is data: `{ operation, args, options, response, countResponse }`. In its `apiUrl`, "{server}" is replaced
// by the server's URL; `fetch: "{server}"` redirects requests for api.clerk.com to it. `response` is `{ status,
// reason, headers, body }`, or `{ connectionBreaks }` for a connection that breaks; `countResponse` is the response
// to the second request of a list.
import * as official from "@clerk/backend";
import * as ours from "clerk-metadata";
import { partOf } from "./calls.mjs";
import { httpServer } from "./server.mjs";

const KEY = "sk_test_differential";

process.env.CLERK_TELEMETRY_DISABLED = "1"; // otherwise the official client prints a notice about telemetry

/** The factory of each client. */
const clients = {
  official: (options) => official.createClerkClient(options),
  // One attempt, like the official client, which does not have this option.
  ours: (options) => ours.createClerkClient({ ...options, maxRetries: 0 }),
};

/** Returns a function that runs a case with both clients. */
export async function compareClients(t) {
  let currentCase;
  let bothRequests;

  const server = await httpServer(t, async (request, outgoing) => {
    const isCount = new URL(request.url, "http://server").pathname.endsWith("/users/count");
    if (currentCase.operation === "getUserList") {
      // Responds only after both requests have arrived: an error response to the first would end the call
      // before the second arrives.
      if (server.requests.length === 2) bothRequests.resolve();
      await bothRequests.promise;
    }
    send(
      outgoing,
      currentCase.operation === "getUserList" && isCount ? currentCase.countResponse : currentCase.response,
      request,
    );
  });

  async function run(client, options, { operation, args }) {
    server.requests.length = 0;
    bothRequests = deferred();
    const call = async () => client(options)[partOf(operation)][operation](...args);
    const outcome = await call().then(
      (value) => ({ value }),
      (error) => ({ error }),
    );
    const requests = server.requests.map(({ method, url, headers, body }) => ({ method, url, headers, body }));
    return {
      kind: kindOf(outcome),
      ...outcome,
      requests: requests.sort(
        (first, second) => (first.url.includes("/count") ? 1 : 0) - (second.url.includes("/count") ? 1 : 0),
      ),
    };
  }

  return async (testCase) => {
    currentCase = testCase;
    const options = { secretKey: KEY, apiUrl: "{server}", ...testCase.options };
    if (typeof options.apiUrl === "string") options.apiUrl = options.apiUrl.replace("{server}", server.url);
    if (options.fetch === "{server}")
      options.fetch = (url, init) => fetch(url.replace("https://api.clerk.com", server.url), init);
    return {
      case: testCase,
      official: await run(clients.official, options, testCase),
      ours: await run(clients.ours, options, testCase),
    };
  };
}

function send(
  outgoing,
  {
    status = 200,
    reason,
    headers = { "content-type": "application/json" },
    body = "",
    connectionBreaks,
    redirectTarget,
  },
  request,
) {
  if (connectionBreaks === "before the response") return outgoing.destroy();
  if (connectionBreaks === "in the body") {
    outgoing.writeHead(status, { ...headers, "content-length": "1000" });
    return outgoing.write(body, () => outgoing.destroy());
  }
  // The target of a redirect.
  if (redirectTarget !== undefined && request.url.startsWith("/elsewhere"))
    return send(outgoing, redirectTarget, request);
  if (reason === undefined) outgoing.writeHead(status, headers);
  else outgoing.writeHead(status, reason, headers);
  outgoing.end(body);
}

function deferred() {
  let resolve;
  const promise = new Promise((resolvePromise) => (resolve = resolvePromise));
  return { promise, resolve };
}

/** The outcome of a call. The official client reports its own failures as an API error without a status. */
function kindOf(outcome) {
  if ("value" in outcome) return "resolved";
  const { name, status } = outcome.error;
  if (name === "ClerkAPIResponseError") return status === undefined ? "unexpected" : "apiError";
  if (name === "ClerkInputError") return "input";
  if (name === "ClerkConnectionError") return "connection";
  return "thrown";
}
