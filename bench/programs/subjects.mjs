// The clients that are compared, all with the same interface. `loadUsers` imports a client.

/** Both clients have their default options. Telemetry, which only the official one has, is disabled. */
const options = (apiUrl) => ({ secretKey: "sk_test_bench", apiUrl, telemetry: { disabled: true } });

const LOADERS = {
  ours: async (apiUrl) => (await import("clerk-metadata")).createClerkClient(options(apiUrl)).users,
  javascript: async (apiUrl) => (await import("clerk-metadata/js")).createClerkClient(options(apiUrl)).users,
  official: async (apiUrl) => (await import("@clerk/backend")).createClerkClient(options(apiUrl)).users,
  fetch: async (apiUrl = "https://api.clerk.com") => ({
    async updateUserMetadata(id, { publicMetadata }) {
      const response = await fetch(`${apiUrl}/v1/users/${id}/metadata`, {
        method: "PATCH",
        headers: { authorization: "Bearer sk_test_bench", "content-type": "application/json" },
        body: JSON.stringify({ public_metadata: publicMetadata }),
      });
      if (!response.ok) throw new Error(`status ${response.status}`);
      return response.json();
    },
  }),
};

/**
 * The `users` of a subject: "ours", "javascript" (ours, with the core in JavaScript), "official" or "fetch".
 * Default URL: Clerk's Backend API.
 */
export const loadUsers = (subject, apiUrl) => LOADERS[subject](apiUrl);

/** Throws if a call did not return the user. */
export function assertUser(user) {
  if (user.id !== "user_bench") throw new Error(`the call returned ${JSON.stringify(user)}`);
}
