import { createClerkClient } from "@clerk/backend";
import { clerkClient } from "clerk-metadata/cloudflare";

interface Env {
  CLERK_SECRET_KEY: string;
  CLERK_PUBLISHABLE_KEY: string;
  /** The PEM public key of the instance, which verifies sessions without a request. Empty: it is read from Clerk. */
  CLERK_JWT_KEY: string;
  CLERK_API_URL: string;
}

/** The ID of the signed-in user. */
async function userIdOf(request: Request, env: Env) {
  const clerk = createClerkClient({
    secretKey: env.CLERK_SECRET_KEY,
    publishableKey: env.CLERK_PUBLISHABLE_KEY,
    jwtKey: env.CLERK_JWT_KEY,
  });
  const state = await clerk.authenticateRequest(request);
  return state.toAuth()?.userId;
}

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (request.method !== "POST" || pathname !== "/api/example") return new Response(null, { status: 404 });

    const userId = await userIdOf(request, env);
    if (!userId) return Response.json({ error: "signed out" }, { status: 401 });

    await clerkClient(env).users.updateUserMetadata(userId, {
      publicMetadata: {
        birthday: "1990-01-01",
      },
    });
    return Response.json({ success: true });
  },
} satisfies ExportedHandler<Env>;
