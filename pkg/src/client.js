// @compileOnLoad: every call runs these functions (build/functions.mjs).
import { executeCall } from "./call.js";
import { HOST } from "./chunk-host.js";
import { executeCoalesced } from "./coalesced-call.js";
import { connectionOptions, logVariable } from "./environment.js";
import { events, hasListener, loadEvents } from "./events.js";
import { readId, readListParams, readMembershipParams, readMetadataParams } from "./input.js";
import { isLoaded } from "./instance.js";
import { readCall } from "./read-call.js";
import { MEMBERSHIP, ORGANIZATION, USER, USERS } from "./resources.js";

/** @import { CallOptions, ClerkClientOptions } from "../types/options.js" */
/** @import { CallContext, Client, Execute, Input, InputSettings, Method } from "./call.js" */
/** @import { Expected } from "./resources.js" */

/** The methods that the option `coalesce` concerns. */
const USER_METADATA = /UserMetadata$/;

/**
 * Executes a call. Returns a promise of its result, with a `withResponse()`.
 * @param {Client} client
 * @param {Method} method
 * @param {CallOptions | undefined} options
 * @param {unknown[]} args
 * @param {boolean} [asText]
 */
function call(client, method, options, args, asText = false) {
  /** @type {CallContext} */
  const context = { asText, signal: undefined, report: undefined, settings: undefined, response: undefined };
  if (!isLoaded() || (client.hasListener && !events)) [method, options] = readCall(client, method, options, args);
  const execute = client.hasListener ? executeReported : executorOf(client, method, asText);
  const promise = execute(client, method, options, args, context);
  return Object.defineProperty(promise, "withResponse", {
    value: () => promise.then((data) => ({ data, response: context.response })),
  });
}

/**
 * The function that executes a call. `asText` calls are those of clerk-metadata/bulk, which joins updates itself.
 * @param {Client} client
 * @param {Method} method
 * @param {boolean | undefined} asText
 * @returns {Execute}
 */
function executorOf({ coalesce }, { name }, asText) {
  if (asText) return executeCall;
  if (name === "getUserList") return executeList;
  return coalesce && USER_METADATA.test(name) ? executeCoalesced : executeCall;
}

/**
 * Executes a call of a client with a hook or a logger.
 * @type {Execute}
 */
async function executeReported(client, method, options, args, context) {
  const { executeReported } = events ?? (await loadEvents());
  return executeReported(HOST, executorOf(client, method, context.asText), client, method, options, args, context);
}

/**
 * Executes two requests, because the Backend API returns a list without its total count. If one fails, the other is
 * aborted.
 * @type {Execute}
 */
async function executeList(client, method, options, args, context) {
  const controller = new AbortController();
  context.signal = controller.signal;
  const list = executeCall(client, method, options, args, context);
  const count = executeCall(client, { ...method, ...COUNT }, options, args, { ...context });
  const both = Promise.all([list, count]);
  both.catch(() => controller.abort());
  const [data, totalCount] = await both;
  return { data, totalCount };
}

/** @typedef {(settings: InputSettings, ...args: any[]) => Input} ReadInput */
/** @type {ReadInput} */
const userMetadataInput = (settings, userId, params) => [readId(userId), readMetadataParams(params, settings)];
/** @type {ReadInput} */
const userIdInput = (_, userId) => [readId(userId)];
/** @type {ReadInput} */
const listInput = (settings, params) => [undefined, readListParams(params, settings)];
/** @type {ReadInput} */
const organizationInput = (settings, params) => [
  undefined,
  readListParams(params, settings, 'organizationId: "org_2abc"'),
];
/** @type {ReadInput} */
const organizationMetadataInput = (settings, organizationId, params) => [
  undefined,
  readMetadataParams(params, settings),
  readId(organizationId),
];
/** @type {ReadInput} */
const membershipMetadataInput = (settings, params) => readMembershipParams(params, settings);

