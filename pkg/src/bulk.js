export { createRateLimiter } from "./bulk/rate-limiter.js";
