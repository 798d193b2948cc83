// The server of the crowd. It answers no one before all are there, and then the last one first.
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { HELD, kindOf } from "./calls.mjs";

/** Serves on a free port: `{ url, hung, close }`; `hung(n)` waits until n calls of no number are there. */
export async function startCrowdServer() {
  const held = [];
  let strays = 0;
  let tell = () => {};
  const server = createServer(async (incoming, outgoing) => {
    const number = Number(/user_(\d+)/.exec(incoming.url)?.[1] ?? NaN);
    if (Number.isNaN(number)) {
      strays += 1;
      return tell();
    }
    const body = JSON.parse(await text(incoming));
    const kind = kindOf(number);
    if (kind !== "answers" && kind !== "fails") return;
    held.push(() => {
      outgoing.writeHead(kind === "fails" ? 404 : 200, { "content-type": "application/json" });
      outgoing.end(
        JSON.stringify(
          kind === "fails"
            ? {
                errors: [{ code: "resource_not_found", message: `no user_${number}` }],
                clerk_trace_id: `trace_${number}`,
              }
            : { object: "user", id: `user_${number}`, ...body },
        ),
      );
    });
    if (held.length === HELD) for (const answer of held.reverse()) answer();
  });
  await new Promise((ready, failed) => server.once("error", failed).listen(0, "127.0.0.1", ready));
  const hung = (count) =>
    new Promise((there) => {
      tell = () => strays >= count && there();
      tell();
    });
  const close = () =>
    new Promise((closed) => {
      server.close(closed);
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${server.address().port}`, hung, close };
}
