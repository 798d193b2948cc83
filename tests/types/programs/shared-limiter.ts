// limiterFrom and RateLimiter of clerk-metadata/cloudflare, without the types of Workers.
import { createClerkClient, type RateLimiter as Limiter } from "clerk-metadata";
import {
  ClerkRateLimiterError,
  type ClerkRateLimiterErrorCode,
  clerkClient,
  isClerkRateLimiterError,
  type LimiterFromOptions,
  limiterFrom,
  RateLimiter,
  type RateLimiterNamespace,
  type SharedRateLimiter,
} from "clerk-metadata/cloudflare";

declare const namespace: RateLimiterNamespace;
const env = { CLERK_SECRET_KEY: "sk_test_1", CLERK_RATE_LIMITER: namespace };

export const limiter: SharedRateLimiter = limiterFrom(env);
export const background: Limiter = limiterFrom(env, { rate: "80%", name: "shop", maxWait: 60 }).background;
limiterFrom(env, { rate: { requests: 800, seconds: 10 }, waitUntil: (promise) => void promise.then(() => {}) });
const options: LimiterFromOptions = { maxWait: undefined };
createClerkClient({ limiter: limiterFrom(env, options) });
clerkClient(env, { limiter: limiter.background, maxRetries: 0 });

// @ts-expect-error the binding is missing
limiterFrom({ CLERK_SECRET_KEY: "sk_test_1" });
// @ts-expect-error not a namespace
limiterFrom({ CLERK_RATE_LIMITER: "RateLimiter" });
// @ts-expect-error an unknown option
limiterFrom(env, { rates: "60%" });
// @ts-expect-error a number of seconds
limiterFrom(env, { maxWait: "60" });
// @ts-expect-error the runtime creates the object
new RateLimiter();

/** The delay of a retry. */
export function delayOf(error: unknown): number | undefined {
  if (!isClerkRateLimiterError(error)) return undefined;
  const code: ClerkRateLimiterErrorCode = error.code;
  const name: "ClerkRateLimiterError" = error.name;
  void [code, name];
  return error.retryAfter;
}
new ClerkRateLimiterError("test", { code: "max_wait", retryAfter: 10, cause: new Error("test") });
// @ts-expect-error an unknown code
new ClerkRateLimiterError("test", { code: "timeout", retryAfter: 10 });
