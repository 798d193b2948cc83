// The server of the concurrency suite. It holds every response until all requests have arrived, and then
// responds in reverse order.
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { HELD_CALLS, kindOf } from "./calls.mjs";

/**
 * Listens on a free port: `{ url, waitForUnanswered, close }`. Calls without a number never get a response;
 * `waitForUnanswered(n)` waits until n of them have arrived.
 */
export async function startConcurrencyServer() {
  const heldResponses = [];
  let unanswered = 0;
  let onUnanswered = () => {};
  const server = createServer(async (incoming, outgoing) => {
    const number = Number(/user_(\d+)/.exec(incoming.url)?.[1] ?? NaN);
    if (Number.isNaN(number)) {
      unanswered += 1;
      return onUnanswered();
    }
    const body = JSON.parse(await text(incoming));
    const kind = kindOf(number);
    if (kind !== "succeeds" && kind !== "fails") return;
    heldResponses.push(() => {
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
    if (heldResponses.length === HELD_CALLS) for (const respond of heldResponses.reverse()) respond();
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const waitForUnanswered = (count) =>
    new Promise((resolve) => {
      onUnanswered = () => unanswered >= count && resolve();
      onUnanswered();
    });
  const close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${server.address().port}`, waitForUnanswered, close };
}
