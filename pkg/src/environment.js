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
export function readVariable(name, sources) {
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

export const LOG_VARIABLE = "CLERK_METADATA_LOG";

/**
 * The text of the variable that sets the log level.
 * @param {VariableSource[]} [sources]
 */
export const logVariable = (sources = [processEnvironment]) =>
  wouldPrompt() ? undefined : readVariable(LOG_VARIABLE, sources);

/** Whether Deno would ask the user for the permission to read the log level, which a program may not need. */
const wouldPrompt = () => {
  try {
    return (
      /** @type {any} */ (globalThis).Deno.permissions.querySync({ name: "env", variable: LOG_VARIABLE }).state ===
      "prompt"
    );
  } catch {
    return false; // not Deno, or not a complete one
  }
};

/** The client options from the environment variables of these sources, without the log level. */
export const connectionOptions = (sources = /** @type {VariableSource[]} */ ([processEnvironment])) => ({
  secretKey: readVariable("CLERK_SECRET_KEY", sources),
  apiUrl: readVariable("CLERK_API_URL", sources),
  apiVersion: readVariable("CLERK_API_VERSION", sources),
});
