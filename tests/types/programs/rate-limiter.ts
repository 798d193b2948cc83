// The types of clerk-metadata/bulk, and of limiters.
import { createClerkClient, type RateLimitedOutcome, type RateLimiter } from "clerk-metadata";
import { createRateLimiter, type RequestRate, type SharedRateLimiter } from "clerk-metadata/bulk";

const limiter: SharedRateLimiter = createRateLimiter();
createRateLimiter({});
createRateLimiter({ rate: "60%" });
createRateLimiter({ rate: "12.5%" });
createRateLimiter({ rate: undefined });
const rate: RequestRate = { requests: 800, seconds: 10 };
createRateLimiter({ rate });
// @ts-expect-error a percentage has a percent sign
createRateLimiter({ rate: "60" });
// @ts-expect-error a number has no unit
createRateLimiter({ rate: 60 });
// @ts-expect-error the period is missing
createRateLimiter({ rate: { requests: 800 } });
// @ts-expect-error an unknown option
createRateLimiter({ rates: "60%" });

const clerk = createClerkClient({ limiter });
export const call = clerk.users.getUser("user_1", { limiter: limiter.background, timeout: 1000 });
createClerkClient({ limiter: undefined });
createClerkClient({ coalesce: true });
createClerkClient({ coalesce: undefined, limiter });
// @ts-expect-error not a boolean
createClerkClient({ coalesce: "yes" });
// @ts-expect-error an option of the client, not of a call
clerk.users.updateUserMetadata("user_1", { publicMetadata: {} }, { coalesce: true });
// @ts-expect-error a limiter is a function
createClerkClient({ limiter: { schedule() {} } });
// @ts-expect-error a limiter resolves to the outcome
createClerkClient({ limiter: async () => {} });

/** A custom limiter. */
export const loggingLimiter: RateLimiter = async ({ method, url, isLive, signal }, send) => {
  const info: [string, string, boolean, AbortSignal | undefined] = [method, url, isLive, signal];
  const outcome = await send();
  const status: number | undefined = outcome.status;
  const retryAfter: string | undefined = outcome.retryAfter;
  void [info, status, retryAfter];
  return outcome;
};
createClerkClient({ limiter: loggingLimiter });
createClerkClient({ limiter: (_request, send) => send() });

/** Limiters can be called directly, with any outcome. */
export async function direct(): Promise<number> {
  const request = { method: "GET", url: "https://api.clerk.com/v1/users", isLive: true };
  const outcome = await limiter(request, async () => ({ status: 200, body: "" }) satisfies RateLimitedOutcome & { body: string });
  return outcome.body.length;
}
