import type { ActionFunctionArgs } from "react-router";
import { clerkClient as createClient, getAuth } from "@clerk/react-router/server";
import { notify } from "../notify";

export async function action(args: ActionFunctionArgs) {
  const { userId } = await getAuth(args);
  if (!userId) throw new Response(null, { status: 401 });
  const clerk = createClient(args);
  await clerk.organizations.createOrganization({ name: "Team", createdBy: userId });
  await clerk.users.updateUserMetadata(userId, { publicMetadata: { team: "owner" } });
  await notify(clerk, userId);
  return null;
}
