// Runs `npx clerk-metadata verify` against a Backend API that is served by the test.
import { createLocalBackend } from "clerk-metadata/local";
import { run } from "./command.mjs";
import { httpServer } from "./server.mjs";

export const KEY = "sk_test_verifyTests";

/** So many that the default limit of a list can be seen. */
const OTHER_USERS = 12;

/** A local Backend API in the test's process. */
export async function createBackend(t, options) {
  const backend = await createLocalBackend({ secretKey: KEY, rateLimit: false, ...options });
  t.after(() => backend.close());
  backend.users.seed(OTHER_USERS);
  return backend;
}

/**
 * Serves a backend on a port. `intercept(request, forward, backend)` returns the response, where `forward(request)` is
 * that of the backend. Both have the form `{ method, url, headers, body }` and `{ status, headers, body }`.
 */
export async function serveBackend(t, backend, intercept = (request, forward) => forward(request)) {
  async function forward({ method, url, headers, body }) {
    const withBody = method !== "GET" && method !== "DELETE";
    const response = await backend.fetch(`http://local${url}`, { method, headers, ...(withBody && { body }) });
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  }
  return httpServer(t, (request) => intercept(request, forward, backend));
}

/** The options of a process that runs a command for the server at `url`. */
export const environmentOf = (url) => ({ env: { PATH: process.env.PATH, CLERK_SECRET_KEY: KEY, CLERK_API_URL: url } });

/** Runs `verify`, and returns the result of each fact by its ID, besides what the process printed. */
export async function verify(t, url, args = []) {
  const { stdout, stderr, code } = await run(t, ["verify", "--json", ...args], environmentOf(url));
  if (!stdout.startsWith("{")) return { stdout, stderr, code };
  const report = JSON.parse(stdout);
  return { report, stdout, stderr, code, results: Object.fromEntries(report.facts.map((fact) => [fact.id, fact])) };
}

/** The IDs of the facts with another result than `holds`. */
export const notHolding = ({ report }) => report.facts.filter(({ result }) => result !== "holds").map(({ id }) => id);

/** The IDs of all facts, or of those that need no option. */
export async function listFacts(t) {
  const { stdout } = await run(t, ["verify", "--list", "--json"]);
  return JSON.parse(stdout);
}
