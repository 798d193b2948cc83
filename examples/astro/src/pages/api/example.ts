import type { APIRoute } from "astro";
import { clerkClient } from "clerk-metadata/astro";

export const POST: APIRoute = async (context) => {
  const { userId } = context.locals.auth();
  if (!userId) return new Response(JSON.stringify({ error: "signed out" }), { status: 401 });

  await clerkClient(context).users.updateUserMetadata(userId, {
    publicMetadata: {
      birthday: "1990-01-01",
    },
  });

  return new Response(JSON.stringify({ success: true }), { status: 200 });
};
