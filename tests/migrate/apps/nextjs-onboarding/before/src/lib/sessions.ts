import { clerkClient } from "@clerk/nextjs/server";

export async function countSessions(userId: string): Promise<number> {
  return (await (await clerkClient()).sessions.getSessionList({ userId })).totalCount;
}
