import { errorMessage } from "../bulk/error-message.js";
import { isClient } from "../bulk/requests.js";
import { createRateLimiter } from "../bulk/rate-limiter.js";
import { importPeer } from "./peer.js";
import { createRedisLimiter } from "./redis-limiter.js";
import { createInstanceCheck } from "./instance-check.js";
import { createRowPerformer, RunStopped } from "./row-performer.js";

/** @import { UsersMetadataWorkerOptions } from "../../types/bullmq.js" */
/** @import { JobFailure, RowJob, RowJobData } from "./types.js" */

/** So that a run has 100 users to read while it sends the changes of 100 others. */
const DEFAULT_CONCURRENCY = 200;
const MAX_CONCURRENCY = 240;
/** How often a job is taken over from a worker that has died. BullMQ's default is 1. */
const MAX_STALLED_COUNT = 100;
/** The pause after a 429 without `Retry-After`, in seconds. */
const DEFAULT_RETRY_AFTER = 10;
const STORE_ATTEMPTS = 10;

/**
 * Creates a worker of BullMQ that sends the rows of a queue.
 * @param {string} name Of the queue.
 * @param {UsersMetadataWorkerOptions} options
 * @returns {Promise<any>}
 */
export async function createUsersMetadataWorker(name, options) {
  const { clerk, limiter, skipUnchanged, concurrency, backend, ...others } = readOptions(name, options);
  const { connection } = others;
  const { Queue, UnrecoverableError, WaitingError, Worker } = await importPeer("bullmq", "createUsersMetadataWorker");
  const isQueueLimiter = typeof limiter === "object";
  const needsLimiter = limiter === undefined && limiterOf(clerk) === undefined;
  // The limiter would report a missing package after the worker has started.
  if (needsLimiter) await importPeer("ioredis", "createUsersMetadataWorker");
  const ownLimiter = needsLimiter ? createRedisLimiter({ connection: /** @type {any} */ (connection) }) : undefined;
  // The limiter of a queue counts jobs. That of a process also counts the changes of one user.
  const requestLimiter = isQueueLimiter ? createRateLimiter({ rate: "100%" }) : (limiter ?? ownLimiter);
  const backendArguments = backend === undefined ? [] : [backend];
  /** Pauses all workers of the queue. @type {any} */
  let queue;

  /** @param {number | undefined} retryAfter */
  async function pauseQueue(retryAfter = DEFAULT_RETRY_AFTER) {
    // With a shared limiter, all its clients pause.
    if (!isQueueLimiter) return;
    queue ??= new Queue(name, { connection, prefix: others.prefix, skipMetasUpdate: true }, ...backendArguments);
    await queue.rateLimit(Math.max(retryAfter, 1) * 1000);
  }

  const requireInstance = createInstanceCheck(clerk);
  const performer = createRowPerformer(clerk, requestLimiter, skipUnchanged, pauseQueue);

  /**
   * @param {RowJob} job
   * @param {string} token
   */
  async function process(job, token) {
    const { row, before, instance } = readData(job.data);
    let outcome;
    try {
      if (instance !== undefined) await requireInstance(instance, () => worker.closing !== undefined);
      outcome = await performer.perform(row, (line) => storeBefore(job, line));
    } catch (error) {
      if (!(error instanceof RunStopped)) throw asFinal(error);
      // No other row would succeed. This one is done later, by this worker after `resume()`, or by another one.
      if (!worker.isPaused() && error.cause !== undefined) {
        worker.emit("error", error.cause);
        await worker.pause(true);
      }
      await job.moveToWait(token);
      throw new WaitingError();
    }
    const { id, status, code = "unknown_error", error, undo } = outcome;
    if (status === "failed") {
      /** @type {JobFailure} */
      const failure = { code, traceId: error?.clerkTraceId };
      await job.updateProgress(failure);
      throw asFinal(error);
    }
    // A worker that died after it has sent the change.
    return { status: status === "same" && before !== undefined ? "recovered" : status, id, ...undo };
  }

  /** The number of a row in an error is that in this process. @param {any} error */
  const asFinal = (error) => {
    const message = errorMessage(error).replace(/^rows\[\d+\](\.|: )?/, "");
    return Object.assign(new UnrecoverableError(message), { cause: error });
  };

  const worker = new Worker(
    name,
    process,
    {
      maxStalledCount: MAX_STALLED_COUNT,
      ...others,
      concurrency,
      ...(isQueueLimiter && { limiter }),
    },
    ...backendArguments,
  );
  worker.on("closed", () => {
    performer.close();
    ownLimiter?.close();
    queue?.close();
  });
  return worker;
}

/** The limiter of a client. @param {any} clerk */
function limiterOf(clerk) {
  let limiter;
  clerk[Symbol.for("clerk-metadata.textCalls")]((/** @type {any} */ clientOptions) => {
    ({ limiter } = clientOptions);
    return clientOptions;
  });
  return limiter;
}

/**
 * The row of a job, and the before-image that an earlier worker has stored. A job that was added by another program may
 * be the row itself.
 * @param {any} data
 * @returns {RowJobData}
 */
const readData = (data) => (data?.row === undefined ? { row: data } : data);

/**
 * @param {RowJob} job
 * @param {string} line
 */
async function storeBefore(job, line) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await job.updateData({ ...readData(job.data), before: line });
    } catch (error) {
      // Somebody has removed the job.
      if (/missing key|not found/i.test(/** @type {any} */ (error)?.message)) return;
      if (attempt === STORE_ATTEMPTS) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

/**
 * @param {any} name
 * @param {any} options
 */
function readOptions(name, options) {
  /** @type {(problem: string) => never} */
  const reject = (problem) => {
    throw new TypeError(`createUsersMetadataWorker: ${problem}`);
  };
  if (typeof name !== "string" || name === "")
    reject('the first argument must be the name of a queue, such as "metadata".');
  if (typeof options !== "object" || options === null || Array.isArray(options))
    reject("the second argument must be an object such as { connection, clerk, limiter }.");
  const { clerk, limiter, skipUnchanged = true, concurrency = DEFAULT_CONCURRENCY, backend } = options;
  if (!isClient(clerk)) reject("clerk must be a client that createClerkClient of clerk-metadata returned.");
  if (typeof options.connection !== "object" && typeof options.connection !== "string")
    reject('connection must be that of the queue, such as { url: "redis://localhost:6379" }.');
  const isQueueLimiter = typeof limiter?.max === "number" && typeof limiter.duration === "number";
  if (limiter !== undefined && limiter !== false && typeof limiter !== "function" && !isQueueLimiter)
    reject("limiter must be createRedisLimiter(…), that of BullMQ, such as { max: 95, duration: 1000 }, or false.");
  if (limiter === undefined && backend !== undefined)
    reject("limiter: pass that of BullMQ, such as { max: 95, duration: 1000 }, because PostgreSQL has no other.");
  if (backend !== undefined && typeof backend !== "function")
    reject("backend must be a function, such as createPostgresBackend of bullmq.");
  if (typeof skipUnchanged !== "boolean") reject("skipUnchanged must be true or false.");
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > MAX_CONCURRENCY)
    reject(`concurrency must be a whole number of jobs from 1 to ${MAX_CONCURRENCY}.`);
  const isUrl = typeof options.connection === "string" && backend === undefined;
  return { ...options, skipUnchanged, concurrency, ...(isUrl && { connection: { url: options.connection } }) };
}
