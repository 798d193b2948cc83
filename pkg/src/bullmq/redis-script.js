// Runs the script of the limiter in Redis: loads it again after a restart, and waits while there is no connection.
import source from "./limiter.lua";
import { importPeer } from "./peer.js";

/** Replies of a server that will be ready later: it loads its data, or another one takes over. */
const NOT_READY = /^(LOADING|BUSY|CLUSTERDOWN|MASTERDOWN|READONLY|TRYAGAIN|UNKILLABLE)\b/;
const RETRY_WAIT = 500;

/**
 * @param {any} connection A client of ioredis, its options, or a URL.
 * @param {((error: unknown) => unknown) | undefined} onError
 */
export function createRedisScript(connection, onError) {
  const isClient = typeof connection?.evalsha === "function";
  /** @type {Promise<any> | undefined} */
  let client = isClient ? Promise.resolve(connection) : undefined;
  /** @type {Promise<string> | undefined} */
  let digest;
  let isClosed = false;
  // At once, so that a missing package is reported before the first request.
  const imported = isClient ? undefined : importPeer("ioredis", "createRedisLimiter");
  imported?.catch((error) => (onError ? onError(error) : console.error(error)));

  async function connect() {
    const { Redis } = await imported;
    // A command waits for the connection, however long that takes.
    const options = { maxRetriesPerRequest: null, enableReadyCheck: true };
    const created =
      typeof connection === "string"
        ? new Redis(connection, options)
        : connection.url === undefined
          ? new Redis({ ...connection, ...options })
          : new Redis(connection.url, { ...connection, ...options });
    if (onError) created.on("error", (/** @type {unknown} */ error) => onError(error));
    return created;
  }

  /**
   * @param {string[]} keys
   * @param {unknown[]} args
   */
  async function evaluate(keys, args) {
    client ??= connect();
    digest ??= sha1(source);
    const redis = await client;
    const hash = await digest;
    try {
      return await redis.evalsha(hash, keys.length, ...keys, ...args);
    } catch (error) {
      if (!isReply(error) || !/^NOSCRIPT/.test(/** @type {any} */ (error).message)) throw error;
      return redis.eval(source, keys.length, ...keys, ...args);
    }
  }

  return {
    /**
     * Rejects only if Redis rejects the script, such as without the permission for it.
     * @param {string[]} keys
     * @param {unknown[]} args
     * @returns {Promise<any>}
     */
    async run(keys, args) {
      for (;;) {
        try {
          return await evaluate(keys, args);
        } catch (error) {
          const isFinal = isReply(error) && !NOT_READY.test(/** @type {any} */ (error).message);
          if (isFinal || isClosed || /** @type {any} */ (error)?.code === "ERR_MODULE_NOT_FOUND") throw error;
          if (isClient) onError?.(error);
        }
        await new Promise((resolve) => setTimeout(resolve, RETRY_WAIT));
      }
    },
    /** Ends the connection that this file has opened. */
    async close() {
      isClosed = true;
      if (!isClient && client !== undefined) (await client).disconnect();
    },
  };
}

/** Whether an error is a reply of the server. @param {any} error */
const isReply = (error) => error?.name === "ReplyError";

/** @param {string} text */
async function sha1(text) {
  const hash = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
