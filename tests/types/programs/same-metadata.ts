// Compares the metadata types of this package's users with those of Clerk's packages.
import type { Equal } from "./assert.js";
import "./metadata-declarations.js";

interface UserWithMetadata {
  publicMetadata: UserPublicMetadata;
  privateMetadata: UserPrivateMetadata;
  unsafeMetadata: UserUnsafeMetadata;
}

/** `true` if both users have the same metadata types, and these are the declared ones. */
export type SameMetadata<Ours extends UserWithMetadata, Theirs extends UserWithMetadata> = [
  Equal<Ours["publicMetadata"], Theirs["publicMetadata"]>,
  Equal<Ours["privateMetadata"], Theirs["privateMetadata"]>,
  Equal<Ours["unsafeMetadata"], Theirs["unsafeMetadata"]>,
  Equal<Theirs["publicMetadata"]["plan"], "free" | "pro">,
  Equal<Theirs["privateMetadata"]["customerId"], string>,
  Equal<Theirs["unsafeMetadata"]["theme"], "light" | "dark" | undefined>,
  Equal<Ours["publicMetadata"]["undeclared"], unknown>,
] extends true[]
  ? true
  : false;
