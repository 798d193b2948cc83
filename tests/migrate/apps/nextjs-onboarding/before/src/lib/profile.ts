import type { ClerkClient, User } from "@clerk/backend";

/** Stores the name of a user in their metadata. */
export async function syncProfile(client: ClerkClient, userId: string): Promise<User> {
  const user = await client.users.getUser(userId);
  await client.users.updateUserMetadata(userId, { publicMetadata: { applicationName: user.fullName ?? "" } });
  return client.users.updateUser(userId, { skipPasswordChecks: true });
}
