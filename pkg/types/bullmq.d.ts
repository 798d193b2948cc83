// The types of clerk-metadata/bullmq.
import type { BackendFactory, IQueueBackend, Queue, Worker, WorkerOptions } from "bullmq";
import type { AnyMetadataRow, BulkCounts, BulkJournal, UpdateUsersRun, UserMetadataRows } from "./bulk-update.js";
import type { RateLimiterOptions, SharedRateLimiter } from "./bulk.js";
import type { ClerkClient } from "./client.js";
import type { RateLimiter } from "./rate-limiter.js";

export type { SharedRateLimiter } from "./bulk.js";
export type * from "./bulk-update.js";
export type * from "./rate-limiter.js";

/** A client of ioredis, such as `new Redis()` or `new Cluster(…)`. */
export interface RedisClient {
  /**
   * Runs a script that the server knows.
   *
   * @param args The digest of the script, and its arguments.
   */
  evalsha(...args: any[]): Promise<unknown>;
  /**
   * Runs a script.
   *
   * @param args The script, and its arguments.
   */
  eval(...args: any[]): Promise<unknown>;
}

/** The options of a connection of ioredis, of which these are the most common. */
export interface RedisConnectionOptions {
  /** The URL, such as `"redis://localhost:6379"`. */
  url?: string | undefined;
  /** The host. */
  host?: string | undefined;
  /** The port. */
  port?: number | undefined;
  [option: string]: unknown;
}

/** The options of {@link createRedisLimiter}. */
export interface RedisLimiterOptions {
  /** A client of ioredis, its options, or the URL of a Redis server. A client is not closed by `close()`. */
  connection: RedisClient | RedisConnectionOptions | string;
  /** As for `createRateLimiter`. All processes should use the same rate; each one stays below its own. */
  rate?: RateLimiterOptions["rate"];
  /**
   * A name for the Clerk instance, if several instances use the same Redis server. Limiters with the same name share
   * the slots; those for live and for test keys are always separate. Default: `"default"`.
   */
  name?: string | undefined;
  /**
   * How long a slot stays taken after its process has died, in milliseconds from 1000 to 600000. A process that lives
   * extends it. Default: 10000.
   */
  leaseMs?: number | undefined;
  /**
   * Called when the connection fails, and requests wait until it works again. Also called after the creation if the
   * package `ioredis` is not installed, and all requests reject with this error. Default: it is printed.
   *
   * @param error The error of ioredis.
   */
  onError?: ((error: unknown) => unknown) | undefined;
}

/** The result of {@link createRedisLimiter}. */
export type RedisRateLimiter = SharedRateLimiter & {
  /** Rejects the requests that wait, and closes the connection if the limiter has opened it. */
  close(): Promise<void>;
};

/**
 * Creates a rate limiter that processes on all machines share through a Redis server (5 or later). It works like
 * `createRateLimiter` of `clerk-metadata/bulk`, with the state in Redis and by the clock of the server. Pass it to the
 * clients of your apps and to workers: calls of apps are sent before those of workers.
 *
 * While Redis cannot be reached, requests wait; the signal of a call aborts the wait. It needs the package `ioredis`,
 * except if `connection` is a client.
 *
 * @param options See {@link RedisLimiterOptions}.
 * @throws {TypeError} An option is invalid.
 *
 * @example
 * ```ts
 * import { createClerkClient } from "clerk-metadata";
 * import { createRedisLimiter } from "clerk-metadata/bullmq";
 *
 * const limiter = createRedisLimiter({ connection: "redis://localhost:6379" });
 * const clerk = createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY, limiter });
 * ```
 */
export declare function createRedisLimiter(options: RedisLimiterOptions): RedisRateLimiter;

/** The options of {@link enqueueUsersMetadata}. */
export interface EnqueueUsersOptions {
  /**
   * Stores which rows were added and their outcomes, so that another run with the same rows adds none of them again.
   * `openJournal` of `clerk-metadata/bulk` returns one for a file. Default: nothing is stored.
   */
  journal?: BulkJournal | undefined;
  /** How many rows are in the queue at most. Default: 20000, which take less than 40 MB of Redis. */
  maxAhead?: number | undefined;
  /** No more rows are added if more fail, including those of earlier runs. Default: `Infinity`. */
  maxFailed?: number | undefined;
  /**
   * What happens if a stored value is not the `expected` one of the row. `"skip"`: the status is `"conflict"`.
   * `"force"`: the row is sent. Default: `"skip"`.
   */
  onDrift?: "skip" | "force" | undefined;
  /**
   * The ID of the Clerk instance that the rows are for, such as `ins_2abc` (`GET /v1/instance`). A worker with the key
   * of another instance does not perform them. Default: workers do not compare the instance.
   */
  instance?: string | undefined;
  /**
   * Adds no more rows. The iteration and `summary` reject with the `reason` of the signal. Workers still perform the
   * rows in the queue, whose outcomes another run with the same journal collects.
   */
  signal?: AbortSignal | undefined;
  /**
   * Called after rows have finished. If it throws or rejects, the run is not affected.
   *
   * @param progress The number of rows with each status so far.
   */
  onProgress?: ((progress: BulkCounts) => unknown) | undefined;
}

