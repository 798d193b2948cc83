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
 * The functions of `entries` return `clerk-metadata/local` and `clerk-metadata/bulk`, and load them only then if the
 * runtime can. `entries` is undefined where the runtime has no WebAssembly.
 */
export async function scenario(clerkMetadata, entries, apiUrl, options = {}) {
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
  if (entries === undefined) return clientOutcome;
  const { createLocalBackend } = await entries.local();
  const backend = await createLocalBackend({ users: [{ id: "user_2", firstName: "Grace" }] });
  const local = createClerkClient({ secretKey: "sk_test_packaging", ...options, fetch: backend.fetch });
  const merged = await local.users.updateUserMetadata("user_2", { privateMetadata: { a: { b: 1, c: null } } });
  const limited = await callWithLimiter(clerkMetadata, await entries.bulk(), backend, options);
  const manyUsers = await changeManyUsers(clerkMetadata, await entries.bulk(), backend, options);
  const coalesced = await coalesceUpdates(clerkMetadata, backend, options);
  const events = await reportEvents(clerkMetadata, backend, options);
  await backend.close();

  return {
    ...clientOutcome,
    local: {
      privateMetadata: merged.privateMetadata,
      stored: backend.users.get("user_2").private_metadata,
      fullName: merged.fullName,
    },
    limited,
    manyUsers,
    coalesced,
    events,
    loadedInTotal: [...globalThis.loadedEntries],
  };
}

/** Calls that share a rate: the names of the users in the responses, and the statuses of the last requests. */
async function callWithLimiter({ createClerkClient }, { createRateLimiter }, backend, options) {
  const limiter = createRateLimiter({ rate: { requests: 4, seconds: 0.1 } });
  const { users } = createClerkClient({ secretKey: "sk_test_packaging", ...options, fetch: backend.fetch, limiter });
  const limiters = [limiter, limiter.background, limiter, limiter.background, limiter, limiter.background];
  const results = await Promise.all(limiters.map((limiter) => users.getUser("user_2", { limiter })));
  return {
    names: results.map(({ firstName }) => firstName),
    statuses: backend.requests.slice(-limiters.length).map(({ status }) => status),
  };
}

/**
 * Updates of one user at the same time, which are sent as two requests: the results, and the statuses of the requests.
 * The name of the error if the code cannot be loaded.
 */
async function coalesceUpdates({ createClerkClient }, backend, options) {
  const fetch = (url, init) => backend.fetch(url, init);
  const { users } = createClerkClient({ secretKey: "sk_test_packaging", ...options, fetch, coalesce: true });
  backend.requests.clear();
  try {
    const calls = [1, 2, 3].map((count) => users.updateUserMetadata("user_2", { publicMetadata: { count } }));
    const results = await Promise.all(calls);
    return [
      ...results.map(({ publicMetadata }) => publicMetadata.count),
      ...backend.requests.map(({ status }) => status),
    ];
  } catch (error) {
    return error.name;
  }
}

/** The events of a call that the hooks of its client receive. The name of the error if the code cannot be loaded. */
async function reportEvents({ createClerkClient }, backend, options) {
  const events = [];
  const names = ["onRequest", "onResponse", "onSuccess"];
  const hooks = names.map((name) => [name, ({ operation, status }) => events.push({ name, operation, status })]);
  const clientOptions = { secretKey: "sk_test_packaging", ...options, ...Object.fromEntries(hooks) };
  try {
    await createClerkClient({ ...clientOptions, fetch: backend.fetch }).users.getUser("user_2");
    return events;
  } catch (error) {
    return error.name;
  }
}

/**
 * Changes the users of a CSV stream until the loop is left, continues with the journal, and undoes the changes: the
 * counts, and what was sent and stored.
 */
async function changeManyUsers({ createClerkClient }, { readRows, undoRows, updateUsersMetadata }, backend, options) {
  const ids = Array.from({ length: 30 }, (_, index) => `user_many_${index}`);
  for (const id of ids) backend.users.create({ id });
  const clerk = createClerkClient({ secretKey: "sk_test_packaging", ...options, fetch: backend.fetch });
  const lines = [];
  const csv = ["id,publicMetadata.plan", ...[...ids, "user_missing"].map((id) => `${id},pro`)].join("\n");
  const run = () =>
    updateUsersMetadata(clerk, readRows(new Blob([csv]).stream(), { format: "csv" }), {
      limiter: false,
      concurrency: 2,
      journal: { lines, append: async (newLines) => void lines.push(...newLines) },
    });
  let finished = 0;
  for await (const { status } of run()) if (status === "ok" && ++finished === 10) break;
  const summary = await run().summary;
  const changes = backend.requests.filter(({ userId }) => ids.includes(userId)).length;
  const stored = ids.every((id) => backend.users.get(id).public_metadata.plan === "pro");
  const { ok: undone } = await updateUsersMetadata(clerk, undoRows(lines), { limiter: false }).summary;
  return { summary, changes, stored, undone };
}
