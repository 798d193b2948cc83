import type { APIRoute } from "astro";
import { clerkClient } from "@clerk/astro/server";

export const POST: APIRoute = async (context) => {
  const { userId } = context.locals.auth();
  if (!userId) return new Response("Unauthorized", { status: 401 });
  const { slug } = await context.request.json();
  await clerkClient(context).users.updateUserMetadata(userId, { unsafeMetadata: { lastBookmark: slug } });
  return Response.json({ success: true });
};
