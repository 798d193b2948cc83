import { made } from "./call.js";
import { environment } from "./environment.js";

/** Makes a call: a promise of its result that can also tell of the response. */
function call(client, operation, options, userId, params) {
  const about = {};
  return withResponse(made(client, operation, options, userId, params, about), about);
}

/** Gives the promise of a result a `withResponse()`. */
const withResponse = (promise, about) =>
  Object.defineProperty(promise, "withResponse", { value: () => promise.then((data) => ({ data, response: about.response })) });

/** The client; the options are looked at when a call is made. */
export function createClerkClient(options = {}) {
  // Without a prototype: what someone put on Object.prototype is no option.
  const client = { given: Object.assign(Object.create(null), options) };
  return {
    users: {
      updateUserMetadata: (userId, params, options) => call(client, "updateUserMetadata", options, userId, params),
      replaceUserMetadata: (userId, params, options) => call(client, "replaceUserMetadata", options, userId, params),
      getUser: (userId, options) => call(client, "getUser", options, userId),
      getUserList(params, options) {
        // Two requests: the Backend API answers a list without its total.
        const about = {};
        const list = made(client, "getUserList", options, undefined, params, about);
        const count = made(client, "getCount", options, undefined, params, {});
        return withResponse(Promise.all([list, count]).then(([data, totalCount]) => ({ data, totalCount })), about);
      },
      getCount: (params, options) => call(client, "getCount", options, undefined, params),
    },
  };
}

/** The same with the key from the environment. */
export const updateUserMetadata = (userId, params, options) => call({ given: environment() }, "updateUserMetadata", options, userId, params);
