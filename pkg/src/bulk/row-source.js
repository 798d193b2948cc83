// Reads the rows one at a time, when the run wants one.

/**
 * @typedef {{ done: true } | { done: false, row: unknown }} NextRow
 * `next` returns the next row, or `undefined` if it has not arrived yet: `wake` is called when it has. It throws what
 * the iterable throws.
 * @typedef {{ next(): NextRow | undefined, close(): Promise<void> }} RowSource
 */

/**
 * `isRead`: whether a row source closes the iterator.
 * @typedef {{ isAsync: boolean, iterator: any, iterable: any, isRead: boolean }} Rows
 */

/**
 * Gets the iterator. Not later than the caller passes the rows: a `readline` interface drops the lines that it has read
 * before.
 * @param {any} rows
 * @returns {Rows}
 */
export function openRows(rows) {
  const isAsync = typeof rows[Symbol.asyncIterator] === "function";
  const iterator = isAsync ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
  return { isAsync, iterator, iterable: rows, isRead: false };
}

/**
 * Ends an iteration that has not begun. The iterator of a stream of Node.js is a generator, whose `return` does not
 * close the stream then.
 * @param {Pick<Rows, "iterator" | "iterable">} rows
 */
export async function closeUnread({ iterator, iterable }) {
  try {
    await iterator.return?.();
  } finally {
    if (typeof iterable.destroy === "function") iterable.destroy();
  }
}

/**
 * Calls `perform`. Closes the rows if it has ended without reading them, for example because of the journal. Does not
 * wait until they are closed, and ignores errors of that.
 * @template T
 * @param {Rows} rows
 * @param {() => Promise<T>} perform
 * @returns {Promise<T>}
 */
export async function performWithRows(rows, perform) {
  try {
    return await perform();
  } finally {
    if (!rows.isRead) closeUnread(rows).catch(() => {});
  }
}

/**
 * @param {Rows} rows
 * @param {() => void} wake
 * @returns {RowSource}
 */
export function createRowSource(rows, wake) {
  const { isAsync, iterator } = rows;
  rows.isRead = true;
  let isStarted = false;
  /** @type {NextRow | undefined} */
  let arrived;
  /** @type {{ error: unknown } | undefined} */
  let failed;
  let isWaiting = false;
  let isOver = false;

  /** @param {{ done?: boolean, value: unknown }} result */
  const convert = (result) => {
    if (result.done) {
      isOver = true;
      return /** @type {NextRow} */ ({ done: true });
    }
    return { done: /** @type {const} */ (false), row: result.value };
  };

  /** @param {Promise<any>} promise */
  async function wait(promise) {
    isWaiting = true;
    try {
      arrived = convert(await promise);
    } catch (error) {
      isOver = true;
      failed = { error };
    }
    isWaiting = false;
    wake();
  }

  return {
    next() {
      if (failed !== undefined) throw failed.error;
      if (isWaiting) return undefined;
      if (arrived !== undefined) {
        const row = arrived;
        arrived = undefined;
        return row;
      }
      if (isOver) return { done: true };
      isStarted = true;
      try {
        const result = iterator.next();
        if (!isAsync && typeof result?.then !== "function") return convert(result);
        wait(result);
        return undefined;
      } catch (error) {
        isOver = true;
        throw error;
      }
    },

    /** Ends an iteration that has not ended, as `break` does. */
    async close() {
      if (isOver) return;
      isOver = true;
      const returned = isStarted ? iterator.return?.() : closeUnread(rows);
      // A generator returns only when its next row has arrived, which may never happen.
      if (isWaiting) Promise.resolve(returned).catch(() => {});
      else await returned;
    },
  };
}