/**
 * Changes the metadata of many users by the workers of a queue of BullMQ (6 or later): adds a job for each row,
 * collects the outcomes, and removes the jobs. The next row of a user is added after the previous one has finished.
 *
 * @param queue The queue. Its workers are those of {@link createUsersMetadataWorker}.
 * @param rows The rows, as for `updateUsersMetadata` of `clerk-metadata/bulk`.
 * @param options See {@link EnqueueUsersOptions}.
 * @throws {TypeError} An argument is invalid.
 *
 * @example
 * ```ts
 * import { Queue } from "bullmq";
 * import { openJournal } from "clerk-metadata/bulk";
 * import { enqueueUsersMetadata } from "clerk-metadata/bullmq";
 *
 * const queue = new Queue("metadata", { connection: { url: "redis://localhost:6379" } });
 * const rows = [{ id: "user_1", publicMetadata: { plan: "pro" } }];
 * const journal = await openJournal("backfill.ndjson");
 * const { ok, failed } = await enqueueUsersMetadata(queue, rows, { journal }).summary;
 * ```
 */
export declare function enqueueUsersMetadata<Row extends AnyMetadataRow>(
  queue: Pick<Queue, "addBulk" | "getJobs" | "getJob" | "remove">,
  rows: UserMetadataRows<Row>,
  options?: EnqueueUsersOptions,
): UpdateUsersRun<Row>;

/** A limit of BullMQ: so many jobs are started in so many milliseconds. */
export interface QueueRateLimit {
  /** The number of jobs. */
  max: number;
  /** The period in milliseconds. */
  duration: number;
}

/** The options of {@link createUsersMetadataWorker}: its own, and those of a worker of BullMQ. */
export interface UsersMetadataWorkerOptions extends Omit<WorkerOptions<any>, "limiter" | "concurrency" | "connection"> {
  /** The connection of the queue. */
  connection: object | string;
  /** The client, which `createClerkClient` has returned. */
  clerk: ClerkClient;
  /**
   * `createRedisLimiter(…)`, which apps and workers share; with PostgreSQL, the limit of BullMQ, which counts the jobs
   * of the queue; or `false`, for example for a local Backend API. Default: the limiter of the client; without one,
   * `createRedisLimiter({ connection })`. Required with PostgreSQL.
   */
  limiter?: RateLimiter | QueueRateLimit | false | undefined;
  /** Whether a row is skipped if its values are stored already. Default: `true`. */
  skipUnchanged?: boolean | undefined;
  /**
   * The number of jobs at the same time, from 1 to 240. At most 100 changes are in flight. Default: 200, so that 100
   * users are read with one request while other rows are sent.
   */
  concurrency?: number | undefined;
  /** `createPostgresBackend` of BullMQ, if the queue is in PostgreSQL. Default: the queue is in Redis. */
  backend?: BackendFactory<IQueueBackend, any> | undefined;
}

/**
 * Creates a worker of BullMQ that performs the rows of a queue. It reads 100 users at a time, skips rows whose values
 * are stored, and stores the values before each change in the job, so that the change can be undone.
 *
 * A row that fails finally is a failed job, and does not affect others. If the key is rejected, or is one of another
 * instance than the rows are for (a `ClerkBulkError` with the code `other_instance`), the worker emits the event
 * `error` and pauses, and its jobs go back to the queue.
 *
 * @param name The name of the queue.
 * @param options See {@link UsersMetadataWorkerOptions}.
 * @throws {TypeError} An argument is invalid.
 *
 * @example
 * ```ts
 * import { createClerkClient } from "clerk-metadata";
 * import { createRedisLimiter, createUsersMetadataWorker } from "clerk-metadata/bullmq";
 *
 * const connection = { url: "redis://localhost:6379" };
 * const clerk = createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY });
 * const limiter = createRedisLimiter({ connection, rate: "60%" });
 * const worker = await createUsersMetadataWorker("metadata", { connection, clerk, limiter });
 * process.on("SIGTERM", () => worker.close());
 * ```
 */
export declare function createUsersMetadataWorker(name: string, options: UsersMetadataWorkerOptions): Promise<Worker>;
