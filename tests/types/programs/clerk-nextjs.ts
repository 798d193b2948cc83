// An app with @clerk/nextjs beside, its routes and its components.
import { useUser } from "@clerk/nextjs";
import { clerkClient, currentUser } from "@clerk/nextjs/server";
import { createClerkClient, updateUserMetadata } from "clerk-metadata";
import { holds, type Equal } from "./assert.js";
import "./declared.js";

export async function route() {
  const theirs = await currentUser();
  if (theirs === null) return undefined;
  const ours = await createClerkClient().users.getUser(theirs.id);
  holds<Equal<typeof ours.publicMetadata, typeof theirs.publicMetadata>>();
  holds<Equal<typeof ours.privateMetadata, typeof theirs.privateMetadata>>();
  holds<Equal<typeof ours.unsafeMetadata, typeof theirs.unsafeMetadata>>();
  holds<Equal<typeof theirs.publicMetadata.plan, "free" | "pro">>();
  holds<Equal<typeof theirs.privateMetadata.customerId, string>>();
  holds<Equal<typeof theirs.unsafeMetadata.theme, "light" | "dark" | undefined>>();
  holds<Equal<typeof ours.publicMetadata.undeclared, unknown>>();

  const official = await clerkClient();
  await official.users.updateUserMetadata(ours.id, { publicMetadata: ours.publicMetadata });
  // @ts-expect-error another text
  await updateUserMetadata(theirs.id, { publicMetadata: { plan: "por" } });
  return updateUserMetadata(theirs.id, { publicMetadata: { ...theirs.publicMetadata, address: null } });
}

export function component() {
  const { user } = useUser();
  if (!user) return undefined;
  holds<Equal<typeof user.publicMetadata, UserPublicMetadata>>();
  holds<Equal<typeof user.publicMetadata.plan, "free" | "pro">>();
  return user.publicMetadata.address?.city;
}
