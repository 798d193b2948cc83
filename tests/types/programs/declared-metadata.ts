// An app that has declared its metadata.
import {
  createClerkClient,
  updateUserMetadata,
  type ClerkClient,
  type MetadataPatch,
  type ReplaceUserMetadataParams,
  type UpdateUserMetadataParams,
} from "clerk-metadata";
import { assertTrue, type Equal } from "./assert.js";

interface Address {
  city: string;
  zip: string;
}
declare global {
  interface UserPublicMetadata {
    plan: "free" | "pro";
    seats?: number;
    address?: Address;
    tags?: string[];
    since?: Date;
    flags?: Record<string, boolean>;
    anything?: unknown;
    either?: string | { a: number; b: number };
  }
  interface UserPrivateMetadata {
    customerId: string;
  }
}

const clerk = createClerkClient();
declare const address: Address;
declare const patch: MetadataPatch<UserPublicMetadata>;
declare const params: UpdateUserMetadataParams;
declare const replaceParams: ReplaceUserMetadataParams;
/** Named types for the parameters of an app's own functions. */
type Updated = Parameters<ClerkClient["users"]["updateUserMetadata"]>[1];
type Replaced = Parameters<ClerkClient["users"]["replaceUserMetadata"]>[1];
declare const updated: Updated;
declare const replaced: Replaced;

export async function accepted() {
  await updateUserMetadata("user_1", { publicMetadata: { plan: "free" } });
  await updateUserMetadata("user_1", { publicMetadata: { seats: 1 } });
  await updateUserMetadata("user_1", { publicMetadata: { plan: null, seats: undefined } });
  await updateUserMetadata("user_1", { publicMetadata: { address: { city: "Paris" } } });
  await updateUserMetadata("user_1", { publicMetadata: { address: { city: null, zip: undefined } } });
  await updateUserMetadata("user_1", { publicMetadata: { address } });
  await updateUserMetadata("user_1", { publicMetadata: { address: null, tags: ["a"], since: new Date() } });
  await updateUserMetadata("user_1", { publicMetadata: { tags: ["a", "b"] as const } });
  await updateUserMetadata("user_1", { publicMetadata: { flags: { a: true, b: null } } });
  await updateUserMetadata("user_1", { publicMetadata: { either: "a" } });
  await updateUserMetadata("user_1", { publicMetadata: { either: { a: 1 } } });
  await updateUserMetadata("user_1", { publicMetadata: { anything: { address, list: [1] }, undeclared: { address } } });
  await updateUserMetadata("user_1", { publicMetadata: { plan: Math.random() > 0.5 ? "free" : "pro" } });
  await updateUserMetadata("user_1", { publicMetadata: patch, privateMetadata: { customerId: null } });
  await updateUserMetadata("user_1", params);
  await updateUserMetadata("user_1", updated);
  await clerk.users.replaceUserMetadata("user_1", replaceParams);
  await clerk.users.replaceUserMetadata("user_1", replaced);
  const named: [Updated, Replaced] = [
    { publicMetadata: { address: { city: null } } },
    { publicMetadata: { plan: "pro" }, privateMetadata: {} },
  ];
  const [updateValue, replaceValue]: [Updated, Replaced] = [params, replaceParams];

  const user = await clerk.users.getUser("user_1");
  assertTrue<Equal<typeof user.publicMetadata.plan, "free" | "pro">>();
  assertTrue<Equal<typeof user.publicMetadata.undeclared, unknown>>();
  await clerk.users.updateUserMetadata("user_1", { publicMetadata: user.publicMetadata });
  await clerk.users.replaceUserMetadata("user_1", { publicMetadata: user.publicMetadata });
  await clerk.users.replaceUserMetadata("user_1", { publicMetadata: { plan: "pro", undeclared: 1 } });
  await clerk.users.replaceUserMetadata("user_1", { publicMetadata: {}, privateMetadata: { customerId: "a" } });
  return [named, updateValue, replaceValue];
}

export function rejected() {
  // @ts-expect-error a string that is not declared
  updateUserMetadata("user_1", { publicMetadata: { plan: "por" } });
  // @ts-expect-error a wrong type
  updateUserMetadata("user_1", { publicMetadata: { seats: "1" } });
  // @ts-expect-error a wrong type, deep
  updateUserMetadata("user_1", { publicMetadata: { address: { city: 1 } } });
  // @ts-expect-error a misspelled key of an object whose keys are all declared
  updateUserMetadata("user_1", { publicMetadata: { address: { town: "Paris" } } });
  // @ts-expect-error arrays are not patched, so null removes no element
  updateUserMetadata("user_1", { publicMetadata: { tags: ["a", null] } });
  // @ts-expect-error a wrong type in an array
  updateUserMetadata("user_1", { publicMetadata: { tags: [1] } });
  // @ts-expect-error a wrong type in a record
  updateUserMetadata("user_1", { publicMetadata: { flags: { a: 1 } } });
  // @ts-expect-error bigint in an undeclared key
  updateUserMetadata("user_1", { publicMetadata: { plan: "pro", undeclared: { n: 10n } } });
  // @ts-expect-error bigint in a key declared as unknown
  updateUserMetadata("user_1", { publicMetadata: { anything: 10n } });
  // @ts-expect-error a string that is not declared, in named parameters
  ({ publicMetadata: { plan: "por" } }) satisfies Updated;
  // @ts-expect-error a replacement with missing keys, in named parameters
  ({ publicMetadata: { seats: 1 } }) satisfies Replaced;
  // @ts-expect-error a wrong type in another field
  updateUserMetadata("user_1", { privateMetadata: { customerId: 1 } });
  // @ts-expect-error a replacement with missing keys
  clerk.users.replaceUserMetadata("user_1", { publicMetadata: { seats: 1 } });
  // @ts-expect-error null is not the declared type
  clerk.users.replaceUserMetadata("user_1", { publicMetadata: { plan: null } });
  // @ts-expect-error a replacement with missing keys in a nested object
  clerk.users.replaceUserMetadata("user_1", { publicMetadata: { plan: "pro", address: { city: "Paris" } } });
}
