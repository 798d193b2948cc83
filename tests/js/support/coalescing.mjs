// A client with the option `coalesce`, over HTTP, in virtual time: time passes while no request is in flight.
import { createClerkClient } from "clerk-metadata";
import { KEY, serve } from "./backend.mjs";
import { virtualTime } from "./virtual-time.mjs";

/** The API accepts 10 changes of a user in 10 seconds, and the client sends at most 9. */
export const MOST_IN_WINDOW = 9;
const WINDOW = 10_000;

/**
 * Starts a local Backend API with the limits of the API. `requests` has the changes that it has received: their virtual
 * time, method, user, metadata and status.
 */
export async function startCoalescing(t, options, backendOptions) {
  const requests = [];
  let time;
  const onRequest = ({ method, path, body, status }) => {
    if (method !== "GET") requests.push({ at: time.now(), method, id: path.split("/")[3], ...body, status });
  };
  const users = [{ id: "user_1" }, { id: "user_2" }];
  const { backend, url } = await serve(t, { users, rateLimit: true, onRequest, ...backendOptions });
  time = virtualTime(t, { onAdvance: (ms) => backend.clock.advance(ms) });
  const createClient = (more) =>
    createClerkClient({ secretKey: KEY, apiUrl: url, fetch: time.fetch, coalesce: true, ...options, ...more });
  const clerk = createClient();
  await clerk.users.getUser(backend.users.list()[0].id); // loads the wasm
  return {
    backend,
    time,
    createClient,
    clerk,
    requests,
    update: (publicMetadata, callOptions) => clerk.users.updateUserMetadata("user_1", { publicMetadata }, callOptions),
    replace: (publicMetadata) => clerk.users.replaceUserMetadata("user_1", { publicMetadata }),
    sent: () => requests.map(({ public_metadata }) => public_metadata),
    stored: (id = "user_1") => backend.users.get(id).public_metadata,
  };
}

/** The largest number of requests in any ten seconds. */
export const mostInWindow = (requests) =>
  Math.max(...requests.map(({ at }) => requests.filter((other) => other.at >= at && other.at < at + WINDOW).length));

/** Waits for a moment in virtual time. */
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
