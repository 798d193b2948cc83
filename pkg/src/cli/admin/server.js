// The server of the admin page. Every request is checked twice before it is handled:
//
//   guard.js ──► session.js ──► static.js    the files of the page
//   its origin   its token  ├─► /admin.json  the mode that the page starts in
//                           └─► forward.js   calls to the Backend API
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { readRequestBody, startServer } from "../../local/http-server.js";
import { createForward } from "./forward.js";
import { allowedHosts, crossOriginProblem } from "./guard.js";
import { errorResponse, jsonResponse, SECURITY_HEADERS, textResponse } from "./responses.js";
import { createSession } from "./session.js";
import { staticFiles } from "./static.js";

/** @import { IncomingMessage } from "node:http" */
/** @import { Backend, ServerResponse } from "./types.js" */

/** Enough for three metadata fields of 8 KB with JSON escapes, and for the keys that a patch removes. */
const MAX_BODY_BYTES = 256 * 1024;
const LOOPBACK = "127.0.0.1";

/** The folder of the page, next to dist/cli.js. */
const PAGE = fileURLToPath(new URL("./admin/", import.meta.url));

/**
 * Starts the server. Without a backend, the page has only its sandbox.
 * @param {{ port: number, backend: Backend | undefined }} options
 */
export async function serve({ port, backend }) {
  const files = staticFiles(PAGE);
  const forward = backend && createForward(backend);
  const mode = backend && {
    mode: "live",
    instance: backend.instance,
    apiUrl: backend.apiUrl,
    apiVersion: backend.apiVersion,
  };
  /** Set before the first request. @type {string[]} */
  let hosts;
  /** @type {ReturnType<typeof createSession>} */
  let session;

  /**
   * Handles a request that has passed the checks.
   * @param {IncomingMessage} incoming
   * @param {string} path
   * @param {string} query
   * @param {AbortSignal} signal
   * @returns {Promise<ServerResponse>}
   */
  async function handle(incoming, path, query, signal) {
    if (path.startsWith("/v1/") && forward) {
      const { bytes: body, isTooLarge } = await readRequestBody(incoming, MAX_BODY_BYTES);
      if (isTooLarge)
        return errorResponse(
          413,
          "request_body_too_large",
          `The request body exceeds the maximum allowed size of ${MAX_BODY_BYTES} bytes.`,
        );
      const method = /** @type {string} */ (incoming.method);
      return forward({ method, path, query, type: incoming.headers["content-type"], body }, signal);
    }
    if (incoming.method !== "GET" && incoming.method !== "HEAD")
      return textResponse(405, "This path supports GET only.");
    if (path === "/admin.json" && mode) return jsonResponse(200, mode);
    return files(path) ?? textResponse(404, "Not found.");
  }

  /**
   * @param {IncomingMessage} incoming
   * @param {AbortSignal} signal
   * @returns {Promise<ServerResponse>}
   */
  async function checkAndHandle(incoming, signal) {
    const [path, query = ""] = splitTarget(/** @type {string} */ (incoming.url));
    /** @type {(status: number, code: string, message: string) => ServerResponse} */
    const reject = (status, code, message) =>
      path.startsWith("/v1/") ? errorResponse(status, code, message) : textResponse(status, message);
    const problem = crossOriginProblem(incoming, hosts);
    if (problem !== undefined)
      return reject(403, "request_refused", `The admin page's server rejects this request: ${problem}`);
    const token = path === "/" ? new URLSearchParams(query).get("token") : null;
    // The redirect removes the token from the address bar and from screenshots.
    if (token !== null && session.isToken(token))
      return { status: 303, headers: { location: "/", "set-cookie": session.cookie } };
    if (!session.isSignedIn(incoming.headers.cookie)) return reject(401, "not_signed_in", NOT_SIGNED_IN);
    return handle(incoming, path, query, signal);
  }

  const server = createServer(async (incoming, outgoing) => {
    const controller = new AbortController();
    outgoing.once("close", () => controller.abort());
    const { status, headers, body } = await checkAndHandle(incoming, controller.signal).catch(() =>
      textResponse(500, "The admin page's server failed."),
    );
    incoming.resume(); // drops what has not been read of the body
    outgoing.writeHead(status, { ...SECURITY_HEADERS, "cache-control": "no-store", ...headers });
    outgoing.end(body);
  });
  const { address, close } = await startServer(server, port, LOOPBACK);
  hosts = allowedHosts(address.port);
  session = createSession(address.port);
  return { url: `http://${hosts[0]}/?token=${session.token}`, close };
}

const NOT_SIGNED_IN =
  "Open the URL that clerk-metadata admin printed, including its token. Each start prints another token.";

/**
 * The path and the query of a request target. The path is not normalized: no file has a path with dot segments.
 * @param {string} target
 */
function splitTarget(target) {
  const at = target.indexOf("?");
  return at < 0 ? [target] : [target.slice(0, at), target.slice(at + 1)];
}
