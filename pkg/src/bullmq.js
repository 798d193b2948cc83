export { enqueueUsersMetadata } from "./bullmq/enqueue-users.js";
export { createRedisLimiter } from "./bullmq/redis-limiter.js";
export { createUsersMetadataWorker } from "./bullmq/worker.js";
