// The local Backend API of the packed tarball, on a port, and before it what keeps the requests and can
// answer 429 in its place.
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

export const SECRET_KEY = "sk_test_7dO2kQ9frameworks4vXh1Zc";

/** Hop by hop, or made anew by `fetch` and by the server. */
const OWN_HEADERS = ["connection", "content-length", "host", "keep-alive", "transfer-encoding"];
const passed = (headers) => Object.fromEntries([...headers].filter(([name]) => !OWN_HEADERS.includes(name)));

const TOO_MANY = {
  errors: [
    {
      code: "too_many_requests",
      message: "Too many requests",
      long_message: "Too many requests. Please try again in a bit.",
    },
  ],
};

/** `{ url, users, requests, refuseOnce, down, close }`; `entry` is the file of `clerk-metadata/local`. */
export async function startBackend(entry) {
  const { createLocalBackend } = await import(pathToFileURL(entry).href);
  const backend = await createLocalBackend({ secretKey: SECRET_KEY, rateLimit: false });
  const api = await backend.listen();
  const requests = [];
  let refusals = 0;

  const server = createServer(async (incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const body = await text(incoming);
    requests.push({ method, path, authorization: headers.authorization, body });
    if (refusals > 0) {
      refusals -= 1;
      outgoing.writeHead(429, { "content-type": "application/json", "retry-after": "0" }).end(JSON.stringify(TOO_MANY));
      return;
    }
    const answer = await fetch(api.url + path, {
      method,
      headers: passed(Object.entries(headers)),
      body: body === "" ? undefined : body,
    });
    outgoing.writeHead(answer.status, passed(answer.headers)).end(await answer.text());
  });
  await new Promise((ready, failed) => server.once("error", failed).listen(0, "127.0.0.1", ready));

  /** Nobody listens any more. */
  const down = () =>
    new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    users: backend.users,
    requests,
    refuseOnce: () => (refusals = 1),
    down,
    async close() {
      if (server.listening) await down();
      await api.close();
      await backend.close();
    },
  };
}
