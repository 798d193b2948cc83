import clerkMetadata = require("clerk-metadata");
import local = require("clerk-metadata/local");
import { isClerkInputError, updateUserMetadata, type User } from "clerk-metadata";

const clerk = clerkMetadata.createClerkClient({ secretKey: "sk_test_x" });

async function run(): Promise<User> {
  const backend = await local.createLocalBackend();
  backend.users.seed(1);
  await updateUserMetadata("user_1", { publicMetadata: { plan: "pro", gone: null } });
  // @ts-expect-error bigint
  await updateUserMetadata("user_1", { publicMetadata: { n: 10n } });
  return clerk.users.getUser("user_1");
}

export = { run, isClerkInputError };
