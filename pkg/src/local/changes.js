// Changes of the users, one at a time: a change is prepared, its line is written, and then it is
// committed. If the line is not written, nothing is changed.

const NO_PROMISE =
  "journal.append returns a promise, and the methods of users that change something cannot wait for one. Send the change with backend.fetch instead.";

/**
 * `append` writes a line, and may return a promise; without it nothing is written. `mark` returns what takes
 * back every line that is written after it, where the place of the lines can do that.
 */
export function changesOf(backend, append, mark) {
  // The end of the last change that waits for a promise; undefined when there is none.
  let last;
  let isAppending = false;
  /** What `append` threw last. */
  let failure;
  let returnsPromises = Object.prototype.toString.call(append) === "[object AsyncFunction]";

  /** Writes a line; returns a promise if `append` does. */
  function writeLine(line) {
    try {
      isAppending = true;
      const written = append?.(line);
      if (typeof written?.then !== "function") return undefined;
      returnsPromises = true;
      return Promise.resolve(written);
    } finally {
      isAppending = false;
    }
  }

  /** Writes the line of the pending change and commits it. Returns the response, or a promise of it. */
  function write() {
    let written;
    try {
      written = writeLine(backend.pendingLine());
    } catch (error) {
      return fail(error);
    }
    return written === undefined ? backend.commit() : written.then(() => backend.commit(), fail);
  }

  function fail(error) {
    failure = error;
    return backend.fail(reasonOf(error));
  }

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

    /**
     * Writes the lines of users who are in the backend already, all or none: if one cannot be written, those
     * before it are removed again, and the error says which could not be.
     */
    async writeUsers(users) {
      const written = [];
      for (const { id, line } of users) {
        try {
          await writeLine(line);
        } catch (error) {
          for (const id of [...written]) {
            try {
              await writeLine(removalOf(id));
              written.splice(written.indexOf(id), 1);
            } catch {
              // It stays, and is named.
            }
          }
          if (written.length > 0) throw halfWritten(written, error);
          return fail(error);
        }
        written.push(id);
      }
    },

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

    /**
     * Makes changes at once, as long as `prepare` prepares one, each of which adds a user: all of them or
     * none. Returns how many. `added(count)` returns the IDs of the last users.
     */
    makeAllNow(prepare, added) {
      const takeBack = mark?.();
      let count = 0;
      failure = undefined;
      try {
        while (this.makeNow(prepare) !== undefined) count++;
        return count;
      } catch (error) {
        if (count === 0 || last !== undefined) throw error;
        const ids = added(count);
        const kept = new Set(
          takeBack === undefined
            ? ids.filter((id) => fails(() => writeLine(removalOf(id))?.catch(() => {})))
            : fails(takeBack)
              ? ids
              : [],
        );
        for (const id of ids) {
          if (kept.has(id)) continue;
          backend.remove(id);
          backend.commit();
        }
        if (kept.size > 0) throw halfWritten([...kept], failure ?? error);
        throw error;
      }
    },

    /** Resolves when no change waits. */
    async idle() {
      while (last !== undefined) await last;
    },
  };
}

function fails(act) {
  try {
    act();
    return false;
  } catch {
    return true;
  }
}

const removalOf = (id) => JSON.stringify({ delete: id });

const MAX_NAMED = 5;

function halfWritten(ids, cause) {
  const more = ids.length > MAX_NAMED ? ` and ${ids.length - MAX_NAMED} more` : "";
  const message = `Not all users could be written: ${reasonOf(cause)}. These were, and could not be removed again: ${ids.slice(0, MAX_NAMED).join(", ")}${more}. Remove them once lines can be written.`;
  return Object.assign(new Error(message, { cause }), {
    status: 500,
    errors: [{ code: "internal_clerk_error", message, long_message: message }],
  });
}

/** What is said of an error of `append`, which may be anything. */
function reasonOf(error) {
  try {
    const reason = typeof error === "string" ? error : error.message;
    if (typeof reason === "string" && reason !== "") return reason;
  } catch {
    // Nothing, or an object that does not let its message be read.
  }
  return "the journal gave no reason";
}
