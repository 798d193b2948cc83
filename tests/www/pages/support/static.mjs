// A static host: the files of a folder, with the policy of the page's own server. `handle(request, response)` runs
// first and returns whether it has responded.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const DIST = fileURLToPath(new URL("../../../../www/dist", import.meta.url));
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css" };

export const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src 'self' data: https:; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Serves until it is closed, below a path such as "/some/where". A `policy` of null is not sent. */
export async function serve({ below = "", folder = DIST, policy = POLICY, handle } = {}) {
  const server = createServer(async (request, response) => {
    if (await handle?.(request, response)) return;
    const { pathname } = new URL(request.url, "http://host");
    const path = normalize(pathname.slice(below.length));
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    if (!pathname.startsWith(below) || !file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404, { "content-type": "text/html" }).end("<p>Not here</p>");
      return;
    }
    response.writeHead(200, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      ...(policy && { "content-security-policy": policy }),
      "x-content-type-options": "nosniff",
    });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}${below}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
