// What each program does with the package, and what came of it. It tells values only; judge.mjs judges them.

/** What a promise rejects with. That it does not is an error. */
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
 * `loadLocal()` gives `clerk-metadata/local`, loaded only then where the host can do so; it is undefined where the host
 * has no WebAssembly.
 */
export async function scenario(clerkMetadata, loadLocal, apiUrl, options = {}) {
  const { createClerkClient, User } = clerkMetadata;
  const clerk = createClerkClient({ secretKey: "sk_test_packaging", apiUrl, maxRetries: 0, ...options });
  const user = await clerk.users.updateUserMetadata("user_1", {
    publicMetadata: { plan: "pro", trial: null, camelKey: { snake_key: [1] } },
  });
  const refusal = await rejection(clerk.users.getUser("user_missing"));
  const input = await rejection(
    clerk.users.updateUserMetadata("user_1", { publicMetadata: { deep: [{ seats: NaN }] } }),
  );
  const connection = await rejection(clerk.users.getUser("user_reset"));

  const loadedByClient = [...globalThis.loadedEntries];
  const ofClient = {
    user: {
      isUser: user instanceof User,
      fullName: user.fullName,
      publicMetadata: user.publicMetadata,
      email: user.primaryEmailAddress.emailAddress,
      raw: user.raw.first_name,
    },
    refusal: {
      ...errorParts(refusal),
      isError: refusal instanceof Error && refusal instanceof clerkMetadata.ClerkAPIResponseError,
      guard: clerkMetadata.isClerkAPIResponseError(refusal),
    },
    input: { ...errorParts(input), guard: clerkMetadata.isClerkInputError(input) },
    connection: {
      ...errorParts(connection),
      message: "",
      guard: clerkMetadata.isClerkConnectionError(connection),
      hasCause: connection.cause !== undefined,
    },
    loadedByClient,
  };
  if (loadLocal === undefined) return ofClient;
  const { createLocalBackend } = await loadLocal();
  const backend = await createLocalBackend({ users: [{ id: "user_2", firstName: "Grace" }] });
  const local = createClerkClient({ secretKey: "sk_test_packaging", ...options, fetch: backend.fetch });
  const merged = await local.users.updateUserMetadata("user_2", { privateMetadata: { a: { b: 1, c: null } } });
  await backend.close();

  return {
    ...ofClient,
    local: {
      privateMetadata: merged.privateMetadata,
      stored: backend.users.get("user_2").private_metadata,
      fullName: merged.fullName,
    },
    loaded: [...globalThis.loadedEntries],
  };
}
