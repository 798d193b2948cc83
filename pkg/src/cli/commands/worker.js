import { connect } from "../client/connect.js";
import { CLIENT_ENVIRONMENT, CLIENT_OPTIONS, QUIET_OPTION } from "../client/options.js";
import { addressOf, QUEUE_OPTIONS, reportConnection, withPeers } from "../bullmq/options.js";
import { ExitError, STOPPED } from "../exit-status.js";
import { handleInterrupts } from "../jobs/interrupt.js";
import { RATE_OPTION } from "../jobs/options.js";
import { countText, startProgress } from "../progress.js";
import { UsageError } from "../usage-error.js";

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
      type: "string",
      placeholder: "NAME",
      default: "default",
      description: "Name of the shared rate limiter. Each Clerk instance needs one of its own.",
    },
    quiet: QUIET_OPTION,
    ...CLIENT_OPTIONS,
  },
  environment: CLIENT_ENVIRONMENT,
  examples: ["npx clerk-metadata worker --redis redis://localhost:6379"],

  async run(values) {
    const { redis, queue, concurrency, rate, limiter: name, quiet: isQuiet } = values;
    if (redis === undefined)
      throw new UsageError("--redis is missing. Set it, or the variable REDIS_URL.", {
        command: "worker",
        option: "redis",
      });
    const { clerk } = await connect(values, "worker", { isQuiet });
    const { createRedisLimiter, createUsersMetadataWorker } = await import("clerk-metadata/bullmq");
    let done = 0;
    let failed = 0;
    const progress = startProgress(() => [`worker  ${countText(done)} rows done`, `failed ${countText(failed)}`], {
      isQuiet,
    });
    const onError = reportConnection(redis, progress.print);
    const limiter = createRedisLimiter({ connection: redis, rate, name, onError });
    const worker = await withPeers(() =>
      createUsersMetadataWorker(queue, { connection: { url: redis }, clerk, limiter, concurrency }),
    );
    worker.on("completed", () => done++);
    worker.on("failed", () => failed++);
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
        if (error?.status !== 401 && error?.status !== 403) return onError(error);
        const message = `Stopped, because the Backend API rejected the key: ${error.message} The rows are still in the queue.`;
        stopped ??= new ExitError(message, STOPPED, error);
        interrupts.remove();
        resolve(undefined);
      });
      if (!isQuiet) console.error(`Sending the rows of the queue ${queue} at ${addressOf(redis)}.`);
    });
    await worker.close();
    await limiter.close();
    progress.stop();
    if (stopped !== undefined) throw stopped;
    console.log(`${countText(done)} rows done, ${countText(failed)} failed.`);
  },
};
export default command;
