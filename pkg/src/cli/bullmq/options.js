// The options of commands that use a queue of BullMQ, and the queue itself.
import { BAD_INPUT, ExitError } from "../exit-status.js";

export const DEFAULT_QUEUE = "clerk-metadata";

/** @satisfies {Record<string, import("../types.js").Option>} */
export const QUEUE_OPTIONS = {
  redis: {
    type: "redis-url",
    env: "REDIS_URL",
    description: "URL of the Redis server, such as redis://localhost:6379.",
  },
  queue: {
    type: "queue-name",
    description: `Name of the queue. Each Clerk instance needs a queue of its own. Default: ${DEFAULT_QUEUE}.`,
  },
};

/** The address of a server, without the password. @param {string} redis */
export const addressOf = (redis) => new URL(redis).host;

/**
 * Prints each problem of a connection once, until it is another one.
 * @param {string} redis
 * @param {(text: string) => void} print
 */
export function reportConnection(redis, print) {
  let last = "";
  return (/** @type {any} */ error) => {
    const reason = String(error?.code ?? error?.message ?? error);
    if (reason === last) return;
    last = reason;
    print(`Redis at ${addressOf(redis)} cannot be reached (${reason}). Waiting until it can.`);
  };
}

/**
 * Imports an entry that needs BullMQ, or BullMQ.
 * @template T
 * @param {() => Promise<T>} load
 * @returns {Promise<T>}
 */
export async function withPeers(load) {
  try {
    return await load();
  } catch (error) {
    if (/** @type {any} */ (error)?.code !== "ERR_MODULE_NOT_FOUND") throw error;
    const message =
      "the packages bullmq and ioredis are not installed where clerk-metadata is. Install them together: npm install clerk-metadata bullmq ioredis";
    throw new ExitError(message, BAD_INPUT, error);
  }
}
