// @compileOnLoad: every call runs these functions (build/functions.mjs).
import { executeCall } from "./call.js";
import { environment } from "./environment.js";
import { createReports } from "./events.js";
import { readListParams, readMetadataParams, readUserId } from "./input.js";
import { describeRejection } from "./rejection.js";

/** @import { CallOptions, ClerkClientOptions } from "../types/options.js" */
/** @import { CallContext, Client, ReadInput } from "./call.js" */

/**
 * Executes a call. Returns a promise of its result, with a `withResponse()`.
 * @param {Client} client
 * @param {string} operation
 * @param {CallOptions | undefined} options
 * @param {ReadInput} readInput
 * @param {boolean} [asText]
 */
function call(client, operation, options, readInput, asText = false) {
  /** @type {CallContext} */
  const context = { report: client.startReport?.(operation), asText };
  return withResponse(reportResult(executeCall(client, operation, options, readInput, context), context), context);
}

/**
 * Reports the result of a call. Returns the promise itself if there is nothing to report to.
 * @template T
 * @param {Promise<T>} promise
 * @param {CallContext} context
 */
const reportResult = (promise, context) =>
  context.report
    ? promise.then(
        (result) => {
          context.report?.("onSuccess", () => /** @type {any} */ (context.response));
          return result;
        },
        (error) => {
          context.report?.("onError", () => describeRejection(error, context));
          throw error;
        },
      )
    : promise;

// These create the function that reads and validates the input of a call, after its options.
/** @type {(userId: unknown, params: unknown) => ReadInput} */
const metadataInput = (userId, params) => (settings) => [
  readUserId(userId, settings),
  readMetadataParams(params, settings),
];
/** @type {(userId: unknown) => ReadInput} */
const userIdInput = (userId) => (settings) => [readUserId(userId, settings), undefined];
/** @type {(params: unknown) => ReadInput} */
const listInput = (params) => (settings) => [undefined, readListParams(params, settings)];

/**
 * What each method does with its arguments, for prepareRequest.
 * @type {Record<string, (...args: any[]) => ReadInput>}
 */
export const INPUTS = {
  updateUserMetadata: metadataInput,
  replaceUserMetadata: metadataInput,
  getUser: userIdInput,
  getUserList: listInput,
  getCount: listInput,
};

/**
 * Adds a `withResponse()` to the promise of a result.
 * @template T
 * @param {Promise<T>} promise
 * @param {CallContext} context
 */
function withResponse(promise, context) {
  return Object.defineProperty(promise, "withResponse", {
    value: () => promise.then((data) => ({ data, response: context.response })),
  });
}

/**
 * @param {ClerkClientOptions} options
 * @returns {Client}
 */
const createClient = (options) => {
  try {
    // Without a prototype, so that properties of Object.prototype are not read as options.
    const copy = Object.assign(Object.create(null), options);
    return { options: copy, startReport: createReports(copy) };
  } catch {
    return { options }; // a getter or a proxy threw: each call reads the options again, and rejects
  }
};

/**
 * Creates a client. The options are validated when a call is made.
 * @param {ClerkClientOptions} [options]
 */
export function createClerkClient(options = {}) {
  const client = createClient(options);
  const api = {
    users: {
      /** @type {(userId: unknown, params: unknown, options?: CallOptions) => Promise<any>} */
      updateUserMetadata: (userId, params, options) =>
        call(client, "updateUserMetadata", options, metadataInput(userId, params)),
      /** @type {(userId: unknown, params: unknown, options?: CallOptions) => Promise<any>} */
      replaceUserMetadata: (userId, params, options) =>
        call(client, "replaceUserMetadata", options, metadataInput(userId, params)),
      /** @type {(userId: unknown, options?: CallOptions) => Promise<any>} */
      getUser: (userId, options) => call(client, "getUser", options, userIdInput(userId)),
      /** @type {(params?: unknown, options?: CallOptions) => Promise<any>} */
      getUserList(params, options) {
        // Two requests, because the Backend API returns a list without its total count. If one fails, the other is
        // aborted.
        const controller = new AbortController();
        /** @type {CallContext} */
        const context = { signal: controller.signal, report: client.startReport?.("getUserList") };
        const list = executeCall(client, "getUserList", options, listInput(params), context);
        const count = executeCall(client, "getCount", options, listInput(params), { ...context });
        const both = Promise.all([list, count]);
        both.catch(() => controller.abort());
        return withResponse(
          reportResult(
            both.then(([data, totalCount]) => ({ data, totalCount })),
            context,
          ),
          context,
        );
      },
      /** @type {(params?: unknown, options?: CallOptions) => Promise<any>} */
      getCount: (params, options) => call(client, "getCount", options, listInput(params)),
    },
  };
  // For clerk-metadata/bulk: calls whose metadata and results are JSON text, which keeps every digit of numbers. Not
  // enumerable, so copies and logs omit it.
  return Object.defineProperty(api, Symbol.for("clerk-metadata.textCalls"), {
    /** @param {(options: ClerkClientOptions) => ClerkClientOptions} change */
    value(change) {
      const textClient = createClient(change(options));
      return (/** @type {string} */ operation, /** @type {ReturnType<ReadInput>} */ ...input) =>
        call(textClient, operation, undefined, () => input, true);
    },
  });
}

/**
 * `clerk.users.updateUserMetadata` with the options from the environment.
 * @param {unknown} userId
 * @param {unknown} params
 * @param {CallOptions} [options]
 */
export function updateUserMetadata(userId, params, options) {
  return call(createClient(environment()), "updateUserMetadata", options, metadataInput(userId, params));
}
