// React Router: the action of a form.
import { createClerkClient } from "@clerk/backend";

interface ActionArgs {
  readonly request: Request;
  readonly params: Record<string, string | undefined>;
}
declare const process: { env: Record<string, string | undefined> };
declare function redirect(to: string): Response;
/** `getAuth` of Clerk's package for React Router. */
declare function getAuth(args: ActionArgs): Promise<{ isAuthenticated: boolean; userId: string | null }>;

const clerkClient = (_args: ActionArgs) => createClerkClient({ secretKey: process.env["CLERK_SECRET_KEY"] ?? "" });

export async function action(args: ActionArgs) {
  const { isAuthenticated, userId } = await getAuth(args);
  if (!isAuthenticated || !userId) return redirect(`/sign-in?from=${encodeURIComponent(args.request.url)}`);

  const form = await args.request.formData();
  const user = await clerkClient(args).users.updateUserMetadata(userId, {
    publicMetadata: { example: "metadata", company: String(form.get("company")) },
  });
  const { id, username, publicMetadata } = user;
  const company: unknown = publicMetadata["company"];
  return { id, username, company };
}
