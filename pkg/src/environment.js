/** A variable of the runtime's environment. Deno asks for a permission, and may refuse. */
function variable(name) {
  try {
    return globalThis.process?.env?.[name] || undefined;
  } catch {
    return undefined;
  }
}

/** The client options that the environment holds. */
export const environment = () => ({
  secretKey: variable("CLERK_SECRET_KEY"),
  apiUrl: variable("CLERK_API_URL"),
  apiVersion: variable("CLERK_API_VERSION"),
});
