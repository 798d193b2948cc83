// Next.js, App Router: a route handler.
import { createClerkClient } from "@clerk/backend";

declare const process: { env: Record<string, string | undefined> };
/** `auth` of Clerk's package for Next.js. */
declare function auth(): Promise<{ isAuthenticated: boolean; userId: string | null }>;

const clerkClient = async () => createClerkClient({ secretKey: process.env["CLERK_SECRET_KEY"] ?? "" });

export async function PATCH(request: Request): Promise<Response> {
  const { isAuthenticated, userId } = await auth();
  if (!isAuthenticated || userId === null) return Response.json({ error: "signed out" }, { status: 401 });

  const { city }: { city: string } = await request.json();
  const client = await clerkClient();
  const user = await client.users.updateUserMetadata(userId, {
    publicMetadata: { example: "metadata", city },
  });
  return Response.json({ name: user.fullName, image: user.imageUrl, metadata: user.publicMetadata });
}
