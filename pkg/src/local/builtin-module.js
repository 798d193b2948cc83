/**
 * The types of the modules.
 * @typedef {{
 *   "node:fs": typeof import("node:fs"),
 *   "node:http": typeof import("node:http"),
 *   "node:path": typeof import("node:path"),
 *   "node:url": typeof import("node:url"),
 * }} Builtins
 */

/**
 * Imports a built-in module of Node.js, Deno and Bun when it is used. Bundlers do not see the import, so the local
 * Backend API also works in browsers and Workers.
 * @template {keyof Builtins} Name
 * @param {Name} name
 * @param {string} purpose
 * @param {string} [caller] The function of this package that needs it.
 * @returns {Promise<Builtins[Name]>}
 */
export async function importBuiltin(name, purpose, caller = "createLocalBackend") {
  const builtin = globalThis.process?.getBuiltinModule?.(name);
  if (builtin !== undefined) return /** @type {any} */ (builtin);
  try {
    return await import(/* webpackIgnore: true */ /* @vite-ignore */ name);
  } catch (cause) {
    throw new Error(`${caller}: ${purpose} needs ${name}, which this runtime does not have.`, { cause });
  }
}
