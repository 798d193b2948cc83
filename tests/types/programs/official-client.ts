// This client accepts everything that the official client accepts, and its results are assignable to the official
// types. Every exception is listed here.
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
import { assertTrue, assertNever, type Equal } from "./assert.js";
import "./metadata-declarations.js";

type Ours = ClerkClient["users"];
type Official = Pick<OfficialClient["users"], keyof Ours>;

/** `true` if `From` is assignable to `To`. */
type IsAssignable<From, To> = [From] extends [To] ? true : false;

/** The keys of `To` that `From` lacks, or whose type in `From` is not assignable. */
type IncompatibleKeys<From, To> = { [K in keyof To]-?: K extends keyof From ? (From[K] extends To[K] ? never : K) : K }[keyof To];

// Parameters.
assertTrue<Equal<keyof Ours, "updateUserMetadata" | "replaceUserMetadata" | "getUser" | "getUserList" | "getCount">>();
assertTrue<IsAssignable<Parameters<Official["updateUserMetadata"]>, Parameters<Ours["updateUserMetadata"]>>>();
assertTrue<IsAssignable<Parameters<Official["replaceUserMetadata"]>, Parameters<Ours["replaceUserMetadata"]>>>();
assertTrue<IsAssignable<Parameters<Official["getUser"]>, Parameters<Ours["getUser"]>>>();
assertTrue<IsAssignable<Parameters<Official["getUserList"]>, Parameters<Ours["getUserList"]>>>();
assertTrue<IsAssignable<Parameters<Official["getCount"]>, Parameters<Ours["getCount"]>>>();

// The names of the list parameters. A missing one would still be assignable, because all of them are optional.
type ParamNames<Call extends (...args: never) => unknown> = keyof NonNullable<Parameters<Call>[0]>;
assertNever<Exclude<ParamNames<Official["getUserList"]>, keyof UserListParams>>();
assertNever<Exclude<ParamNames<Official["getCount"]>, keyof UserListParams>>();

/** An app's own functions around the official client's. */
interface Wrappers {
  update: (...args: Parameters<Official["updateUserMetadata"]>) => Promise<User>;
  replace: (...args: Parameters<Official["replaceUserMetadata"]>) => Promise<User>;
  list: (...args: Parameters<Official["getUserList"]>) => Promise<UserList>;
  count: (...args: Parameters<Official["getCount"]>) => Promise<number>;
}
const { users } = createClerkClient();
export const unwrapped: Wrappers = {
  update: users.updateUserMetadata,
  replace: users.replaceUserMetadata,
  list: users.getUserList,
  count: users.getCount,
};
export const forwarding: Wrappers = {
  update: (...args) => users.updateUserMetadata(...args),
  replace: (...args) => users.replaceUserMetadata(...args),
  list: (...args) => users.getUserList(...args),
  count: (...args) => users.getCount(...args),
};

// Results: the page and the count are identical except for the users.
type Result<Call extends (...args: never) => Promise<unknown>> = Awaited<ReturnType<Call>>;
assertTrue<Equal<keyof Result<Ours["getUserList"]>, keyof Result<Official["getUserList"]>>>();
assertTrue<Equal<Result<Ours["getUserList"]>["totalCount"], Result<Official["getUserList"]>["totalCount"]>>();
assertTrue<Equal<Result<Ours["getCount"]>, Result<Official["getCount"]>>>();

// Options.
assertTrue<Equal<Parameters<typeof createOfficial>, [options: ClerkOptions]>>();
assertTrue<IsAssignable<ClerkOptions, ClerkClientOptions>>();
assertNever<Exclude<keyof ClerkOptions, keyof ClerkClientOptions>>();
declare const options: ClerkOptions;
createClerkClient(options);
createClerkClient({ ...options, fetch });

// Users are assignable in both directions.
assertTrue<Equal<keyof User, keyof OfficialUser>>();
assertTrue<IsAssignable<User, OfficialUser>>();
assertTrue<IsAssignable<OfficialUser, User>>();
assertTrue<IsAssignable<Ours, Official>>();
assertTrue<IsAssignable<Official, Ours>>();
assertTrue<IsAssignable<Result<Ours["getUserList"]>, Result<Official["getUserList"]>>>();
declare function greet(user: OfficialUser): string;
export const greeted = users.getUser("user_1").then(greet);

// Without @clerk/backend, users have these fields. `raw` has the documented type of the response, and the fields of an
// external account that can be null are nullable.
assertNever<Exclude<keyof OfficialUser, keyof UserFields>>();
assertNever<Exclude<keyof UserFields, keyof OfficialUser>>();
assertTrue<Equal<IncompatibleKeys<UserFields, OfficialUser>, "raw">>();
type Account = ExternalAccountFields;
type OfficialAccount = OfficialUser["externalAccounts"][number];
assertNever<Exclude<keyof OfficialAccount, keyof Account>>();
assertTrue<Equal<IncompatibleKeys<Account, OfficialAccount>, "firstName" | "lastName">>();
assertTrue<Equal<Pick<Account, "externalAccountId">, Pick<OfficialAccount, "externalAccountId">>>();

// Errors. The official class also has fields of another error. They are undefined in this one.
assertTrue<IsAssignable<ClerkAPIResponseError, FrontendError>>();
assertTrue<Equal<Exclude<keyof OfficialError, keyof ClerkAPIResponseError>, "longMessage" | "docsUrl">>();
assertTrue<Equal<IncompatibleKeys<ClerkAPIResponseError, OfficialError>, "longMessage" | "docsUrl" | "cause">>();
assertTrue<IsAssignable<ClerkAPIResponseError["errors"], OfficialError["errors"]>>();
export const parameter = (error: ClerkAPIResponseError): string | undefined => error.errors[0]?.meta.paramName;
