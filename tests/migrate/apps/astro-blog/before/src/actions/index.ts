import type { APIContext } from "astro";
import { clerkClient } from "@clerk/astro/server";

export async function deleteAccount(context: APIContext) {
  const { userId } = context.locals.auth();
  if (!userId) return;
  const clerk = clerkClient(context);
  await clerk.users.replaceUserMetadata(userId, { privateMetadata: {} });
  await clerk.users.deleteUser(userId);
}
