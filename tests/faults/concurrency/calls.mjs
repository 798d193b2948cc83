// A thousand concurrent calls on one client, a third of which fail, hang or are aborted, and the expected
// outcome of each. No import of a runtime's modules: this also runs in a Worker.

export const CALLS = 1000;
const KINDS = ["succeeds", "succeeds", "fails", "succeeds", "succeeds", "hangs", "succeeds", "succeeds", "is aborted"];

/** The kind of outcome of a call. */
export const kindOf = (number) => KINDS[number % KINDS.length];

/** The number of calls that the server holds until all have arrived: those that succeed or fail. */
export const HELD_CALLS = Array.from({ length: CALLS }, (_, number) => kindOf(number)).filter(
  (kind) => kind === "succeeds" || kind === "fails",
).length;

/** The expected outcome of call `number`. */
export function expectedOutcome(number) {
  switch (kindOf(number)) {
    case "succeeds":
      return { id: `user_${number}`, metadata: { number }, attempts: 1 };
    case "fails":
      return {
        error: "ClerkAPIResponseError",
        status: 404,
        message: `no user_${number} (PATCH /v1/users/user_${number}/metadata)`,
        trace: `trace_${number}`,
        attempts: 1,
      };
    case "hangs":
      return { error: "ClerkConnectionError", code: "timeout", attempts: 1 };
    default:
      return { reason: `stop ${number}` };
  }
}

/** Makes the calls `from` to `to` concurrently, and returns their outcomes. */
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
