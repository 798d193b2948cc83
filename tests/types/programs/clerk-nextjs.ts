// An app that also has @clerk/nextjs: its routes and components.
import { useUser } from "@clerk/nextjs";
import { clerkClient, currentUser } from "@clerk/nextjs/server";
import { createClerkClient, updateUserMetadata } from "clerk-metadata";
import { assertTrue, type Equal } from "./assert.js";
import "./metadata-declarations.js";
import type { SameMetadata } from "./same-metadata.js";

export async function route() {
  const theirs = await currentUser();
  if (theirs === null) return undefined;
  const ours = await createClerkClient().users.getUser(theirs.id);
  assertTrue<SameMetadata<typeof ours, typeof theirs>>();

  const official = await clerkClient();
  await official.users.updateUserMetadata(ours.id, { publicMetadata: ours.publicMetadata });
  // @ts-expect-error a string that is not declared
  await updateUserMetadata(theirs.id, { publicMetadata: { plan: "por" } });
  return updateUserMetadata(theirs.id, { publicMetadata: { ...theirs.publicMetadata, address: null } });
}

export function component() {
  const { user } = useUser();
  if (!user) return undefined;
  assertTrue<Equal<typeof user.publicMetadata, UserPublicMetadata>>();
  assertTrue<Equal<typeof user.publicMetadata.plan, "free" | "pro">>();
  return user.publicMetadata.address?.city;
}
