// The rate limiter that processes share through Redis. limiter.lua decides; this file asks it, and sends.
import { abortReason, onAbort } from "../abort.js";
import { readRate } from "../bulk/rate.js";
import { createRedisScript } from "./redis-script.js";
import { retryAfterMs } from "./retry-after.js";

/** @import { RedisLimiterOptions, RedisRateLimiter } from "../../types/bullmq.js" */
/** @import { RateLimitedOutcome, RateLimiter } from "../../types/rate-limiter.js" */

/** @typedef {{ user: string, grant(number: number): void, fail(error: unknown): void }} Waiting */

/** The user whose metadata a request changes. */
const USER = /\/users\/([^/?#]+)\/metadata$/;
const OPTIONS = ["connection", "rate", "name", "leaseMs", "onError"];
const DEFAULT_NAME = "default";
const DEFAULT_LEASE = 10_000;
const MIN_LEASE = 1_000;
const MAX_LEASE = 600_000;
/** How many requests of a process ask Redis at the same time: as many as the pace allows to be sent at once. */
const ASKERS = 3;

/**
 * @param {RedisLimiterOptions} options
 * @returns {RedisRateLimiter}
 */
export function createRedisLimiter(options) {
  const { connection, rate, name, leaseMs, onError } = readOptions(options);
  const requestsOf = readRate("createRedisLimiter", rate);
  const script = createRedisScript(connection, onError);
  /** Identifies the requests of this process that wait. */
  const holder = crypto.randomUUID();
  /** The numbers of the requests in flight, for live and for test instances. @type {Map<string, Set<number>>} */
  const inFlight = new Map();
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let renewal;
  let isClosed = false;

  /**
   * @param {boolean} isLive
   * @param {string} user
   * @param {string} operation
   * @param {unknown[]} args
   */
  function run(isLive, user, operation, ...args) {
    const prefix = `{clerk-metadata:${name}:${isLive ? "live" : "test"}}:`;
    const keys = ["state", "slots", "flight", "accepted", "waiting", `user:${user}`, "recent", "causes"];
    const { requests, seconds } = requestsOf(isLive);
    return script.run(
      keys.map((key) => prefix + key),
      [operation, seconds * 1000, requests, leaseMs, "", ...args],
    );
  }

  /** @type {Map<string, ReturnType<typeof createLane>>} */
  const lanes = new Map();

  /**
   * The requests with one priority of one instance.
   * @param {boolean} isLive
   * @param {boolean} isBackground
   */
  function laneOf(isLive, isBackground) {
    const key = `${isLive}:${isBackground}`;
    let lane = lanes.get(key);
    if (lane === undefined) {
      lane = createLane(isLive, isBackground);
      lanes.set(key, lane);
    }
    return lane;
  }

  /**
   * @param {boolean} isLive
   * @param {boolean} isBackground
   */
  function createLane(isLive, isBackground) {
    /** @type {Set<Waiting>} */
    const queue = new Set();
    /** The users whose limit prevents requests, and until when. @type {Map<string, number>} */
    const blocked = new Map();
    /** Whether each asker is at work. */
    const isAsking = Array.from({ length: ASKERS }, () => false);

    /** The first request that is not asked for yet, and whose user is not blocked. @param {Set<Waiting>} asked */
    function next(asked) {
      const now = performance.now();
      for (const [user, until] of blocked) if (until <= now) blocked.delete(user);
      for (const waiting of queue) if (!asked.has(waiting) && !blocked.has(waiting.user)) return waiting;
      return undefined;
    }

    /** @type {Set<Waiting>} */
    const asked = new Set();

    /** @param {string} id */
    async function ask(id) {
      for (;;) {
        const waiting = next(asked);
        if (waiting === undefined) {
          const until = Math.min(...blocked.values());
          if (queue.size === 0 || asked.size > 0 || until === Infinity) return;
          await delay(until - performance.now());
          continue;
        }
        asked.add(waiting);
        try {
          const startedAt = performance.now();
          const [isGranted, value, isOfUser] = await run(
            isLive,
            waiting.user,
            "acquire",
            id,
            isBackground ? 1 : 0,
            waiting.user,
          );
          // A reply may be as old as the connection was lost: then the lease may be over.
          const isStale = performance.now() - startedAt > leaseMs / 2;
          if (isGranted === 1 && (isStale || !queue.has(waiting))) {
            run(isLive, waiting.user, "release", value).catch(() => {});
          } else if (isGranted === 1) {
            queue.delete(waiting);
            waiting.grant(value);
          } else if (isOfUser === 1) {
            blocked.set(waiting.user, performance.now() + value);
          } else {
            await delay(value);
          }
        } catch (error) {
          queue.delete(waiting);
          waiting.fail(error);
        } finally {
          asked.delete(waiting);
        }
      }
    }

    async function start() {
      const index = isAsking.indexOf(false);
      if (index === -1) return;
      isAsking[index] = true;
      await ask(`${holder}:${isBackground ? 1 : 0}:${index}`);
      isAsking[index] = false;
    }

    return {
      /** @param {Waiting} waiting */
      add(waiting) {
        queue.add(waiting);
        start();
      },
      /** @param {Waiting} waiting */
      remove: (waiting) => queue.delete(waiting),
      /** @param {unknown} error */
      close(error) {
        for (const waiting of queue) waiting.fail(error);
        queue.clear();
      },
    };
  }

  /**
   * Waits until a request may be sent. Returns its number.
   * @param {boolean} isLive
   * @param {boolean} isBackground
   * @param {string} user
   * @param {AbortSignal | undefined} signal
   * @returns {Promise<number>}
   */
  function waitForSlot(isLive, isBackground, user, signal) {
    return new Promise((resolve, reject) => {
      if (isClosed) return reject(closedError());
      if (signal?.aborted) return reject(abortReason(signal));
      const lane = laneOf(isLive, isBackground);
      /** @type {Waiting} */
      const waiting = {
        user,
        grant(number) {
          removeListener?.();
          resolve(number);
        },
        fail(error) {
          removeListener?.();
          reject(error);
        },
      };
      const removeListener =
        signal &&
        onAbort(signal, () => {
          lane.remove(waiting);
          waiting.fail(abortReason(signal));
        });
      lane.add(waiting);
    });
  }

  /**
   * @param {boolean} isLive
   * @param {number} number
   */
  function hold(isLive, number) {
    const key = String(isLive);
    const numbers = inFlight.get(key) ?? new Set();
    inFlight.set(key, numbers.add(number));
    renewal ??= setInterval(renew, leaseMs / 3);
    // Not in every runtime.
    /** @type {any} */ (renewal).unref?.();
  }

  /**
   * @param {boolean} isLive
   * @param {number} number
   */
  function letGo(isLive, number) {
    inFlight.get(String(isLive))?.delete(number);
    if ([...inFlight.values()].some((numbers) => numbers.size > 0)) return;
    clearInterval(renewal);
    renewal = undefined;
  }

  function renew() {
    for (const [key, numbers] of inFlight)
      if (numbers.size > 0) run(key === "true", "", "renew", ...numbers).catch(() => {});
  }

  /**
   * @param {boolean} isBackground
   * @returns {RateLimiter}
   */
  const limiterWith = (isBackground) => async (request, send) => {
    const { url, isLive, signal } = request;
    const user = USER.exec(url)?.[1] ?? "";
    const number = await waitForSlot(isLive, isBackground, user, signal);
    hold(isLive, number);
    /** @type {RateLimitedOutcome | undefined} */
    let outcome;
    try {
      const result = await send();
      outcome = result;
      return result;
    } finally {
      letGo(isLive, number);
      const { status } = outcome ?? {};
      const kind = status === undefined ? "unknown" : status === 429 ? "rejected" : "accepted";
      const retryAfter = kind === "rejected" ? retryAfterMs(outcome) : 0;
      // If it is lost, the slot is free when its lease is over.
      run(isLive, user, "end", number, kind, retryAfter, user).catch(() => {});
    }
  };
  return Object.assign(limiterWith(false), {
    background: limiterWith(true),
    async close() {
      if (isClosed) return;
      isClosed = true;
      clearInterval(renewal);
      for (const lane of lanes.values()) lane.close(closedError());
      await script.close();
    },
  });
}

const closedError = () => new Error("createRedisLimiter: the limiter is closed. Create another one.");

/** @param {number} ms @returns {Promise<void>} */
const delay = (ms) => new Promise((resolve) => setTimeout(resolve, Math.max(ms, 1)));

/**
 * @param {any} options
 * @returns {Required<Pick<RedisLimiterOptions, "name" | "leaseMs">> & RedisLimiterOptions}
 */
function readOptions(options) {
  /** @type {(problem: string) => never} */
  const reject = (problem) => {
    throw new TypeError(`createRedisLimiter: ${problem}`);
  };
  if (typeof options !== "object" || options === null || Array.isArray(options))
    reject('options must be an object such as { connection: "redis://localhost:6379" }.');
  const unknown = Object.keys(options).find((option) => !OPTIONS.includes(option));
  if (unknown !== undefined) reject(`unknown option ${unknown}. The options are ${OPTIONS.join(", ")}.`);
  const { connection, name = DEFAULT_NAME, leaseMs = DEFAULT_LEASE, onError } = options;
  const isUrl = typeof connection === "string" && /^rediss?:\/\//.test(connection);
  const isOtherClient = typeof connection?.on === "function" && typeof connection.evalsha !== "function";
  if (!isUrl && (typeof connection !== "object" || connection === null || isOtherClient))
    reject("connection must be a client of ioredis, its options, or a URL such as redis://localhost:6379.");
  if (typeof name !== "string" || name === "" || /[{}]/.test(name))
    reject("name must be a text without braces, such as the name of the Clerk instance.");
  if (!(typeof leaseMs === "number" && leaseMs >= MIN_LEASE && leaseMs <= MAX_LEASE))
    reject(`leaseMs must be a number of milliseconds from ${MIN_LEASE} to ${MAX_LEASE}.`);
  if (onError !== undefined && typeof onError !== "function") reject("onError must be a function.");
  return { ...options, name, leaseMs };
}
