// The types of clerk-metadata/bullmq.
import { createPostgresBackend, Queue, type Worker } from "bullmq";
import { createClerkClient, type RateLimiter } from "clerk-metadata";
import { openJournal } from "clerk-metadata/bulk";
import {
  createRedisLimiter,
  createUsersMetadataWorker,
  enqueueUsersMetadata,
  type BulkSummary,
  type RedisRateLimiter,
} from "clerk-metadata/bullmq";
import { Redis } from "ioredis";

const limiter: RedisRateLimiter = createRedisLimiter({ connection: new Redis() });
createRedisLimiter({ connection: { host: "localhost", port: 6379, tls: {} }, rate: "60%", name: "eu", leaseMs: 5000 });
createRedisLimiter({ connection: "redis://localhost:6379", onError: (error) => console.error(error) });
// @ts-expect-error the connection is missing
createRedisLimiter({ rate: "60%" });
// @ts-expect-error an unknown option
createRedisLimiter({ connection: "redis://localhost:6379", rates: "60%" });

const clerk = createClerkClient({ limiter });
const background: RateLimiter = limiter.background;

export async function run(): Promise<BulkSummary> {
  const connection = { url: "redis://localhost:6379" };
  const worker: Worker = await createUsersMetadataWorker("metadata", {
    connection,
    clerk,
    limiter: background,
    concurrency: 100,
    lockDuration: 60_000,
  });
  await createUsersMetadataWorker("metadata", {
    connection: { connectionString: "postgres://localhost/app" },
    backend: createPostgresBackend,
    clerk,
    limiter: { max: 95, duration: 1000 },
  });
  // @ts-expect-error the client is missing
  await createUsersMetadataWorker("metadata", { connection });
  worker.on("completed", (job) => console.log(job.id));

  const queue = new Queue("metadata", { connection });
  const rows = [{ id: "user_1", publicMetadata: { plan: "pro" } }];
  const journal = await openJournal("journal.ndjson");
  const feed = enqueueUsersMetadata(queue, rows, {
    journal,
    maxAhead: 1000,
    maxFailed: 3,
    onDrift: "force",
    instance: "ins_1",
  });
  for await (const { row, status, error } of feed) {
    const id: string = row.id;
    console.log(id, status, error?.message);
  }
  // @ts-expect-error not a queue
  enqueueUsersMetadata({}, rows);
  // @ts-expect-error workers do not compute changes
  enqueueUsersMetadata(queue, rows, { onDrift: "recompute" });
  return await enqueueUsersMetadata(queue, ['{"id":"user_1","publicMetadata":{}}']).summary;
}
