// The server of the admin page. A request comes to what it asks for only past three gates:
//
//   guard.js ──► session.js ──► static.js    the page
//   its origin   its token  ├─► /admin.json  which mode it starts in
//                           └─► forward.js   calls to the Backend API
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { readRequestBody, startServer } from "../../local/http-server.js";
import { ALWAYS, json, refusal, text } from "./answers.js";
import { createForward } from "./forward.js";
import { hostsOf, whyForeign } from "./guard.js";
import { createSession } from "./session.js";
import { staticFiles } from "./static.js";

/** Room for three metadata fields of 8 KB, with their escapes and what deletes keys. */
const MAX_BODY_BYTES = 256 * 1024;
const LOOPBACK = "127.0.0.1";

/** Beside cli.js, where the build puts it. */
const PAGE = fileURLToPath(new URL("./admin/", import.meta.url));

/** Serves until it is closed; without a backend the page has its sandbox only. */
export async function serve({ port, backend }) {
  const files = staticFiles(PAGE);
  const forward = backend && createForward(backend);
  const about = backend && {
    mode: "live",
    instance: backend.instance,
    apiUrl: backend.apiUrl,
    apiVersion: backend.apiVersion,
  };
  let hosts, session;

  /** The answer to what is asked for, once it is known who asks. */
  async function answer(incoming, path, query, signal) {
    if (path.startsWith("/v1/") && forward) {
      const { bytes: body, isTooLarge } = await readRequestBody(incoming, MAX_BODY_BYTES);
      if (isTooLarge)
        return refusal(
          413,
          "request_body_too_large",
          `The request body exceeds the maximum allowed size of ${MAX_BODY_BYTES} bytes.`,
        );
      return forward({ method: incoming.method, path, query, type: incoming.headers["content-type"], body }, signal);
    }
    if (incoming.method !== "GET" && incoming.method !== "HEAD") return text(405, "This path takes GET only.");
    if (path === "/admin.json" && about) return json(200, about);
    return files(path) ?? text(404, "There is nothing here.");
  }

  async function gated(incoming, signal) {
    const [path, query = ""] = split(incoming.url);
    const refused = (status, code, message) =>
      path.startsWith("/v1/") ? refusal(status, code, message) : text(status, message);
    const foreign = whyForeign(incoming, hosts);
    if (foreign !== undefined)
      return refused(403, "request_refused", `The admin page's server refuses this request: ${foreign}`);
    const token = path === "/" ? new URLSearchParams(query).get("token") : null;
    // Away from an address that could be left lying about, in the history or in a screenshot.
    if (token !== null && session.isToken(token))
      return { status: 303, headers: { location: "/", "set-cookie": session.cookie } };
    if (!session.isSignedIn(incoming.headers.cookie)) return refused(401, "not_signed_in", NOT_SIGNED_IN);
    return answer(incoming, path, query, signal);
  }

  const server = createServer(async (incoming, outgoing) => {
    const left = new AbortController();
    outgoing.once("close", () => left.abort());
    const { status, headers, body } = await gated(incoming, left.signal).catch(() =>
      text(500, "The admin page's server failed."),
    );
    incoming.resume(); // what is left of a body that nobody wanted
    outgoing.writeHead(status, { ...ALWAYS, "cache-control": "no-store", ...headers });
    outgoing.end(body);
  });
  const { address, close } = await startServer(server, port, LOOPBACK);
  hosts = hostsOf(address.port);
  session = createSession(address.port);
  return { url: `http://${hosts[0]}/?token=${session.token}`, close };
}

const NOT_SIGNED_IN =
  "Open the address that clerk-metadata admin has printed, with its token. Each start has another one.";

/** The path as it came, and the query. Nothing is resolved: a path with a dot segment is no path here. */
function split(target) {
  const at = target.indexOf("?");
  return at < 0 ? [target] : [target.slice(0, at), target.slice(at + 1)];
}
