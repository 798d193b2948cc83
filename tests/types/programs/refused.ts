// What the compiler must refuse. An unused `@ts-expect-error` is an error in its turn.
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
  // @ts-expect-error bigint, in such a variable, deeper
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
  // @ts-expect-error a union of which JSON can carry nothing
  updateUserMetadata("user_1", { publicMetadata: { union: 10n as bigint | symbol | Map<string, string> } });
  // @ts-expect-error an optional member of which JSON can carry nothing
  updateUserMetadata("user_1", { publicMetadata: {} as { index?: Map<string, string> } });
  // @ts-expect-error bigint
  clerk.users.replaceUserMetadata("user_1", { publicMetadata: { n: 10n } });
  // @ts-expect-error Map
  clerk.users.replaceUserMetadata("user_1", { publicMetadata: { m: new Map() } });
}

export function fields() {
  // @ts-expect-error a whole field is no null
  updateUserMetadata("user_1", { publicMetadata: null });
  // @ts-expect-error nor an array
  updateUserMetadata("user_1", { publicMetadata: [1] });
  // @ts-expect-error nor text
  updateUserMetadata("user_1", { publicMetadata: "a" });
  // @ts-expect-error nor a function
  updateUserMetadata("user_1", { publicMetadata: () => 1 });
  // @ts-expect-error nor a date
  updateUserMetadata("user_1", { publicMetadata: new Date() });
  // @ts-expect-error nor a Map
  updateUserMetadata("user_1", { publicMetadata: new Map() });
  // @ts-expect-error nor unknown
  updateUserMetadata("user_1", { publicMetadata: unknownValue });
  // @ts-expect-error nor null in a replacement
  clerk.users.replaceUserMetadata("user_1", { publicMetadata: null });
  // @ts-expect-error a misspelt field
  updateUserMetadata("user_1", { publicMetdata: {} });
  // @ts-expect-error a field with its name on the wire
  updateUserMetadata("user_1", { public_metadata: {} });
  // @ts-expect-error the parameters are missing
  updateUserMetadata("user_1");
  // @ts-expect-error the id is text
  updateUserMetadata(1, { publicMetadata: {} });
}

export function variables() {
  // @ts-expect-error bigint
  const one: MetadataPatch<UserPublicMetadata> = { n: 10n };
  // @ts-expect-error Map
  const two: MetadataPatch = { n: new Map<string, string>() };
  // @ts-expect-error function
  const three: UpdateUserMetadataParams = { publicMetadata: { n: { f: () => 1 } } };
  // @ts-expect-error arrays are whole
  const four: MetadataPatch<{ tags: { id: string; label: string }[] }> = { tags: [{ id: "a" }] };
  // @ts-expect-error no null in an array of text
  const five: MetadataPatch<{ tags: string[] }> = { tags: [null] };
  // @ts-expect-error another type
  const six: MetadataPatch<{ plan: "free" | "pro" }> = { plan: "por" };
  // @ts-expect-error no such key
  const seven: MetadataPatch<{ address: { city: string } }> = { address: { town: "a" } };
  return [one, two, three, four, five, six, seven];
}

export async function others(user: User) {
  // @ts-expect-error no such option
  createClerkClient({ secretkey: "sk_test_x" });
  // @ts-expect-error a number is no fetch
  createClerkClient({ fetch: 1 });
  // @ts-expect-error users come from calls
  new User();
  // @ts-expect-error users are read only
  user.firstName = "Ada";
  // @ts-expect-error unknown until it is declared
  user.publicMetadata["plan"].length;
  // @ts-expect-error no such option
  await createLocalBackend({ user: [] });
  // @ts-expect-error a path or a URL
  await createLocalBackend({ file: 5 });
  // @ts-expect-error a list of names
  await (await createLocalBackend()).listen({ allowHosts: "backend" });
  // @ts-expect-error an option that there is not
  await (await createLocalBackend()).listen({ hostname: "127.0.0.1" });
  // @ts-expect-error the names of JavaScript, not of the wire
  await createLocalBackend({ users: [{ first_name: "Ada" }] });
  // @ts-expect-error an account has the user's id at the provider
  await createLocalBackend({ users: [{ externalAccounts: [{ provider: "oauth_google" }] }] });
}

export function options() {
  // @ts-expect-error an option of the client
  clerk.users.getUser("user_1", { secretKey: "sk_test_x" });
  // @ts-expect-error misspelt
  clerk.users.getUser("user_1", { maxRetrys: 1 });
  // @ts-expect-error a number, as of a loop's index
  clerk.users.getUser("user_1", 0);
  // @ts-expect-error text
  updateUserMetadata("user_1", { publicMetadata: {} }, { timeout: "5s" });
  // @ts-expect-error misspelt
  createClerkClient({ onRetries: () => {} });
  // @ts-expect-error not a list
  createClerkClient({ allowInsecureHosts: "backend" });
}
