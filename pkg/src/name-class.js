/**
 * Gives a class its name, which a minifier would shorten. Defined, not a static field: a bundler may turn that into an
 * assignment, which fails.
 * @template {Function} T
 * @param {string} name
 * @param {T} Class
 * @returns {T}
 */
export const nameClass = (name, Class) => Object.defineProperty(Class, "name", { value: name, configurable: true });
