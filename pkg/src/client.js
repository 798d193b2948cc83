// @compileOnLoad: every call runs these functions (build/functions.mjs).
import { executeCall } from "./call.js";
import { environment } from "./environment.js";
import { listMembers, strictFields, strictUserId } from "./strict.js";

/** Executes a call: a promise of its result, with a `withResponse()`. */
function call(client, operation, options, readInput) {
  const info = {};
  return withResponse(executeCall(client, operation, options, readInput, info), info);
}

// The readers of the input of a call, which validate it once the options are known to be valid.
const readMetadata = (userId, params) => (settings) => [strictUserId(userId, settings), strictFields(params, settings)];
const readUserId = (userId) => (settings) => [strictUserId(userId, settings)];
const readList = (params) => (settings) => [undefined, listMembers(params, settings)];

/** Gives the promise of a result a `withResponse()`. */
function withResponse(promise, info) {
  return Object.defineProperty(promise, "withResponse", {
    value: () => promise.then((data) => ({ data, response: info.response })),
  });
}

/** The client; the options are looked at when a call is made. */
export function createClerkClient(options = {}) {
  // Without a prototype: what someone put on Object.prototype is no option.
  const client = { options: Object.assign(Object.create(null), options) };
  return {
    users: {
      updateUserMetadata: (userId, params, options) =>
        call(client, "updateUserMetadata", options, readMetadata(userId, params)),
      replaceUserMetadata: (userId, params, options) =>
        call(client, "replaceUserMetadata", options, readMetadata(userId, params)),
      getUser: (userId, options) => call(client, "getUser", options, readUserId(userId)),
      getUserList(params, options) {
        // Two requests, because the Backend API answers a list without its total. Where one fails, the other is
        // aborted.
        const other = new AbortController();
        const info = { signal: other.signal };
        const list = executeCall(client, "getUserList", options, readList(params), info);
        const count = executeCall(client, "getCount", options, readList(params), { signal: other.signal });
        const both = Promise.all([list, count]);
        both.catch(() => other.abort());
        return withResponse(
          both.then(([data, totalCount]) => ({ data, totalCount })),
          info,
        );
      },
      getCount: (params, options) => call(client, "getCount", options, readList(params)),
    },
  };
}

/** The same with the key from the environment. */
export function updateUserMetadata(userId, params, options) {
  return call({ options: environment() }, "updateUserMetadata", options, readMetadata(userId, params));
}
