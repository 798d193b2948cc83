import type { SharedRateLimiter, RateLimiterOptions } from "./bulk.js";

/** The bindings that {@link limiterFrom} reads. */
export interface RateLimiterEnvironment {
  /** The namespace of the class {@link RateLimiter}. */
  readonly CLERK_RATE_LIMITER: RateLimiterNamespace;
}

/** A `DurableObjectNamespace` of any version of the types of Workers. */
export interface RateLimiterNamespace {
  /** The ID of the object with a name. */
  idFromName(name: string): any;
  /** A stub of the object with an ID. */
  get(id: any): unknown;
}

/** The options of {@link limiterFrom}. */
export interface LimiterFromOptions extends RateLimiterOptions {
  /**
   * Names the Clerk instance, if Workers that share the namespace call several ones. Live and test instances are
   * separate anyway. Default: `"clerk"`.
   */
  name?: string | undefined;
  /**
   * The longest wait of a request in seconds, 0 to 900. If it would wait for longer, its call rejects with a
   * {@link ClerkRateLimiterError} and nothing is sent. Default: no limit.
   */
  maxWait?: number | undefined;
  /**
   * `(promise) => ctx.waitUntil(promise)`. With it, a call does not wait until the Durable Object knows that its
   * request has ended, which saves the time of a request to it.
   */
  waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
}

/**
 * Creates a rate limiter that all Workers share. It takes its slots from a Durable Object, the class
 * {@link RateLimiter}, in which the limiter of `createRateLimiter` runs. Call it for each request and each batch of a
 * queue, and use it for all calls in it: they ask for slots together.
 *
 * At most six requests of one limiter are in flight, because an invocation of a Worker has six connections.
 *
 * @param env The bindings of the Worker.
 * @param options See {@link LimiterFromOptions}. All Workers must have the same `rate`.
 * @throws {TypeError} The binding `CLERK_RATE_LIMITER` is missing, or an option is invalid.
 *
 * @example
 * import { clerkClient, limiterFrom } from "clerk-metadata/cloudflare";
 *
 * export { RateLimiter } from "clerk-metadata/cloudflare";
 *
 * export default {
 *   async queue(batch, env) {
 *     const clerk = clerkClient(env, { limiter: limiterFrom(env, { maxWait: 60 }).background });
 *     for (const message of batch.messages) await clerk.users.updateUserMetadata(message.body.id, message.body.params);
 *   },
 * } satisfies ExportedHandler<Env, Message>;
 */
export declare function limiterFrom(env: RateLimiterEnvironment, options?: LimiterFromOptions): SharedRateLimiter;

/**
 * A Durable Object that decides when each request is sent, for all Workers that call one Clerk instance. Export it from
 * the Worker, and bind it as `CLERK_RATE_LIMITER`:
 *
 * ```jsonc
 * "durable_objects": { "bindings": [{ "name": "CLERK_RATE_LIMITER", "class_name": "RateLimiter" }] },
 * "migrations": [{ "tag": "v1", "new_sqlite_classes": ["RateLimiter"] }]
 * ```
 *
 * Its storage contains the requests of the last 10 seconds, so that it continues with them after it was evicted.
 */
export declare class RateLimiter {
  /** A type only, for `DurableObjectNamespace<RateLimiter>`. */
  readonly __DURABLE_OBJECT_BRAND: never;
  /**
   * The runtime creates the object.
   *
   * @param context The context of the object.
   */
  constructor(context: RateLimiterContext);
  /**
   * Handles the requests of {@link limiterFrom}.
   *
   * @param request The request.
   */
  fetch(request: RateLimiterRequest): Promise<any>;
}

/** The part of a `DurableObjectState` that is used. */
export interface RateLimiterContext {
  /** The storage of the object. */
  readonly storage: {
    /** Reads a value. */
    get(key: string): Promise<any>;
    /** Writes a value. */
    put(key: string, value: any, options?: any): Promise<void>;
  };
}

/** The part of a `Request` that is used. */
export interface RateLimiterRequest {
  /** The complete URL. */
  readonly url: string;
  /** Reads the body. */
  json(): Promise<any>;
}

/**
 * - `max_wait`: The request would wait for longer than `maxWait`.
 * - `unavailable`: The Durable Object did not respond.
 */
export type ClerkRateLimiterErrorCode = "max_wait" | "unavailable";

/**
 * A request was not sent, because it got no slot.
 *
 * @example
 * try {
 *   await clerk.users.updateUserMetadata(userId, params);
 *   message.ack();
 * } catch (error) {
 *   if (!isClerkRateLimiterError(error)) throw error;
 *   message.retry({ delaySeconds: error.retryAfter });
 * }
 */
export declare class ClerkRateLimiterError extends Error {
  /**
   * For tests of your own error handling.
   *
   * @param message The message.
   * @param details The fields of the error.
   */
  constructor(
    message: string,
    details: {
      /** Why the request was not sent. */
      code: ClerkRateLimiterErrorCode;
      /** After how many seconds to try again. */
      retryAfter: number;
      /** The cause of the error. */
      cause?: unknown;
    },
  );
  /** The name of the class. */
  readonly name: "ClerkRateLimiterError";
  /** Why the request was not sent. */
  readonly code: ClerkRateLimiterErrorCode;
  /** After how many seconds to try again, 1 or more. */
  readonly retryAfter: number;
  /** The error of the Durable Object. */
  readonly cause?: unknown;
}

/**
 * Whether an error is a {@link ClerkRateLimiterError}, also one of another copy of the package.
 *
 * @param error Any value.
 *
 * @example
 * if (isClerkRateLimiterError(error)) message.retry({ delaySeconds: error.retryAfter });
 */
export declare function isClerkRateLimiterError(error: unknown): error is ClerkRateLimiterError;
