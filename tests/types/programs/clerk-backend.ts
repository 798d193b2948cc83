// An app that also has @clerk/backend. Its declarations of metadata apply to both packages.
import { createClerkClient as createOfficial } from "@clerk/backend";
import { isClerkAPIResponseError as isOfficialError } from "@clerk/backend/errors";
import { createClerkClient, isClerkAPIResponseError, updateUserMetadata } from "clerk-metadata";
import { assertTrue } from "./assert.js";
import "./metadata-declarations.js";
import type { SameMetadata } from "./same-metadata.js";

interface Settings {
  theme: "light";
}
declare const settings: Settings;

const official = createOfficial({ secretKey: "sk_test_x" });
const clerk = createClerkClient({ secretKey: "sk_test_x" });

export async function both() {
  const theirs = await official.users.getUser("user_1");
  const ours = await clerk.users.getUser("user_1");
  assertTrue<SameMetadata<typeof ours, typeof theirs>>();

  await updateUserMetadata(theirs.id, { publicMetadata: theirs.publicMetadata });
  await updateUserMetadata(theirs.id, { publicMetadata: { address: { city: null } }, unsafeMetadata: settings });
  await official.users.updateUserMetadata(ours.id, { publicMetadata: ours.publicMetadata });
  // @ts-expect-error a string that is not declared
  await updateUserMetadata(theirs.id, { publicMetadata: { plan: "por" } });
  // @ts-expect-error bigint
  await updateUserMetadata(theirs.id, { publicMetadata: { n: 10n } });
}

export function caught(error: unknown) {
  if (isClerkAPIResponseError(error)) return error.status;
  if (isOfficialError(error)) return error.status;
  return undefined;
}
