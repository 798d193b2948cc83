// Runs a command while a server for the tests of the export runs: node tests/export/with-backend.mjs COMMAND
// [ARGUMENT…]. The variable CLERK_METADATA_TEST_URL of the command is the URL of the server.
//
//   /local/…          the local Backend API
//   /responses/N/…    the response of the case N of tests/fixtures/responses.json
//   /recorded/NAME/…  responds with a user, and records the request
//   /recorded/NAME    the requests that were recorded under this name since the last time
//   /broken-once/…    breaks the connection of every second request, beginning with the first
//   /silent/…         never responds
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { createLocalBackend } from "../../pkg/dist/local.js";

const RESPONSES = JSON.parse(readFileSync(new URL("../fixtures/responses.json", import.meta.url), "utf8"));
const USER = '{"object":"user","id":"user_1","first_name":"Ada"}';
/** The page of the tests has another origin. The Backend API, and the local one, send no such headers. */
const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "*",
  "access-control-allow-headers": "accept, authorization, clerk-api-version, content-type, user-agent",
  "access-control-expose-headers": "cf-ray, date, retry-after",
};

const backend = await createLocalBackend({ secretKey: "sk_test_local" });
const recorded = new Map();
let isBroken = false;

/** Each first segment of a path: `(rest of the path, request) => response`, or `undefined` for none. */
const ROUTES = {
  async local(path, { method, headers, body }) {
    const init = { method, headers, body: method === "GET" ? undefined : body };
    const response = await backend.fetch(`http://localhost${path}`, init);
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  },
  responses: (path) => RESPONSES[Number(path.split("/")[1])].response,
  recorded(path, request) {
    const [, name, ...rest] = path.split("/");
    const requests = recorded.get(name) ?? [];
    if (rest.length === 0) {
      recorded.delete(name);
      return { body: JSON.stringify(requests) };
    }
    recorded.set(name, [...requests, { ...request, path: `/${rest.join("/")}` }]);
    return { body: USER };
  },
  "broken-once"() {
    isBroken = !isBroken;
    return isBroken ? "broken" : { body: USER };
  },
  silent: () => undefined,
};

const server = createServer(async (incoming, outgoing) => {
  if (incoming.method === "OPTIONS") return outgoing.writeHead(204, CORS).end();
  const { method, url, headers } = incoming;
  const [, route, rest] = /^\/([^/]+)(.*)$/.exec(url);
  const response = await ROUTES[route](rest, { method, headers, body: await text(incoming) });
  if (response === "broken") return incoming.socket.destroy();
  if (response === undefined) return undefined;
  outgoing.writeHead(response.status ?? 200, { "content-type": "application/json", ...response.headers, ...CORS });
  return outgoing.end(response.body);
});
server.listen(0, "127.0.0.1");
await once(server, "listening");

const [command, ...args] = process.argv.slice(2);
const env = { ...process.env, CLERK_METADATA_TEST_URL: `http://127.0.0.1:${server.address().port}` };
const [status] = await once(spawn(command, args, { env, stdio: "inherit" }), "exit");
server.close();
server.closeAllConnections();
await backend.close();
process.exitCode = status ?? 1;
