// Astro: an endpoint.
import { createClerkClient, type User } from "@clerk/backend";

/** The context that Astro passes to an endpoint, with the `locals` of Clerk's integration. */
interface Context {
  readonly request: Request;
  readonly locals: { auth(): { userId: string | null }; readonly runtime: { env: { CLERK_SECRET_KEY: string } } };
}

const clerkClient = (context: Context) => createClerkClient({ secretKey: context.locals.runtime.env.CLERK_SECRET_KEY });

const emails = (user: User): string[] => user.emailAddresses.map(({ emailAddress }) => emailAddress);

export const POST = async (context: Context) => {
  const { userId } = context.locals.auth();
  if (!userId) return new Response(null, { status: 401 });
  const user = await clerkClient(context).users.updateUserMetadata(userId, {
    publicMetadata: { example: "metadata" },
    privateMetadata: { visitedAt: Date.now() },
  });
  return new Response(JSON.stringify({ id: user.id, emails: emails(user) }), {
    headers: { "content-type": "application/json" },
  });
};
