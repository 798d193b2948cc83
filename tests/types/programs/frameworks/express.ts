// Express: a route.
import { createClerkClient } from "@clerk/backend";

interface Incoming {
  readonly body: { readonly theme: "light" | "dark" };
}
interface Outgoing {
  status(code: number): Outgoing;
  json(value: unknown): void;
}
type Handler = (request: Incoming, response: Outgoing, next: (error: unknown) => void) => Promise<void>;
declare const app: { post(path: string, handler: Handler): void };
declare const process: { env: Record<string, string | undefined> };
/** `getAuth` of Clerk's package for Express. */
declare function getAuth(request: Incoming): { userId: string | null };

const clerkClient = createClerkClient({ secretKey: process.env["CLERK_SECRET_KEY"] ?? "" });

app.post("/preferences", async (request, response, next) => {
  const { userId } = getAuth(request);
  if (!userId) {
    response.status(401).json({ error: "signed out" });
    return;
  }
  try {
    const user = await clerkClient.users.updateUserMetadata(userId, {
      publicMetadata: { example: "metadata" },
      unsafeMetadata: { theme: request.body.theme },
    });
    const changed: number = user.updatedAt;
    response.json({ changed, verified: user.primaryEmailAddress?.verification?.status === "verified" });
  } catch (error) {
    next(error);
  }
});
