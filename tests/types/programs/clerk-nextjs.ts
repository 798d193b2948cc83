// An app that also has @clerk/nextjs: its routes and components.
import { useUser } from "@clerk/nextjs";
import { clerkClient, currentUser } from "@clerk/nextjs/server";
import { createClerkClient, updateUserMetadata } from "clerk-metadata";
import { assertTrue, type Equal } from "./assert.js";
import "./metadata-declarations.js";

export async function route() {
  const theirs = await currentUser();
  if (theirs === null) return undefined;
  const ours = await createClerkClient().users.getUser(theirs.id);
  assertTrue<Equal<typeof ours.publicMetadata, typeof theirs.publicMetadata>>();
  assertTrue<Equal<typeof ours.privateMetadata, typeof theirs.privateMetadata>>();
  assertTrue<Equal<typeof ours.unsafeMetadata, typeof theirs.unsafeMetadata>>();
  assertTrue<Equal<typeof theirs.publicMetadata.plan, "free" | "pro">>();
  assertTrue<Equal<typeof theirs.privateMetadata.customerId, string>>();
  assertTrue<Equal<typeof theirs.unsafeMetadata.theme, "light" | "dark" | undefined>>();
  assertTrue<Equal<typeof ours.publicMetadata.undeclared, unknown>>();

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
