import { load } from "#wasm/client";
import { environment } from "./environment.js";
import { errorFrom } from "./errors.js";
import { resultFrom } from "./resources.js";

async function call(operation, options, userId, params) {
  const wasm = await load();
  try {
    const [found, text] = await wasm.call(operation, options, userId, params);
    return resultFrom(found, text);
  } catch (thrown) {
    throw errorFrom(thrown);
  }
}

/** The client; the options are looked at when a call is made. */
export function createClerkClient(options = {}) {
  // Without a prototype: what someone put on Object.prototype is no option.
  const given = Object.assign(Object.create(null), options);
  return {
    users: {
      updateUserMetadata: (userId, params) => call("updateUserMetadata", given, userId, params),
      replaceUserMetadata: (userId, params) => call("replaceUserMetadata", given, userId, params),
      getUser: (userId) => call("getUser", given, userId),
      getUserList: async (params) => {
        // Two requests: the Backend API answers a list without its total.
        const answers = [call("getUserList", given, undefined, params), call("getCount", given, undefined, params)];
        const [data, totalCount] = await Promise.all(answers);
        return { data, totalCount };
      },
      getCount: (params) => call("getCount", given, undefined, params),
    },
  };
}

/** The same with the key from the environment. */
export const updateUserMetadata = (userId, params) => call("updateUserMetadata", environment(), userId, params);
