// The calls that every program makes, and their outcome as plain values, which assertions.mjs checks.

/** The error that a promise rejects with. Throws if it does not reject. */
async function rejection(promise) {
  const value = await promise.then(
    () => undefined,
    (error) => error ?? new Error("it rejected with nothing"),
  );
  if (value === undefined) throw new Error("it should have rejected");
  return value;
}

const errorParts = ({ name, code, status, message, errors, clerkTraceId, path }) => ({
  name,
  code,
  status,
  message,
  errors,
  clerkTraceId,
  path,
});

/**
 * `loadLocal()` returns `clerk-metadata/local`, and loads it only then if the runtime can. It is undefined where the
 * runtime has no WebAssembly.
 */
export async function scenario(clerkMetadata, loadLocal, apiUrl, options = {}) {
  const { createClerkClient, User } = clerkMetadata;
  const clerk = createClerkClient({ secretKey: "sk_test_packaging", apiUrl, maxRetries: 0, ...options });
  const user = await clerk.users.updateUserMetadata("user_1", {
    publicMetadata: { plan: "pro", trial: null, camelKey: { snake_key: [1] } },
  });
  const apiError = await rejection(clerk.users.getUser("user_missing"));
  const inputError = await rejection(
    clerk.users.updateUserMetadata("user_1", { publicMetadata: { deep: [{ seats: NaN }] } }),
  );
  const connectionError = await rejection(clerk.users.getUser("user_reset"));

  const loadedByClient = [...globalThis.loadedEntries];
  const clientOutcome = {
    user: {
      isUser: user instanceof User,
      fullName: user.fullName,
      publicMetadata: user.publicMetadata,
      email: user.primaryEmailAddress.emailAddress,
      raw: user.raw.first_name,
    },
    apiError: {
      ...errorParts(apiError),
      isError: apiError instanceof Error && apiError instanceof clerkMetadata.ClerkAPIResponseError,
      guard: clerkMetadata.isClerkAPIResponseError(apiError),
    },
    inputError: { ...errorParts(inputError), guard: clerkMetadata.isClerkInputError(inputError) },
    connectionError: {
      ...errorParts(connectionError),
      message: "",
      guard: clerkMetadata.isClerkConnectionError(connectionError),
      hasCause: connectionError.cause !== undefined,
    },
    loadedByClient,
  };
  if (loadLocal === undefined) return clientOutcome;
  const { createLocalBackend } = await loadLocal();
  const backend = await createLocalBackend({ users: [{ id: "user_2", firstName: "Grace" }] });
  const local = createClerkClient({ secretKey: "sk_test_packaging", ...options, fetch: backend.fetch });
  const merged = await local.users.updateUserMetadata("user_2", { privateMetadata: { a: { b: 1, c: null } } });
  await backend.close();

  return {
    ...clientOutcome,
    local: {
      privateMetadata: merged.privateMetadata,
      stored: backend.users.get("user_2").private_metadata,
      fullName: merged.fullName,
    },
    loadedInTotal: [...globalThis.loadedEntries],
  };
}
