// @compileOnLoad: every call runs these functions (build/functions.mjs).
import { executeCall } from "./call.js";
import { environment } from "./environment.js";
import { listMembers, strictFields } from "./strict.js";

/** Makes a call: a promise of its result that can also tell of the response. */
function call(client, operation, options, userId, readParams, params) {
  const info = {};
  return withResponse(executeCall(client, operation, options, userId, readParams, params, info), info);
}

/** Gives the promise of a result a `withResponse()`. */
function withResponse(promise, info) {
  return Object.defineProperty(promise, "withResponse", { value: () => promise.then((data) => ({ data, response: info.response })) });
}

/** The client; the options are looked at when a call is made. */
export function createClerkClient(options = {}) {
  // Without a prototype: what someone put on Object.prototype is no option.
  const client = { options: Object.assign(Object.create(null), options) };
  return {
    users: {
      updateUserMetadata: (userId, params, options) => call(client, "updateUserMetadata", options, userId, strictFields, params),
      replaceUserMetadata: (userId, params, options) => call(client, "replaceUserMetadata", options, userId, strictFields, params),
      getUser: (userId, options) => call(client, "getUser", options, userId),
      getUserList(params, options) {
        // Two requests, because the Backend API answers a list without its total. Where one fails, the other is
        // aborted.
        const other = new AbortController();
        const info = { signal: other.signal };
        const list = executeCall(client, "getUserList", options, undefined, listMembers, params, info);
        const count = executeCall(client, "getCount", options, undefined, listMembers, params, { signal: other.signal });
        const both = Promise.all([list, count]);
        both.catch(() => other.abort());
        return withResponse(both.then(([data, totalCount]) => ({ data, totalCount })), info);
      },
      getCount: (params, options) => call(client, "getCount", options, undefined, listMembers, params),
    },
  };
}

/** The same with the key from the environment. */
export function updateUserMetadata(userId, params, options) {
  return call({ options: environment() }, "updateUserMetadata", options, userId, strictFields, params);
}
