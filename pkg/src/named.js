/**
 * Gives a class its name, for minified names are no names. Defined, not a static field: a bundler may make an
 * assignment of that, which fails.
 */
export const named = (name, Class) => Object.defineProperty(Class, "name", { value: name, configurable: true });
