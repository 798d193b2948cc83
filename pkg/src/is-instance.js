/**
 * Whether a value is an instance of a class. Unlike `instanceof`, it does not throw if the prototype cannot be read, as
 * that of a revoked proxy.
 * @template T
 * @param {unknown} value
 * @param {new (...args: any[]) => T} Class
 * @returns {value is T}
 */
export const isInstance = (value, Class) => {
  try {
    return value instanceof Class;
  } catch {
    return false;
  }
};
