// Whatever the official client takes, this one takes; what this one gives can stand where the
// official one's is asked for. Each exception is named here.
import {
  createClerkClient as createOfficial,
  type ClerkClient as OfficialClient,
  type ClerkOptions,
  type User as OfficialUser,
} from "@clerk/backend";
import type { ClerkAPIResponseError as OfficialError } from "@clerk/backend/errors";
import type { ClerkAPIResponseError as FrontendError } from "@clerk/shared/types";
import {
  createClerkClient,
  type ClerkAPIResponseError,
  type ClerkClient,
  type ClerkClientOptions,
  type ExternalAccountFields,
  type User,
  type UserFields,
  type UserList,
  type UserListParams,
} from "clerk-metadata";
import { holds, none, type Equal } from "./assert.js";
import "./declared.js";

type Ours = ClerkClient["users"];
type Theirs = Pick<OfficialClient["users"], keyof Ours>;

/** Whether a value of the one can be given where the other is asked for. */
type Fits<From, To> = [From] extends [To] ? true : false;

/** The names of `To` that `From` does not have, or has with a value that does not fit. */
type Misfits<From, To> = { [K in keyof To]-?: K extends keyof From ? (From[K] extends To[K] ? never : K) : K }[keyof To];

// Parameters.
holds<Equal<keyof Ours, "updateUserMetadata" | "replaceUserMetadata" | "getUser" | "getUserList" | "getCount">>();
holds<Fits<Parameters<Theirs["updateUserMetadata"]>, Parameters<Ours["updateUserMetadata"]>>>();
holds<Fits<Parameters<Theirs["replaceUserMetadata"]>, Parameters<Ours["replaceUserMetadata"]>>>();
holds<Fits<Parameters<Theirs["getUser"]>, Parameters<Ours["getUser"]>>>();
holds<Fits<Parameters<Theirs["getUserList"]>, Parameters<Ours["getUserList"]>>>();
holds<Fits<Parameters<Theirs["getCount"]>, Parameters<Ours["getCount"]>>>();

// Every parameter of a list, by its name: a missing one would fit, as all of them are optional.
type Named<Call extends (...args: never) => unknown> = keyof NonNullable<Parameters<Call>[0]>;
none<Exclude<Named<Theirs["getUserList"]>, keyof UserListParams>>();
none<Exclude<Named<Theirs["getCount"]>, keyof UserListParams>>();

/** An app's own functions around the official client's. */
interface Wrappers {
  update: (...args: Parameters<Theirs["updateUserMetadata"]>) => Promise<User>;
  replace: (...args: Parameters<Theirs["replaceUserMetadata"]>) => Promise<User>;
  list: (...args: Parameters<Theirs["getUserList"]>) => Promise<UserList>;
  count: (...args: Parameters<Theirs["getCount"]>) => Promise<number>;
}
const { users } = createClerkClient();
export const asTheyAre: Wrappers = {
  update: users.updateUserMetadata,
  replace: users.replaceUserMetadata,
  list: users.getUserList,
  count: users.getCount,
};
export const passedOn: Wrappers = {
  update: (...args) => users.updateUserMetadata(...args),
  replace: (...args) => users.replaceUserMetadata(...args),
  list: (...args) => users.getUserList(...args),
  count: (...args) => users.getCount(...args),
};

// What they give: the page and the count are the same but for the users.
type Given<Call extends (...args: never) => Promise<unknown>> = Awaited<ReturnType<Call>>;
holds<Equal<keyof Given<Ours["getUserList"]>, keyof Given<Theirs["getUserList"]>>>();
holds<Equal<Given<Ours["getUserList"]>["totalCount"], Given<Theirs["getUserList"]>["totalCount"]>>();
holds<Equal<Given<Ours["getCount"]>, Given<Theirs["getCount"]>>>();

// Options.
holds<Equal<Parameters<typeof createOfficial>, [options: ClerkOptions]>>();
holds<Fits<ClerkOptions, ClerkClientOptions>>();
none<Exclude<keyof ClerkOptions, keyof ClerkClientOptions>>();
declare const options: ClerkOptions;
createClerkClient(options);
createClerkClient({ ...options, fetch });

// Users: theirs can stand where ours are asked for, and ours where theirs are.
holds<Equal<keyof User, keyof OfficialUser>>();
holds<Fits<User, OfficialUser>>();
holds<Fits<OfficialUser, User>>();
holds<Fits<Ours, Theirs>>();
holds<Fits<Theirs, Ours>>();
holds<Fits<Given<Ours["getUserList"]>, Given<Theirs["getUserList"]>>>();
declare function greet(user: OfficialUser): string;
export const greeted = users.getUser("user_1").then(greet);

// Without @clerk/backend, users have these fields. `raw` is the answer as Clerk documents it, and in an external
// account what can be null is so in its type.
none<Exclude<keyof OfficialUser, keyof UserFields>>();
none<Exclude<keyof UserFields, keyof OfficialUser>>();
holds<Equal<Misfits<UserFields, OfficialUser>, "raw">>();
type Account = ExternalAccountFields;
type OfficialAccount = OfficialUser["externalAccounts"][number];
none<Exclude<keyof OfficialAccount, keyof Account>>();
holds<Equal<Misfits<Account, OfficialAccount>, "firstName" | "lastName">>();
holds<Equal<Pick<Account, "externalAccountId">, Pick<OfficialAccount, "externalAccountId">>>();

// Errors. The official one's other fields are those of another error, and undefined in this one.
holds<Fits<ClerkAPIResponseError, FrontendError>>();
holds<Equal<Exclude<keyof OfficialError, keyof ClerkAPIResponseError>, "longMessage" | "docsUrl">>();
holds<Equal<Misfits<ClerkAPIResponseError, OfficialError>, "longMessage" | "docsUrl" | "cause">>();
holds<Fits<ClerkAPIResponseError["errors"], OfficialError["errors"]>>();
export const parameter = (error: ClerkAPIResponseError): string | undefined => error.errors[0]?.meta.paramName;
