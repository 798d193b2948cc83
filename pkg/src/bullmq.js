export { createRedisLimiter } from "./bullmq/redis-limiter.js";
