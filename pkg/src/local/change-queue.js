// Runs changes one at a time: a change is prepared, its line is written, and then it is committed. If the line cannot
// be written, the change is dropped. A change that has several lines, such as the removal of an organization with
// members, is committed line by line.

/** @import { AppendLine, BackendResponse, ChangeQueue, Storage, WasmBackend } from "./types.js" */

const ASYNC_APPEND =
  "journal.append returns a promise, and the methods of users that change something cannot wait for one. Send the change with backend.fetch instead.";

/**
 * Without `append`, nothing is written. `now` is the clock.
 * @param {WasmBackend} backend
 * @param {() => number} now
 * @param {AppendLine} [append]
 * @param {Storage["savepoint"]} [savepoint]
 * @returns {ChangeQueue}
 */
export function createChangeQueue(backend, now, append, savepoint) {
  /**
   * Settles when the last change that waits for a promise has ended; `undefined` if none waits.
   * @type {Promise<void> | undefined}
   */
  let lastChange;
  let isAppending = false;
  /** The last error of `append`. @type {unknown} */
  let appendError;
  let returnsPromises = Object.prototype.toString.call(append) === "[object AsyncFunction]";

  /** Writes a line. Returns a promise if `append` does. Missing without `append`: then lines are not even created. */
  const writeLine =
    append &&
    ((/** @type {string} */ line) => {
      try {
        isAppending = true;
        const written = /** @type {PromiseLike<unknown> | undefined} */ (append(line));
        if (typeof written?.then !== "function") return undefined;
        returnsPromises = true;
        return Promise.resolve(written);
      } finally {
        isAppending = false;
      }
    });

  /**
   * Writes the lines of the pending change and commits each of them. Returns the result, or a promise of it.
   * @returns {BackendResponse | string | Promise<BackendResponse | string>}
   */
  function writeAndCommit() {
    for (;;) {
      let written;
      try {
        written = writeLine?.(backend.pendingLine());
      } catch (error) {
        return fail(error);
      }
      if (written !== undefined) return written.then(() => backend.commit() ?? writeAndCommit(), fail);
      const result = backend.commit();
      if (result !== undefined) return result;
    }
  }

  /**
   * Removes what has been added.
   * @param {string} id
   * @param {(line: string) => Promise<unknown> | undefined} [write] Without it, only the memory is changed.
   */
  function removeAgain(id, write) {
    backend.removeById(id);
    try {
      do write?.(backend.pendingLine())?.catch(() => {});
      while (backend.commit() === undefined);
    } catch (error) {
      throws(() => backend.fail(reasonOf(error)));
      throw error;
    }
  }

  /** @param {unknown} error */
  function fail(error) {
    appendError = error;
    return backend.fail(reasonOf(error));
  }

  /**
   * Runs `change` when every earlier change has ended. `change` returns a result, or a promise of one.
   * @template Result
   * @param {() => Result | Promise<Result>} change
   * @returns {Result | Promise<Result>}
   */
  function enqueue(change) {
    const result = lastChange === undefined ? change() : lastChange.then(change);
    if (result instanceof Promise) {
      const clear = () => {
        if (lastChange === ended) lastChange = undefined;
      };
      const ended = result.then(clear, clear);
      lastChange = ended;
    }
    return result;
  }

  return {
    /** Returns the response, or a promise of it. Reads do not wait. `signal` ends the wait of a change. */
    handle(request, signal) {
      const handleNow = () => backend.handle(request, now());
      if (isRead(request)) return /** @type {BackendResponse} */ (handleNow());
      return enqueue(() => {
        signal?.throwIfAborted();
        return handleNow() ?? /** @type {BackendResponse | Promise<BackendResponse>} */ (writeAndCommit());
      });
    },

    /**
     * Writes the lines of what is in the backend already, all or none: if one cannot be written, the ones before it are
     * removed again. The error lists those that could not be removed.
     */
    async writeCreated(resources, noun) {
      /** @type {string[]} */
      const written = [];
      for (const { id, line } of resources) {
        try {
          await writeLine?.(line);
        } catch (error) {
          for (const id of [...written]) {
            try {
              await writeLine?.(removalLine(id));
              written.splice(written.indexOf(id), 1);
            } catch {
              // It stays, and the error lists it.
            }
          }
          if (written.length > 0) throw partialWriteError(noun, written, error);
          return void fail(error);
        }
        written.push(id);
      }
    },

    /**
     * Makes a change synchronously. Throws if that would take a promise, before anything is written if that is known by
     * then. Returns `undefined` if `prepare` returns `false`, which means that there is nothing to change.
     */
    changeNow(prepare) {
      if (isAppending) throw new Error("journal.append must not change users.");
      if (returnsPromises) throw new Error(ASYNC_APPEND);
      if (prepare() === false) return undefined;
      const result = enqueue(writeAndCommit);
      if (!(result instanceof Promise)) return /** @type {string} */ (result);
      // `append` already has the line, so the promise decides about the change.
      result.catch(() => {});
      throw new Error(`${ASYNC_APPEND} This change is made once the promise resolves.`);
    },

    /**
     * Adds resources synchronously, one for each change that `prepare` prepares: all of them or none. Returns their
     * number.
     */
    addAllNow(prepare, { noun, countAll, newestIds }) {
      const rollback = savepoint?.();
      const previousCount = countAll();
      appendError = undefined;
      try {
        let count = 0;
        while (this.changeNow(prepare) !== undefined) count++;
        return count;
      } catch (error) {
        const added = countAll() - previousCount;
        if (added === 0 || lastChange !== undefined) throw error;
        const ids = newestIds(added);
        const kept = rollback === undefined ? ids.filter((id) => throws(() => removeAgain(id, writeLine))) : ids;
        if (rollback !== undefined && !throws(rollback)) {
          for (const id of kept.splice(0)) removeAgain(id);
        }
        if (kept.length > 0) throw partialWriteError(noun, kept, appendError ?? error);
        throw error;
      }
    },

    /** Resolves when no change is waiting. */
    async idle() {
      while (lastChange !== undefined) await lastChange;
    },
  };
}

/** @param {() => unknown} run */
function throws(run) {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}

/**
 * Whether a request changes nothing. The first one for the instance stores its ID.
 * @param {{ method: string, url: string }} request
 */
const isRead = ({ method, url }) => method === "GET" && !url.includes("/v1/instance");

/** @param {string} id */
const removalLine = (id) => JSON.stringify({ delete: id });

const MAX_LISTED_IDS = 5;

/**
 * @param {string} noun
 * @param {string[]} ids
 * @param {unknown} cause
 */
function partialWriteError(noun, ids, cause) {
  const more = ids.length > MAX_LISTED_IDS ? ` and ${ids.length - MAX_LISTED_IDS} more` : "";
  const message = `Not all ${noun} could be written: ${reasonOf(cause)}. These ${noun} were written, and could not be removed again: ${ids.slice(0, MAX_LISTED_IDS).join(", ")}${more}. Remove them once lines can be written.`;
  return Object.assign(new Error(message, { cause }), {
    status: 500,
    errors: [{ code: "internal_clerk_error", message, long_message: message }],
  });
}

/**
 * The message of what `append` threw, which may be any value.
 * @param {unknown} error
 */
function reasonOf(error) {
  try {
    const message = typeof error === "string" ? error : /** @type {Error} */ (error).message;
    if (typeof message === "string" && message !== "") return message;
  } catch {
    // `undefined` or `null`, or an object whose getter throws.
  }
  return "the journal gave no reason";
}
