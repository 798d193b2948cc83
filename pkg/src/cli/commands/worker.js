import { connect } from "../client/connect.js";
import { CLIENT_ENVIRONMENT, CLIENT_OPTIONS, QUIET_OPTION } from "../client/options.js";
import { checkRedis } from "../bullmq/first-connection.js";
import { addressOf, DEFAULT_QUEUE, QUEUE_OPTIONS, reportConnection } from "../bullmq/options.js";
import { ExitError, STOPPED } from "../exit-status.js";
import { handleInterrupts } from "../jobs/interrupt.js";
import { RATE_OPTION } from "../jobs/options.js";
import { countText, startProgress } from "../progress.js";
import { UsageError } from "../usage-error.js";

/** How long connections may take to close if no row has started, in milliseconds. Without a server, they never do. */
const CLOSE_LIMIT = 3_000;

/** @type {import("../types.js").Command} */
const command = {
  summary: "Send the rows of a queue of BullMQ",
  description: [
    "Runs until Ctrl-C or SIGTERM, which wait for the rows that have started. Start workers on as many machines as you like: with the same --redis and --limiter, all of them share one rate, also with apps that use createRedisLimiter.",
    "apply --engine bullmq adds the rows of a job to the queue. It needs the packages bullmq and ioredis.",
  ],
  options: {
    ...QUEUE_OPTIONS,
    concurrency: {
      type: "integer",
      min: 1,
      max: 240,
      default: 200,
      description: "Rows at the same time. At most 100 changes are in flight.",
    },
    ...RATE_OPTION,
    limiter: {
      type: "limiter-name",
      default: "default",
      description: "Name of the shared rate limiter. Each Clerk instance needs one of its own.",
    },
    quiet: QUIET_OPTION,
    ...CLIENT_OPTIONS,
  },
  environment: CLIENT_ENVIRONMENT,
  examples: ["npx clerk-metadata worker --redis redis://localhost:6379"],

  async run(values) {
    const { redis, queue = DEFAULT_QUEUE, concurrency, rate, limiter: name, quiet: isQuiet } = values;
    if (redis === undefined)
      throw new UsageError("--redis is missing. Set it, or the variable REDIS_URL.", {
        command: "worker",
        option: "redis",
      });
    await checkRedis(redis);
    const { clerk } = await connect(values, "worker", { isQuiet });
    const { createRedisLimiter, createUsersMetadataWorker } = await import("clerk-metadata/bullmq");
    let done = 0;
    let failed = 0;
    const progress = startProgress(() => [`worker  ${countText(done)} rows done`, `failed ${countText(failed)}`], {
      isQuiet,
    });
    const onError = reportConnection(redis, progress.print);
    const limiter = createRedisLimiter({ connection: redis, rate, name, onError });
    const worker = await createUsersMetadataWorker(queue, { connection: { url: redis }, clerk, limiter, concurrency });
    /** The jobs that have started. */
    const active = new Set();
    worker.on("active", ({ id }) => active.add(id));
    worker.on("completed", ({ id }) => {
      active.delete(id);
      done++;
    });
    worker.on("failed", (job) => {
      active.delete(job?.id);
      failed++;
    });
    /** @type {ExitError | undefined} */
    let stopped;
    await new Promise((resolve) => {
      const interrupts = handleInterrupts({
        onFirst() {
          progress.print(
            "Stopping after the rows that have started. Press Ctrl-C again to end now: their jobs are done by another worker.",
          );
          resolve(undefined);
        },
        onSecond() {},
      });
      worker.on("error", (/** @type {any} */ error) => {
        const reason = stopReason(error);
        if (reason === undefined) return onError(error);
        stopped ??= new ExitError(`Stopped, because ${reason} The rows are still in the queue.`, STOPPED, error);
        interrupts.remove();
        resolve(undefined);
      });
      if (!isQuiet) console.error(`Sending the rows of the queue ${queue} at ${addressOf(redis)}.`);
    });
    // The rows of a worker that has stopped are back in the queue.
    const isClosed = await closed(worker, () => stopped !== undefined || active.size === 0);
    await limiter.close();
    progress.stop();
    if (!isClosed) setImmediate(() => process.exit());
    if (stopped !== undefined) throw stopped;
    console.log(`${countText(done)} rows done, ${countText(failed)} failed.`);
  },
};
export default command;

/**
 * Closes a worker. Resolves to `false` if its connections cannot be closed and no row is in progress.
 * @param {{ close(): Promise<unknown> }} worker
 * @param {() => boolean} isIdle
 * @returns {Promise<boolean>}
 */
function closed(worker, isIdle) {
  return new Promise((resolve, reject) => {
    const timer = setInterval(() => isIdle() && resolve(false), CLOSE_LIMIT);
    worker
      .close()
      .then(() => resolve(true), reject)
      .finally(() => clearInterval(timer));
  });
}

/**
 * Why a worker cannot send any row. `undefined` for other errors, which pass.
 * @param {any} error
 */
function stopReason(error) {
  if (error?.code === "other_instance") return error.message.replace(/^createUsersMetadataWorker: /, "");
  if (error?.status === 401 || error?.status === 403) return `the Backend API rejected the key: ${error.message}`;
  return undefined;
}
