// An app with @clerk/shared beside, from which Clerk's frontend packages have their types.
import type { UserResource } from "@clerk/shared/types";
import { createClerkClient, updateUserMetadata, type User } from "clerk-metadata";
import { holds, type Equal } from "./assert.js";
import "./declared.js";

holds<Equal<UserResource["publicMetadata"], User["publicMetadata"]>>();
holds<Equal<UserResource["unsafeMetadata"], User["unsafeMetadata"]>>();
holds<Equal<UserResource["publicMetadata"]["plan"], "free" | "pro">>();
holds<Equal<UserResource["unsafeMetadata"]["theme"], "light" | "dark" | undefined>>();
holds<Equal<User["privateMetadata"]["customerId"], string>>();
holds<Equal<User["publicMetadata"]["undeclared"], unknown>>();

export async function both(theirs: UserResource) {
  await updateUserMetadata(theirs.id, { publicMetadata: theirs.publicMetadata, unsafeMetadata: { theme: null } });
  // @ts-expect-error another text
  await updateUserMetadata(theirs.id, { unsafeMetadata: { theme: "blue" } });
  const ours = await createClerkClient().users.getUser(theirs.id);
  await theirs.updateMetadata({ unsafeMetadata: ours.unsafeMetadata });
}
