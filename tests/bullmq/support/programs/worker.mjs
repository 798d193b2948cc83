// A worker: node worker.mjs API REDIS SETTINGS. SIGTERM closes it. The settings are options of the worker, `rate` and
// `leaseMs` those of the limiter, and `postgres: true` selects PostgreSQL.
import { createPostgresBackend } from "bullmq";
import { createClerkClient } from "clerk-metadata";
import { createRedisLimiter, createUsersMetadataWorker } from "clerk-metadata/bullmq";

const [apiUrl, connection, settings] = process.argv.slice(2);
const { secretKey = "sk_live_1", rate, leaseMs, postgres = false, ...options } = JSON.parse(settings);
const clerk = createClerkClient({ secretKey, apiUrl, timeout: 5_000 });
const limiter = rate === undefined ? options.limiter : createRedisLimiter({ connection, rate, leaseMs });
const worker = await createUsersMetadataWorker("metadata", {
  connection: postgres ? { connectionString: connection, migrate: true } : { url: connection },
  ...(postgres && { backend: createPostgresBackend }),
  clerk,
  ...options,
  limiter,
});
worker.on("error", (error) => process.send(["error", error?.code ?? error?.errors?.[0]?.code, String(error?.message)]));
process.on("SIGTERM", async () => {
  await worker.close();
  await limiter?.close?.();
  process.disconnect();
});
await worker.waitUntilReady();
process.send("ready");
worker.on("drained", () => process.send("drained"));
