// Rejects rows for another Clerk instance than that of the client: they would change other users, or none.
import { ClerkBulkError } from "../bulk/bulk-error.js";
import { RunStopped } from "./row-performer.js";

/** The wait after an instance could not be read, in milliseconds. */
const RETRY_WAIT = 5_000;
/** The result of the call whose request is replaced. */
const COUNT = '{"object":"total_count","total_count":0}';

/**
 * Returns a function that rejects with `RunStopped` if the client has another instance.
 * @param {any} clerk
 */
export function createInstanceCheck(clerk) {
  /** @type {Promise<string | undefined> | undefined} */
  let read;

  /** @param {() => boolean} isClosing */
  async function readPersistently(isClosing) {
    for (;;) {
      read ??= readInstanceId(clerk);
      try {
        return await read;
      } catch (error) {
        read = undefined;
        const { status } = /** @type {any} */ (error) ?? {};
        if (status === 401 || status === 403) throw new RunStopped("the key is rejected", { cause: error });
        if (isClosing()) throw new RunStopped("the worker is closing");
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_WAIT));
    }
  }

  /**
   * @param {string} expected
   * @param {() => boolean} isClosing
   */
  return async (expected, isClosing) => {
    const id = await readPersistently(isClosing);
    if (id === undefined || id === expected) return;
    const message = `createUsersMetadataWorker: the queue has rows for the instance ${expected}, and the key is one of the instance ${id}. None of them was sent. Use a key of ${expected}, and another queue for each instance.`;
    throw new RunStopped("the rows are for another instance", {
      cause: new ClerkBulkError(message, { code: "other_instance" }),
    });
  };
}

/**
 * The ID of the instance; `undefined` if the Backend API does not have it, as an older local one. The client has no
 * method for it, so another request of the client is replaced, with its key, URL, limiter and retries.
 * @param {any} clerk
 * @returns {Promise<string | undefined>}
 */
async function readInstanceId(clerk) {
  /** @type {string | undefined} */
  let id;
  const call = clerk[Symbol.for("clerk-metadata.textCalls")]((/** @type {any} */ options) => ({
    ...options,
    /**
     * @param {string} url
     * @param {any} init
     */
    async fetch(url, init) {
      const send = options.fetch ?? fetch;
      const response = await send(url.replace(/\/users\/count(\?.*)?$/, "/instance"), init);
      if (response.status !== 200 && response.status !== 404 && response.status !== 501) return response;
      const text = await response.text();
      if (response.status === 200) ({ id } = JSON.parse(text));
      return new Response(COUNT, { status: 200, headers: { "content-type": "application/json" } });
    },
  }));
  await call("getCount", [undefined, {}]);
  return typeof id === "string" ? id : undefined;
}
