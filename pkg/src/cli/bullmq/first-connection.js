// Checks the Redis server before a command starts: a URL that can never work is an error, not a wait.
import { BAD_INPUT, ExitError, STOPPED } from "../exit-status.js";
import { addressOf, withPeers } from "./options.js";

/** @typedef {{ message: string, isFinal: boolean }} Problem */

/** How long the server may take to respond to the first command, in milliseconds. */
const TIME_LIMIT = 15_000;
const RETRY_WAIT = 500;
const CONNECT_TIMEOUT = 5_000;
/** Replies of a server that will be ready later. */
const NOT_READY = /^(LOADING|BUSY|CLUSTERDOWN|MASTERDOWN|READONLY|TRYAGAIN)\b/;

/**
 * Rejects if the packages are not installed, or if the server does not respond.
 * @param {string} redis
 */
export async function checkRedis(redis) {
  const [{ Redis }] = await withPeers(() => Promise.all([import("ioredis"), import("bullmq")]));
  const client = new Redis(redis, {
    maxRetriesPerRequest: null,
    retryStrategy: () => RETRY_WAIT,
    connectTimeout: CONNECT_TIMEOUT,
  });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Problem | undefined} */
  let last;
  try {
    /** @type {Problem | undefined} */
    const problem = await new Promise((resolve) => {
      const onError = (/** @type {unknown} */ error) => {
        last = problemOf(redis, error);
        if (last.isFinal) resolve(last);
      };
      client.on("error", onError);
      // A number of a database that does not exist is reported as an event only, before the reply.
      client.ping().then(() => resolve(last?.isFinal ? last : undefined), onError);
      timer = setTimeout(() => resolve(last ?? unreachable(redis, "no response")), TIME_LIMIT);
    });
    if (problem !== undefined)
      throw new ExitError(`${problem.message} Nothing was sent.`, problem.isFinal ? BAD_INPUT : STOPPED);
  } finally {
    clearTimeout(timer);
    client.disconnect();
  }
}

/**
 * @param {string} redis
 * @param {any} error
 * @returns {Problem}
 */
function problemOf(redis, error) {
  const message = String(error?.message ?? error);
  const final = (/** @type {string} */ text) => ({ message: text, isFinal: true });
  if (error?.name === "ReplyError" && !NOT_READY.test(message))
    return final(`Redis at ${addressOf(redis)} rejects the connection: ${message}. Correct --redis.`);
  if (/Unknown RESP type|^Protocol error/.test(message))
    return final(`The server at ${addressOf(redis)} is not a Redis server. Correct --redis.`);
  if (error?.code === "ERR_SSL_WRONG_VERSION_NUMBER" || error?.code === "EPROTO")
    return final(`The server at ${addressOf(redis)} does not use TLS. Correct --redis: redis:// is without TLS.`);
  return unreachable(redis, String(error?.code ?? message));
}

/**
 * @param {string} redis
 * @param {string} reason
 */
function unreachable(redis, reason) {
  // A Redis server without TLS waits for the rest of a command.
  const hint = redis.startsWith("rediss:") ? ", or use redis:// if it has no TLS" : "";
  const message = `Redis at ${addressOf(redis)} has not responded for ${TIME_LIMIT / 1000} seconds (${reason}). Start it, or correct --redis${hint}.`;
  return { message, isFinal: false };
}
