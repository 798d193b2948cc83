// Changes of the users, one at a time: a change is prepared, its line is written, and then it is
// committed. If the line is not written, nothing is changed.

const NO_PROMISE = "journal.append returns a promise, and the methods of users that change something cannot wait for one. Send the change with backend.fetch instead.";

/** `append` writes a line, and may return a promise; without it nothing is written. */
export function changesOf(backend, append) {
  // The end of the last change that waits for a promise; undefined when there is none.
  let last;
  let isAppending = false;
  let returnsPromises = Object.prototype.toString.call(append) === "[object AsyncFunction]";

  /** Writes the line of the pending change and commits it. Returns the response, or a promise of it. */
  function write() {
    try {
      isAppending = true;
      const written = append?.(backend.pendingLine());
      if (typeof written?.then === "function") {
        returnsPromises = true;
        return Promise.resolve(written).then(() => backend.commit(), fail);
      }
    } catch (error) {
      return fail(error);
    } finally {
      isAppending = false;
    }
    return backend.commit();
  }

  const fail = (error) => backend.fail(reasonOf(error));

  /** Runs `act` when every change before it has ended. It returns a result, or a promise of one. */
  function inTurn(act) {
    const result = last === undefined ? act() : last.then(act);
    if (result instanceof Promise) {
      const clear = () => {
        if (last === end) last = undefined;
      };
      const end = result.then(clear, clear);
      last = end;
    }
    return result;
  }

  return {
    /** The response to a request, or a promise of it. Reads wait for nothing. `signal` ends the wait of a change. */
    handle(request, signal) {
      if (request.method === "GET") return backend.handle(request, Date.now());
      return inTurn(() => {
        signal?.throwIfAborted();
        return backend.handle(request, Date.now()) ?? write();
      });
    },

    /** Makes the change that `prepare` prepares, and returns the body of its response, or a promise of it. */
    make: (prepare) =>
      inTurn(() => {
        prepare();
        return write();
      }),

    /**
     * The same at once: throws if that takes a promise, before anything is written where it can be
     * known. Returns `undefined` if `prepare` returns `false`: there is nothing to change.
     */
    makeNow(prepare) {
      if (isAppending) throw new Error("journal.append must not change users.");
      if (returnsPromises) throw new Error(NO_PROMISE);
      if (prepare() === false) return undefined;
      const result = inTurn(write);
      if (!(result instanceof Promise)) return result;
      // The line was handed over: what becomes of it is what becomes of the change.
      result.catch(() => {});
      throw new Error(`${NO_PROMISE} This change is made once the promise resolves.`);
    },

    /** Resolves when no change waits. */
    async idle() {
      while (last !== undefined) await last;
    },
  };
}

/** What is said of an error of `append`, which may be anything. */
function reasonOf(error) {
  if (typeof error === "string" && error !== "") return error;
  const message = error?.message;
  return typeof message === "string" && message !== "" ? message : "the journal gave no reason";
}
