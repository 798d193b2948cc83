// The time that functions of the caller have to settle after a run was stopped.

const GRACE_PERIOD = 3_000;
export const GRACE_SECONDS = GRACE_PERIOD / 1000;
/** Taken from the host: with a clock that a test replaces and does not move, a run would never end. */
const { setTimeout: startTimer, clearTimeout: endTimer } = globalThis;

export function createGracePeriod() {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let isOver = false;
  /** @type {Set<() => void>} */
  const listeners = new Set();
  return {
    /** The run was stopped. */
    start() {
      timer ??= startTimer(() => {
        isOver = true;
        for (const listener of listeners) listener();
      }, GRACE_PERIOD);
    },
    /**
     * Settles as `promise` does. At the end of the period it rejects with an error, or resolves to `undefined`.
     * @template T
     * @param {Promise<T>} promise
     * @param {() => Error} [createError]
     * @returns {Promise<T | undefined>}
     */
    limit(promise, createError) {
      return new Promise((resolve, reject) => {
        const end = () => (createError ? reject(createError()) : resolve(undefined));
        if (isOver) end();
        else listeners.add(end);
        promise.then(resolve, reject).finally(() => listeners.delete(end));
      });
    },
    /** The run has ended. */
    end: () => endTimer(timer),
  };
}
