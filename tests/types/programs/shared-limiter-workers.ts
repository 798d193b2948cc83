// The same with the types of Workers, as `wrangler types` uses them.
import { limiterFrom, RateLimiter } from "clerk-metadata/cloudflare";

export { RateLimiter };
/** A class of the app with the same name as the binding expects. */
export class AppRateLimiter extends RateLimiter {}

interface Env {
  CLERK_RATE_LIMITER: DurableObjectNamespace<RateLimiter>;
}
interface UntypedEnv {
  CLERK_RATE_LIMITER: DurableObjectNamespace;
}

export default {
  async fetch(_request, env, ctx) {
    const limiter = limiterFrom(env, { waitUntil: (promise) => ctx.waitUntil(promise) });
    const outcome = await limiter({ method: "GET", url: "https://api.clerk.com", isLive: true }, async () => ({}));
    return Response.json(outcome);
  },
} satisfies ExportedHandler<Env>;

export const fromUntyped = (env: UntypedEnv) => limiterFrom(env);
export const implemented: (context: DurableObjectState) => DurableObject = (context) => new RateLimiter(context);
