/** @typedef {() => Record<string, any> | undefined} VariableSource */

/**
 * The variables of most runtimes.
 * @type {() => Record<string, string | undefined> | undefined}
 */
export const processEnvironment = () => globalThis.process?.env;

/**
 * A variable. The first source that defines it wins. A source may be missing, or throw: Deno asks for a permission,
 * which may be denied.
 * @param {string} name
 * @param {VariableSource[]} sources
 * @returns {string | undefined}
 */
function readVariable(name, sources) {
  for (const source of sources) {
    try {
      const value = source()?.[name];
      if (value) return value;
    } catch {
      // try the next source
    }
  }
  return undefined;
}

/** The client options from the environment variables of these sources. */
export const environment = (sources = /** @type {VariableSource[]} */ ([processEnvironment])) => ({
  secretKey: readVariable("CLERK_SECRET_KEY", sources),
  apiUrl: readVariable("CLERK_API_URL", sources),
  apiVersion: readVariable("CLERK_API_VERSION", sources),
});
