import { made } from "./call.js";
import { environment } from "./environment.js";

/** Makes a call: a promise of its result that can also tell of the response. */
function call(client, operation, options, userId, params) {
  const answer = made(client, operation, options, userId, params);
  return withResponse(answer.then(({ data }) => data), answer);
}

/** Gives the promise of a result a `withResponse()`. */
function withResponse(promise, answer) {
  const value = () => {
    promise.catch(() => {}); // what it rejects with is told by the other
    return answer;
  };
  return Object.defineProperty(promise, "withResponse", { value });
}

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
        const list = made(client, "getUserList", options, undefined, params);
        const count = made(client, "getCount", options, undefined, params);
        const both = Promise.all([list, count]).then(([{ data, response }, { data: totalCount }]) => ({ data: { data, totalCount }, response }));
        return withResponse(both.then(({ data }) => data), both);
      },
      getCount: (params, options) => call(client, "getCount", options, undefined, params),
    },
  };
}

/** The same with the key from the environment. */
export const updateUserMetadata = (userId, params, options) => call({ given: environment() }, "updateUserMetadata", options, userId, params);
