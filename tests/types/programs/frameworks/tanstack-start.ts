// TanStack Start: a server function.
import { createClerkClient } from "@clerk/backend";

/** The part of the server function builder that is used here. */
interface ServerFunction<Data> {
  inputValidator<Input>(check: (data: Input) => Input): ServerFunction<Input>;
  handler<Result>(handle: (context: { data: Data }) => Promise<Result>): (call: { data: Data }) => Promise<Result>;
}
declare function createServerFn(options: { method: "GET" | "POST" }): ServerFunction<undefined>;
declare const process: { env: Record<string, string | undefined> };
/** `auth` of Clerk's package for TanStack Start. */
declare function auth(): Promise<{ userId: string | null }>;

const clerkClient = () => createClerkClient({ secretKey: process.env["CLERK_SECRET_KEY"] ?? "" });

export const saveOnboarding = createServerFn({ method: "POST" })
  .inputValidator((data: { role: string }) => data)
  .handler(async ({ data }) => {
    const { userId } = await auth();
    if (!userId) throw new Error("signed out");
    const user = await clerkClient().users.updateUserMetadata(userId, {
      publicMetadata: { example: "metadata", onboarding: { role: data.role, done: true } },
    });
    const lastSeen: Date | undefined = user.lastSignInAt === null ? undefined : new Date(user.lastSignInAt);
    return { id: user.id, firstName: user.firstName, lastSeen, role: user.publicMetadata["onboarding"] };
  });
