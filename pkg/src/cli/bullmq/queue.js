// The queue of a job whose rows are sent by workers.
import { addressOf, reportConnection, withPeers } from "./options.js";

/** How often the progress is looked at, in milliseconds. */
const PROGRESS_INTERVAL = 5_000;

/**
 * `progress`: the counts of the rows that are done, which the caller updates.
 * @param {{ redis: string, name: string, print: (text: string) => void, progress: object }} options
 */
export async function openQueue({ redis, name, print, progress }) {
  const { Queue } = await withPeers(() => import("bullmq"));
  const { enqueueUsersMetadata } = await import("clerk-metadata/bullmq");
  const queue = new Queue(name, { connection: { url: redis } });
  queue.on("error", reportConnection(redis, print));
  let last = "";
  const timer = setInterval(async () => {
    const current = JSON.stringify(progress);
    if (current !== last) {
      last = current;
      return;
    }
    // A server may not tell its clients.
    const workers = await queue.getWorkersCount().catch(() => undefined);
    if (workers !== 0) return;
    clearInterval(timer);
    print(
      `No worker is connected to the queue ${name} at ${addressOf(redis)}. The rows wait until one is: worker --queue ${name}`,
    );
  }, PROGRESS_INTERVAL);
  return {
    /**
     * @param {any} rows
     * @param {import("../../../types/bullmq.js").EnqueueUsersOptions} options
     * @returns {import("../../../types/bulk-update.js").UpdateUsersRun<string>}
     */
    enqueue: (rows, options) => enqueueUsersMetadata(queue, rows, options),
    close() {
      clearInterval(timer);
      return queue.close();
    },
  };
}
