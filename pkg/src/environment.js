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

/** From none to all events. @type {import("../types/options.js").LogLevel[]} */
export const LOG_LEVELS = ["off", "error", "warn", "info", "debug"];
const LOG_VARIABLE = "CLERK_METADATA_LOG";
/** On the global object, because each entry of this package has a copy of this module. */
const WARNED = Symbol.for(LOG_VARIABLE);

/**
 * The log level of the environment. An invalid one is ignored, with one warning.
 * @param {VariableSource[]} [sources]
 */
export const environmentLogLevel = (sources = [processEnvironment]) => {
  const { Deno } = /** @type {any} */ (globalThis);
  if (Deno && wouldPrompt(Deno)) return undefined;
  const value = readVariable(LOG_VARIABLE, sources);
  const level = LOG_LEVELS.find((name) => name === value?.trim?.().toLowerCase());
  // Reflect.set does not throw if the global object is frozen.
  if (value && !level && !(WARNED in globalThis) && Reflect.set(globalThis, WARNED, true)) {
    console.warn(`[clerk-metadata] ${LOG_VARIABLE}: must be one of ${LOG_LEVELS.join(", ")}. It is ignored.`);
  }
  return level;
};

/**
 * Whether Deno would ask the user for the permission to read the log level, which a program may not need.
 * @param {any} Deno
 */
const wouldPrompt = (Deno) => {
  try {
    return Deno.permissions.querySync({ name: "env", variable: LOG_VARIABLE }).state === "prompt";
  } catch {
    return false;
  }
};

/** The client options from the environment variables of these sources. */
export const environment = (sources = /** @type {VariableSource[]} */ ([processEnvironment])) => ({
  secretKey: readVariable("CLERK_SECRET_KEY", sources),
  apiUrl: readVariable("CLERK_API_URL", sources),
  apiVersion: readVariable("CLERK_API_VERSION", sources),
  logLevel: environmentLogLevel(sources),
});
