// Code that the compiler must reject. An unused `@ts-expect-error` is an error too.
import {
  createClerkClient,
  updateUserMetadata,
  User,
  type ClerkClient,
  type MetadataPatch,
  type UpdateUserMetadataParams,
} from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";

declare const clerk: ClerkClient;
declare const unknownValue: unknown;
interface WithBigint {
  deep: { id: bigint };
}
declare const withBigint: WithBigint;
class Session {
  constructor(readonly id: string) {}
  end() {}
}

export function values() {
  // @ts-expect-error bigint
  updateUserMetadata("user_1", { publicMetadata: { n: 10n } });
  // @ts-expect-error bigint, deep
  updateUserMetadata("user_1", { publicMetadata: { a: { b: [{ n: 10n }] } } });
  // @ts-expect-error bigint, in a variable of an interface type
  updateUserMetadata("user_1", { publicMetadata: withBigint });
  // @ts-expect-error bigint, in a nested variable of an interface type
  updateUserMetadata("user_1", { unsafeMetadata: { withBigint } });
  // @ts-expect-error symbol
  updateUserMetadata("user_1", { privateMetadata: { s: Symbol("s") } });
  // @ts-expect-error function
  updateUserMetadata("user_1", { publicMetadata: { f: () => 1 } });
  // @ts-expect-error method
  updateUserMetadata("user_1", { publicMetadata: { f() {} } });
  // @ts-expect-error class
  updateUserMetadata("user_1", { publicMetadata: { Session } });
  // @ts-expect-error object with methods
  updateUserMetadata("user_1", { publicMetadata: { session: new Session("a") } });
  // @ts-expect-error Map
  updateUserMetadata("user_1", { publicMetadata: { m: new Map<string, number>() } });
  // @ts-expect-error Set
  updateUserMetadata("user_1", { publicMetadata: { s: new Set([1]) } });
  // @ts-expect-error bytes
  updateUserMetadata("user_1", { publicMetadata: { b: new Uint8Array(1) } });
  // @ts-expect-error promise
  updateUserMetadata("user_1", { publicMetadata: { p: Promise.resolve(1) } });
  // @ts-expect-error regular expression
  updateUserMetadata("user_1", { publicMetadata: { r: /r/ } });
  // @ts-expect-error undefined alone in an array
  updateUserMetadata("user_1", { publicMetadata: { list: [undefined] } });
  // @ts-expect-error a union of which JSON can represent no member
  updateUserMetadata("user_1", { publicMetadata: { union: 10n as bigint | symbol | Map<string, string> } });
  // @ts-expect-error an optional key whose type JSON cannot represent
  updateUserMetadata("user_1", { publicMetadata: {} as { index?: Map<string, string> } });
  // @ts-expect-error bigint
  clerk.users.replaceUserMetadata("user_1", { publicMetadata: { n: 10n } });
  // @ts-expect-error Map
  clerk.users.replaceUserMetadata("user_1", { publicMetadata: { m: new Map() } });
}

export function fields() {
  // @ts-expect-error null for a whole field
  updateUserMetadata("user_1", { publicMetadata: null });
  // @ts-expect-error an array for a whole field
  updateUserMetadata("user_1", { publicMetadata: [1] });
  // @ts-expect-error a string for a whole field
  updateUserMetadata("user_1", { publicMetadata: "a" });
  // @ts-expect-error a function for a whole field
  updateUserMetadata("user_1", { publicMetadata: () => 1 });
  // @ts-expect-error a date for a whole field
  updateUserMetadata("user_1", { publicMetadata: new Date() });
  // @ts-expect-error a Map for a whole field
  updateUserMetadata("user_1", { publicMetadata: new Map() });
  // @ts-expect-error unknown for a whole field
  updateUserMetadata("user_1", { publicMetadata: unknownValue });
  // @ts-expect-error null for a whole field in a replacement
  clerk.users.replaceUserMetadata("user_1", { publicMetadata: null });
  // @ts-expect-error a misspelled field
  updateUserMetadata("user_1", { publicMetdata: {} });
  // @ts-expect-error a field with its name in the HTTP API
  updateUserMetadata("user_1", { public_metadata: {} });
  // @ts-expect-error the parameters are missing
  updateUserMetadata("user_1");
  // @ts-expect-error an ID that is not a string
  updateUserMetadata(1, { publicMetadata: {} });
}

export function variables() {
  // @ts-expect-error bigint
  const one: MetadataPatch<UserPublicMetadata> = { n: 10n };
  // @ts-expect-error Map
  const two: MetadataPatch = { n: new Map<string, string>() };
  // @ts-expect-error function
  const three: UpdateUserMetadataParams = { publicMetadata: { n: { f: () => 1 } } };
  // @ts-expect-error arrays are not patched
  const four: MetadataPatch<{ tags: { id: string; label: string }[] }> = { tags: [{ id: "a" }] };
  // @ts-expect-error null in an array of strings
  const five: MetadataPatch<{ tags: string[] }> = { tags: [null] };
  // @ts-expect-error a wrong type
  const six: MetadataPatch<{ plan: "free" | "pro" }> = { plan: "por" };
  // @ts-expect-error an unknown key
  const seven: MetadataPatch<{ address: { city: string } }> = { address: { town: "a" } };
  return [one, two, three, four, five, six, seven];
}

export async function clientsAndUsers(user: User) {
  // @ts-expect-error an unknown option
  createClerkClient({ secretkey: "sk_test_x" });
  // @ts-expect-error a fetch that is not a function
  createClerkClient({ fetch: 1 });
  // @ts-expect-error users cannot be constructed
  new User();
  // @ts-expect-error users are read-only
  user.firstName = "Ada";
  // @ts-expect-error unknown until it is declared
  user.publicMetadata["plan"].length;
  // @ts-expect-error an unknown option
  await createLocalBackend({ user: [] });
  // @ts-expect-error neither a path nor a URL
  await createLocalBackend({ file: 5 });
  // @ts-expect-error not a list of names
  await (await createLocalBackend()).listen({ allowHosts: "backend" });
  // @ts-expect-error an unknown option
  await (await createLocalBackend()).listen({ hostname: "127.0.0.1" });
  // @ts-expect-error the name in the HTTP API instead of the name in JavaScript
  await createLocalBackend({ users: [{ first_name: "Ada" }] });
  // @ts-expect-error an account without the user's ID at the provider
  await createLocalBackend({ users: [{ externalAccounts: [{ provider: "oauth_google" }] }] });
}

export function options() {
  // @ts-expect-error an option of the client, not of a call
  clerk.users.getUser("user_1", { secretKey: "sk_test_x" });
  // @ts-expect-error misspelled
  clerk.users.getUser("user_1", { maxRetrys: 1 });
  // @ts-expect-error a number, as the index that map() passes
  clerk.users.getUser("user_1", 0);
  // @ts-expect-error a string instead of a number
  updateUserMetadata("user_1", { publicMetadata: {} }, { timeout: "5s" });
  // @ts-expect-error misspelled
  createClerkClient({ onRetries: () => {} });
  // @ts-expect-error not a list
  createClerkClient({ allowInsecureHosts: "backend" });
}
