// The same app with Clerk's own SDK beside: the metadata is declared once, for both.
import { createClerkClient as createOfficial } from "@clerk/backend";
import { isClerkAPIResponseError as isOfficialError } from "@clerk/backend/errors";
import { createClerkClient, isClerkAPIResponseError, updateUserMetadata } from "clerk-metadata";
import { holds, type Equal } from "./assert.js";

declare global {
  interface UserPublicMetadata {
    plan: "free" | "pro";
    address?: { city: string; zip: string };
  }
}
interface Settings {
  theme: string;
}
declare const settings: Settings;

const official = createOfficial({ secretKey: "sk_test_x" });
const clerk = createClerkClient({ secretKey: "sk_test_x" });

export async function both() {
  const theirs = await official.users.getUser("user_1");
  const ours = await clerk.users.getUser("user_1");
  holds<Equal<typeof ours.publicMetadata, typeof theirs.publicMetadata>>();
  holds<Equal<typeof ours.privateMetadata, typeof theirs.privateMetadata>>();
  holds<Equal<typeof ours.unsafeMetadata, typeof theirs.unsafeMetadata>>();
  holds<Equal<typeof ours.publicMetadata.plan, "free" | "pro">>();
  holds<Equal<typeof ours.publicMetadata.undeclared, unknown>>();

  await updateUserMetadata(theirs.id, { publicMetadata: theirs.publicMetadata });
  await updateUserMetadata(theirs.id, { publicMetadata: { address: { city: null } }, unsafeMetadata: settings });
  await official.users.updateUserMetadata(ours.id, { publicMetadata: ours.publicMetadata });
  // @ts-expect-error another text
  await updateUserMetadata(theirs.id, { publicMetadata: { plan: "por" } });
  // @ts-expect-error bigint
  await updateUserMetadata(theirs.id, { publicMetadata: { n: 10n } });

  // Every field of theirs that ours has under the same name can take its place.
  const { id, fullName, createdAt, locale, timezone, banned, imageUrl, lastActiveAt } = ours;
  return { id, fullName, createdAt, locale, timezone, banned, imageUrl, lastActiveAt } satisfies Partial<typeof theirs>;
}

export function caught(error: unknown) {
  if (isClerkAPIResponseError(error)) return error.status;
  if (isOfficialError(error)) return error.status;
  return undefined;
}
