// A thousand calls at once on one client, a third of which fail, hang or are aborted; and what each
// of them must give. No import of a host's own: it also runs in a Worker.

export const CALLS = 1000;
const KINDS = ["answers", "answers", "fails", "answers", "answers", "hangs", "answers", "answers", "is aborted"];

/** What becomes of a call, by its number. */
export const kindOf = (number) => KINDS[number % KINDS.length];

/** How many wait for each other at the server: the answers and the failures. */
export const HELD = Array.from({ length: CALLS }, (_, number) => kindOf(number)).filter(
  (kind) => kind === "answers" || kind === "fails",
).length;

/** What call `number` must give. */
export function expected(number) {
  switch (kindOf(number)) {
    case "answers":
      return { id: `user_${number}`, metadata: { number }, attempts: 1 };
    case "fails":
      return {
        error: "ClerkAPIResponseError",
        status: 404,
        message: `no user_${number}`,
        trace: `trace_${number}`,
        attempts: 1,
      };
    case "hangs":
      return { error: "ClerkConnectionError", code: "timeout", attempts: 1 };
    default:
      return { reason: `stop ${number}` };
  }
}

/** Makes the calls from one number to another, all at once: what each gave. */
export const makeCalls = (users, from, to) =>
  Promise.all(Array.from({ length: to - from }, (_, index) => makeCall(users, from + index)));

async function makeCall(users, number) {
  const kind = kindOf(number);
  const controller = new AbortController();
  const options = { maxRetries: 0, timeout: kind === "hangs" ? 100 : 60_000, signal: controller.signal };
  if (kind === "is aborted") setTimeout(() => controller.abort(`stop ${number}`), number % 50);
  try {
    const { data, response } = await users
      .updateUserMetadata(`user_${number}`, { publicMetadata: { number } }, options)
      .withResponse();
    return { id: data.id, metadata: data.publicMetadata, attempts: response.attempts };
  } catch (thrown) {
    if (typeof thrown === "string") return { reason: thrown };
    const { name, status, message, clerkTraceId, attempts, code } = thrown;
    if (code === "timeout") return { error: name, code, attempts };
    return { error: name, status, message, trace: clerkTraceId, attempts };
  }
}