/**
 * The methods of a part of the client: how many arguments they have before the options of the call, how these are read,
 * and the content of the response.
 * @typedef {Record<string, [arity: number, readInput: ReadInput, expected?: Expected]>} Methods
 */
/** @type {Methods} */
const USER_METHODS = {
  updateUserMetadata: [2, userMetadataInput, USER],
  replaceUserMetadata: [2, userMetadataInput, USER],
  getUser: [1, userIdInput, USER],
  getUserList: [1, listInput, USERS],
  getCount: [1, listInput],
};
/** What differs between the method for a list and the method for its count. */
const COUNT = { name: "getCount", expected: undefined };
/** @type {Methods} */
const ORGANIZATION_METHODS = {
  getOrganization: [1, organizationInput, ORGANIZATION],
  updateOrganizationMetadata: [2, organizationMetadataInput, ORGANIZATION],
  replaceOrganizationMetadata: [2, organizationMetadataInput, ORGANIZATION],
  updateOrganizationMembershipMetadata: [1, membershipMetadataInput, MEMBERSHIP],
};

/**
 * The method with a name in one of the tables.
 * @param {string} name
 * @returns {Method | undefined}
 */
export function findMethod(name) {
  for (const methods of [USER_METHODS, ORGANIZATION_METHODS]) {
    if (Object.hasOwn(methods, name)) {
      const [arity, readInput, expected] = methods[name];
      return { name, arity, readInput, expected };
    }
  }
  return undefined;
}

/**
 * @param {ClerkClientOptions} options
 * @returns {Client}
 */
export const createClient = (options) => {
  try {
    // Without a prototype, so that properties of Object.prototype are not read as options.
    const copy = Object.assign(Object.create(null), options);
    const variable = logVariable();
    return {
      options: copy,
      coalesce: copy.coalesce === true,
      hasListener: variable !== undefined || hasListener(copy),
      logVariable: variable,
    };
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
  Object.fromEntries(
    Object.keys(methods).map((name) => {
      const method = /** @type {Method} */ (findMethod(name));
      const { arity } = method;
      // In an object, which gives the function its name.
      const { [name]: execute } = {
        [name]: (/** @type {unknown[]} */ ...args) =>
          call(client, method, /** @type {CallOptions | undefined} */ (args[arity]), args),
      };
      return [name, execute];
    }),
  );

/**
 * Creates a client. The options are validated when a call is made.
 * @param {ClerkClientOptions} [options]
 */
export function createClerkClient(options = {}) {
  const client = createClient(options);
  const api = {
    users: createMethods(client, USER_METHODS),
    organizations: createMethods(client, ORGANIZATION_METHODS),
  };
  // For withMetadata: reads the arguments of a call, and returns the function that executes it.
  Object.defineProperty(api, Symbol.for("clerk-metadata.readCall"), {
    value(/** @type {string} */ name, /** @type {any[]} */ args) {
      const method = /** @type {Method} */ (findMethod(name));
      const [readMethod, callOptions] = readCall(client, method, args[method.arity], args);
      return () => call(client, readMethod, callOptions, args);
    },
  });
  // For clerk-metadata/bulk: calls whose metadata and results are JSON text, which keeps every digit of numbers. Not
  // enumerable, so copies and logs omit it.
  return Object.defineProperty(api, Symbol.for("clerk-metadata.textCalls"), {
    /** @param {(options: ClerkClientOptions) => ClerkClientOptions} change */
    value(change) {
      const textClient = createClient(change(options));
      return (/** @type {string} */ name, /** @type {Input} */ input, /** @type {object | undefined} */ replaced) =>
        call(textClient, { name, arity: 0, readInput: () => input, ...replaced }, undefined, [], true);
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
  const method = /** @type {Method} */ (findMethod("updateUserMetadata"));
  return call(createClient(connectionOptions()), method, options, [userId, params]);
}
