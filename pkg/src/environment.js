/** Where most runtimes keep their variables. */
export const processEnvironment = () => globalThis.process?.env;

/**
 * A variable, from the first place that has it. A place may not be there, and may throw: Deno asks for a permission,
 * and may refuse.
 */
function variable(name, places) {
  for (const place of places) {
    try {
      const value = place()?.[name];
      if (value) return value;
    } catch {
      // the next one
    }
  }
  return undefined;
}

/** The client options that the environment holds, in one of these places. */
export const environment = (places = [processEnvironment]) => ({
  secretKey: variable("CLERK_SECRET_KEY", places),
  apiUrl: variable("CLERK_API_URL", places),
  apiVersion: variable("CLERK_API_VERSION", places),
});
