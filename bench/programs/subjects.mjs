// What is compared, each behind the same call. Nothing is imported before `load` asks for it.

/** Both clients with their defaults; without telemetry, which only the official one has. */
const options = (apiUrl) => ({ secretKey: "sk_test_bench", apiUrl, telemetry: { disabled: true } });

const LOAD = {
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
 * The `users` of one subject: "ours", "javascript" (ours, its core in JavaScript), "official" or "fetch"; default URL:
 * Clerk's own.
 */
export const load = (subject, apiUrl) => LOAD[subject](apiUrl);

/** Whether a call gave the user. */
export function assertUser(user) {
  if (user.id !== "user_bench") throw new Error(`the call gave ${JSON.stringify(user)}`);
}
