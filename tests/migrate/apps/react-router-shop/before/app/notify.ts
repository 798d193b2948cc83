import type { clerkClient } from "@clerk/react-router/server";

type Client = ReturnType<typeof clerkClient>;

export const notify = (clerk: Client, userId: string) =>
  clerk.users.updateUserMetadata(userId, { privateMetadata: { notified: true } });
