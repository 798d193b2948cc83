// The app that each edge builder builds. A request makes calls to the Backend API that its query names.
import { clerkClient } from "clerk-metadata/cloudflare";

export async function respond(request) {
  const apiUrl = new URL(request.url).searchParams.get("api");
  const { users } = clerkClient({ CLERK_SECRET_KEY: "sk_test_packaging", CLERK_API_URL: apiUrl }, { maxRetries: 0 });
  const user = await users.updateUserMetadata("user_1", { publicMetadata: { plan: "pro", trial: null } });
  const { name, status, message } = await users.getUser("user_missing").catch((error) => error);
  return { publicMetadata: user.publicMetadata, apiError: { name, status, message }, loaded: globalThis.loadedEntries };
}
