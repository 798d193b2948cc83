// The queue of a job whose rows are sent by workers.
import { reportConnection, withPeers } from "./options.js";

/**
 * @param {{ redis: string, name: string, print: (text: string) => void }} options
 */
export async function openQueue({ redis, name, print }) {
  const { Queue } = await withPeers(() => import("bullmq"));
  const { enqueueUsersMetadata } = await import("clerk-metadata/bullmq");
  const queue = new Queue(name, { connection: { url: redis } });
  queue.on("error", reportConnection(redis, print));
  return {
    /**
     * @param {any} rows
     * @param {import("../../../types/bullmq.js").EnqueueUsersOptions} options
     * @returns {import("../../../types/bulk-update.js").UpdateUsersRun<string>}
     */
    enqueue: (rows, options) => enqueueUsersMetadata(queue, rows, options),
    close: () => queue.close(),
  };
}
