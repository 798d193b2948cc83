// An app that also has @clerk/shared, from which Clerk's frontend packages take their types.
import type { UserResource } from "@clerk/shared/types";
import { createClerkClient, updateUserMetadata, type User } from "clerk-metadata";
import { assertTrue, type Equal } from "./assert.js";
import "./metadata-declarations.js";

assertTrue<Equal<UserResource["publicMetadata"], User["publicMetadata"]>>();
assertTrue<Equal<UserResource["unsafeMetadata"], User["unsafeMetadata"]>>();
assertTrue<Equal<UserResource["publicMetadata"]["plan"], "free" | "pro">>();
assertTrue<Equal<UserResource["unsafeMetadata"]["theme"], "light" | "dark" | undefined>>();
assertTrue<Equal<User["privateMetadata"]["customerId"], string>>();
assertTrue<Equal<User["publicMetadata"]["undeclared"], unknown>>();

export async function both(theirs: UserResource) {
  await updateUserMetadata(theirs.id, { publicMetadata: theirs.publicMetadata, unsafeMetadata: { theme: null } });
  // @ts-expect-error a string that is not declared
  await updateUserMetadata(theirs.id, { unsafeMetadata: { theme: "blue" } });
  const ours = await createClerkClient().users.getUser(theirs.id);
  await theirs.updateMetadata({ unsafeMetadata: ours.unsafeMetadata });
}
