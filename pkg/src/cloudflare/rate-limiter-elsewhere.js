// RateLimiter outside of workerd, which alone has Durable Objects. There, rate-limiter-object.js is loaded instead.
import { nameClass } from "../name-class.js";

export const RateLimiter = /* @__PURE__ */ nameClass(
  "RateLimiter",
  class {
    constructor() {
      throw new Error(
        "RateLimiter of clerk-metadata/cloudflare is a Durable Object, and runs in Workers only. If this is one, bundle it " +
          "with the conditions that Wrangler sets, such as esbuild --conditions=workerd,worker",
      );
    }
  },
);
