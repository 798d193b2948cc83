// @compileOnLoad: every call runs these functions (build/functions.mjs).
import { executeCall } from "./call.js";
import { environment } from "./environment.js";
import { createReports } from "./events.js";
import { readId, readListParams, readMembershipParams, readMetadataParams } from "./input.js";
import { describeRejection } from "./rejection.js";
import { Organization, OrganizationMembership } from "./resources.js";

/** @import { CallOptions, ClerkClientOptions } from "../types/options.js" */
/** @import { CallContext, Client, ReadInput } from "./call.js" */

/**
 * Executes a call. Returns a promise of its result, with a `withResponse()`.
 * @param {Client} client
 * @param {string} operation
 * @param {CallOptions | undefined} options
 * @param {ReadInput} readInput
 * @param {Pick<CallContext, "Resource" | "asText" | "path">} [result]
 */
function call(client, operation, options, readInput, result) {
  /** @type {CallContext} */
  const context = { ...result, report: client.startReport?.(operation) };
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
/** @type {(id: unknown, params: unknown) => ReadInput} */
const userMetadataInput = (userId, params) => (settings) => [readId(userId), readMetadataParams(params, settings)];
/** @type {(userId: unknown) => ReadInput} */
const userIdInput = (userId) => () => [readId(userId)];
/** @type {(params: unknown) => ReadInput} */
const listInput = (params) => (settings) => [undefined, readListParams(params, settings)];
/** @type {(params: unknown) => ReadInput} */
const organizationInput = (params) => (settings) => [
  undefined,
  readListParams(params, settings, 'organizationId: "org_2abc"'),
];
/** @type {(organizationId: unknown, params: unknown) => ReadInput} */
const organizationMetadataInput = (organizationId, params) => (settings) => [
  undefined,
  readMetadataParams(params, settings),
  readId(organizationId),
];
/** @type {(params: unknown) => ReadInput} */
const membershipMetadataInput = (params) => (settings) => readMembershipParams(params, settings);

/**
 * The methods of a part of the client, each with the function that creates its `ReadInput` from its arguments, and the
 * class of its result. The options of a call are the argument after these.
 * @typedef {Record<string, [createInput: (...args: any[]) => ReadInput, Resource?: Function]>} Methods
 */
/** @type {Methods} */
const USER_METHODS = {
  updateUserMetadata: [userMetadataInput],
  replaceUserMetadata: [userMetadataInput],
  getUser: [userIdInput],
  getUserList: [listInput],
  getCount: [listInput],
};
/** @type {Methods} */
const ORGANIZATION_METHODS = {
  getOrganization: [organizationInput, Organization],
  updateOrganizationMetadata: [organizationMetadataInput, Organization],
  replaceOrganizationMetadata: [organizationMetadataInput, Organization],
  updateOrganizationMembershipMetadata: [membershipMetadataInput, OrganizationMembership],
};

/**
 * All methods. A function, because bundlers keep a constant that is copied from others even if nothing uses it.
 * @returns {Methods}
 */
export const allMethods = () => ({ ...USER_METHODS, ...ORGANIZATION_METHODS });

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
 * @param {Client} client
 * @param {Methods} methods
 * @returns {Record<string, (...args: any[]) => Promise<any>>}
 */
const createMethods = (client, methods) =>
  Object.assign(
    {},
    ...Object.entries(methods).map(([name, [createInput, Resource]]) => ({
      [name]: (/** @type {any[]} */ ...args) =>
        call(client, name, args[createInput.length], createInput(...args), { Resource }),
    })),
  );

/**
 * Creates a client. The options are validated when a call is made.
 * @param {ClerkClientOptions} [options]
 */
export function createClerkClient(options = {}) {
  const client = createClient(options);
  const api = {
    users: {
      ...createMethods(client, USER_METHODS),
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
    },
    organizations: createMethods(client, ORGANIZATION_METHODS),
  };
  // For clerk-metadata/bulk: calls whose metadata and results are JSON text, which keeps every digit of numbers. Not
  // enumerable, so copies and logs omit it.
  return Object.defineProperty(api, Symbol.for("clerk-metadata.textCalls"), {
    /** @param {(options: ClerkClientOptions) => ClerkClientOptions} change */
    value(change) {
      const textClient = createClient(change(options));
      return (/** @type {string} */ operation, /** @type {any[]} */ input, /** @type {string | undefined} */ path) =>
        call(textClient, operation, undefined, () => /** @type {any} */ (input), { asText: true, path });
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
  return call(createClient(environment()), "updateUserMetadata", options, userMetadataInput(userId, params));
}
