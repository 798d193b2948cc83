import { environment } from "./environment.js";
import { errorFrom } from "./errors.js";
import { run } from "./instance.js";
import { resultFrom } from "./resources.js";

/** Makes a call: a promise of its result that can also tell of the response. */
function call(given, operation, options, userId, params) {
  const answer = answered(given, operation, options, userId, params);
  return withResponse(answer.then(({ data }) => data), answer);
}

/** Resolves to `{ data, response }`. */
async function answered(given, operation, options, userId, params) {
  try {
    const [found, text, status, clerkTraceId, attempts] = await run(operation, given, options, userId, params);
    return { data: resultFrom(found, text), response: { status, clerkTraceId: clerkTraceId ?? undefined, attempts } };
  } catch (thrown) {
    throw errorFrom(thrown);
  }
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
  const given = Object.assign(Object.create(null), options);
  const { onRetry } = given;
  if (typeof onRetry === "function") given.onRetry = ({ reason, ...about }) => onRetry({ ...about, reason: errorFrom(reason) });
  return {
    users: {
      updateUserMetadata: (userId, params, options) => call(given, "updateUserMetadata", options, userId, params),
      replaceUserMetadata: (userId, params, options) => call(given, "replaceUserMetadata", options, userId, params),
      getUser: (userId, options) => call(given, "getUser", options, userId),
      getUserList(params, options) {
        // Two requests: the Backend API answers a list without its total.
        const list = answered(given, "getUserList", options, undefined, params);
        const count = answered(given, "getCount", options, undefined, params);
        const both = Promise.all([list, count]).then(([{ data, response }, { data: totalCount }]) => ({ data: { data, totalCount }, response }));
        return withResponse(both.then(({ data }) => data), both);
      },
      getCount: (params, options) => call(given, "getCount", options, undefined, params),
    },
  };
}

/** The same with the key from the environment. */
export const updateUserMetadata = (userId, params, options) => call(environment(), "updateUserMetadata", options, userId, params);
