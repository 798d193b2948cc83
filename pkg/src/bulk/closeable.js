// Iteration that can be ended while the next value is pending: the `return` of a generator waits for that value, which
// may never arrive.
import { closeUnread, openRows } from "./row-source.js";

/**
 * An iterable with the values of another one, and a function that calls `return` of its iterator at once.
 * @param {any} iterable
 */
export function openIterable(iterable) {
  const { isAsync, iterator } = openRows(iterable);
  let isStarted = false;
  let isClosed = false;
  const close = () => {
    if (isClosed) return { done: true, value: undefined };
    isClosed = true;
    const closed = isStarted ? iterator.return?.() : closeUnread({ iterator, iterable });
    return closed ?? { done: true, value: undefined };
  };
  const opened = {
    next() {
      isStarted = true;
      return iterator.next();
    },
    return: close,
    [isAsync ? Symbol.asyncIterator : Symbol.iterator]: () => opened,
  };
  return { iterable: opened, close };
}

/**
 * An async generator whose `return` also closes the iterator that it waits for.
 * @template T
 * @param {(open: (iterable: any) => any) => AsyncGenerator<T, void, undefined>} generate Opens what it iterates.
 *   It is called at once.
 * @returns {AsyncIterableIterator<T>}
 */
export function closeableGenerator(generate) {
  let close = () => /** @type {unknown} */ (undefined);
  const generator = generate((iterable) => {
    const opened = openIterable(iterable);
    close = opened.close;
    return opened.iterable;
  });
  const iterator = {
    next: () => generator.next(),
    async return() {
      const closed = close();
      await generator.return();
      await closed;
      return { done: /** @type {const} */ (true), value: undefined };
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}
