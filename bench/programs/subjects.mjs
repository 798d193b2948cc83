// The clients that are compared, all with the same interface. `loadUsers` imports a client.

/** Both clients have their default options. Telemetry, which only the official one has, is disabled. */
const options = (apiUrl) => ({ secretKey: "sk_test_bench", apiUrl, telemetry: { disabled: true } });

const LOADERS = {
  ours: async (apiUrl) => (await import("clerk-metadata")).createClerkClient(options(apiUrl)).users,
  javascript: async (apiUrl) => (await import("clerk-metadata/js")).createClerkClient(options(apiUrl)).users,
  official: async (apiUrl) => (await import("@clerk/backend")).createClerkClient(options(apiUrl)).users,
  fetch: (apiUrl) => usersWithFetch(apiUrl, () => undefined),
  fetchWithTimeout: (apiUrl) => usersWithFetch(apiUrl, () => AbortSignal.timeout(30_000)),
};

/** What a program does without a client. */
function usersWithFetch(apiUrl = "https://api.clerk.com", createSignal) {
  const headers = { authorization: "Bearer sk_test_bench", "content-type": "application/json" };
  const parse = async (response) => {
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response.json();
  };
  return {
    async updateUserMetadata(id, { publicMetadata, privateMetadata, unsafeMetadata }) {
      const response = await fetch(`${apiUrl}/v1/users/${id}/metadata`, {
        method: "PATCH",
        headers,
        body: JSON.stringify({
          public_metadata: publicMetadata,
          private_metadata: privateMetadata,
          unsafe_metadata: unsafeMetadata,
        }),
        signal: createSignal(),
      });
      return parse(response);
    },
    async getUserList({ limit }) {
      const [data, { total_count: totalCount }] = await Promise.all(
        [`?limit=${limit}`, "/count"].map(async (path) => parse(await fetch(`${apiUrl}/v1/users${path}`, { headers }))),
      );
      return { data, totalCount };
    },
  };
}

/**
 * The `users` of a subject: "ours", "javascript" (ours, with the core in JavaScript), "official", "fetch" or
 * "fetchWithTimeout".
 * Default URL: Clerk's Backend API.
 */
export const loadUsers = (subject, apiUrl) => LOADERS[subject](apiUrl);

/** Throws if a call did not return the user. */
export function assertUser(user) {
  if (user.id !== "user_bench") throw new Error(`the call returned ${JSON.stringify(user)}`);
}
