// The module that wasm-bindgen generates from the Rust client, without the JavaScript of the other entries.
import type { ReplaceUserMetadataParams, UserMetadata, UserMetadataPatch } from "./calls.js";
import type { Checked } from "./json-check.js";
import type { ClerkClientOptions } from "./options.js";
import type { OrganizationFields, OrganizationMembershipFields } from "./organization-resources.js";
import type {
  AnyOrganizationMetadata,
  GetOrganizationParams,
  OrganizationMembershipIds,
  OrganizationMembershipMetadataPatch,
  OrganizationMetadataPatch,
} from "./organizations.js";
import type {
  EmailAddress,
  EnterpriseAccount,
  ExternalAccountFields,
  PhoneNumber,
  UserFields,
  Verification,
  Web3Wallet,
} from "./resources.js";
import type { UserListParams } from "./user-list.js";

export type { ReplaceUserMetadataParams, UpdateUserMetadataParams } from "./calls.js";
export type {
  ClerkAPIError,
  ClerkAPIErrorMeta,
  ClerkAPIResponseError,
  ClerkConnectionError,
  ClerkConnectionErrorCode,
  ClerkInputError,
  ClerkInputErrorCode,
  ErrorRequest,
} from "./errors.js";
export type {
  GetOrganizationParams,
  OrganizationMembershipIds,
  ReplaceOrganizationMetadataParams,
  UpdateOrganizationMembershipMetadataParams,
  UpdateOrganizationMetadataParams,
} from "./organizations.js";
export type { UserListParams, UserOrder } from "./user-list.js";

declare global {
  interface URL {}
  interface Response {}
  namespace WebAssembly {
    interface Module {}
  }
}

/** The wasm: its URL or a response with it, its bytes, or a module that is compiled already. */
export type WasmSource = string | URL | Response | ArrayBuffer | ArrayBufferView | WebAssembly.Module;

/**
 * Loads the wasm. Call it once, before the other functions. Further calls do nothing.
 *
 * Without `module_or_path`, it fetches `wasm_bg.wasm` next to the module, which works in browsers and with bundlers
 * that understand `new URL(…, import.meta.url)`.
 *
 * @param source The wasm. Default: the file next to the module.
 * @returns The exports of the wasm, which are not documented.
 *
 * @example
 * import { readFile } from "node:fs/promises";
 * import init from "clerk-metadata/wasm";
 *
 * const wasm = new URL("wasm_bg.wasm", import.meta.resolve("clerk-metadata/wasm"));
 * await init({ module_or_path: await readFile(wasm) }); // Node.js
 */
export default function init(source?: {
  /** The wasm, or a promise of it. */
  module_or_path: WasmSource | Promise<WasmSource>;
}): Promise<unknown>;

/**
 * The same without waiting, for bytes or a compiled module, as Workers import it.
 *
 * @param source The wasm.
 * @returns The exports of the wasm, which are not documented.
 *
 * @example
 * import { initSync } from "clerk-metadata/wasm";
 * import module from "clerk-metadata/wasm_bg.wasm";
 *
 * initSync({ module }); // Cloudflare Workers
 */
export declare function initSync(source: {
  /** The wasm. */
  module: ArrayBuffer | ArrayBufferView | WebAssembly.Module;
}): unknown;

/**
 * The options of a call. Without `secretKey`, the defaults of `secretKey`, `apiUrl` and `apiVersion` are
 * `CLERK_SECRET_KEY`, `CLERK_API_URL` and `CLERK_API_VERSION` in `process.env`, if the runtime has it.
 */
export type WasmOptions = Pick<
  ClerkClientOptions,
  | "secretKey"
  | "apiUrl"
  | "apiVersion"
  | "skipApiVersionInUrl"
  | "userAgent"
  | "sdkMetadata"
  | "allowInsecureHosts"
  | "dangerouslyAllowBrowser"
  | "timeout"
  | "maxRetries"
>;

/** A verification as the response has it: the URL is a string. */
export type VerificationObject = Omit<Verification, "externalVerificationRedirectURL"> & {
  /** The URL to which the user is redirected for the verification. */
  readonly externalVerificationRedirectURL: string | null;
};

/** A resource whose verification is a {@link VerificationObject}. */
export type WithVerification<Resource> = Omit<Resource, "verification"> & {
  /** `null` if it was not verified. */
  readonly verification: VerificationObject | null;
};

type Getters = "raw" | "primaryEmailAddress" | "primaryPhoneNumber" | "primaryWeb3Wallet" | "fullName";
type WithVerifications = "emailAddresses" | "phoneNumbers" | "web3Wallets" | "externalAccounts" | "enterpriseAccounts";

/** A user as a plain object: the fields of `User`, without its class and its getters. */
export interface UserObject extends Omit<UserFields, Getters | WithVerifications> {
  /** All of them, including unverified ones. */
  readonly emailAddresses: WithVerification<EmailAddress>[];
  /** All of them, including unverified ones. */
  readonly phoneNumbers: WithVerification<PhoneNumber>[];
  /** All of them, including unverified ones. */
  readonly web3Wallets: WithVerification<Web3Wallet>[];
  /** The accounts of the user at OAuth providers. */
  readonly externalAccounts: WithVerification<ExternalAccountFields>[];
  /** The accounts of the user at enterprise identity providers. */
  readonly enterpriseAccounts: WithVerification<EnterpriseAccount>[];
}

/** An organization as a plain object: the fields of `Organization`, without its class and `raw`. */
export interface OrganizationObject extends Omit<OrganizationFields, "raw"> {}

/** A membership as a plain object. */
export interface OrganizationMembershipObject
  extends Omit<OrganizationMembershipFields, "raw" | "organization" | "publicUserData"> {
  /** The organization. `null` if the response has none. */
  readonly organization: OrganizationObject | null;
  /** The user. `null` if the response has none. */
  readonly publicUserData: PublicUserDataObject | null;
}

/** The public data of the user of a membership. */
export interface PublicUserDataObject {
  /** The email address, phone number or other identifier with which the user is shown. */
  readonly identifier: string;
  /** The first name. */
  readonly firstName: string | null;
  /** The last name. */
  readonly lastName: string | null;
  /** The URL of the user's image. */
  readonly imageUrl: string;
  /** Whether the user has uploaded an image. */
  readonly hasImage: boolean;
  /** The ID of the user. */
  readonly userId: string;
}

/** A page of users, and the number of all users that fit the filters. */
export interface UserListObject {
  /** The users of the page. */
  data: UserObject[];
  /** The number of users on all pages. */
  totalCount: number;
}

/**
 * Merges metadata into the stored metadata of a user: `null` removes a key at any depth, and other keys are kept.
 *
 * @param userId The ID of the user, such as `"user_2abc"`.
 * @param params The metadata to merge, in at least one of the three fields.
 * @param options The options. `secretKey` is required unless the environment has it.
 * @returns The user after the change.
 * @throws {ClerkInputError} The input is invalid; `path` says where. Nothing was sent.
 * @throws {ClerkAPIResponseError} The Backend API rejected the request; see `status` and `errors`.
 * @throws {ClerkConnectionError} There was no usable response. The request may still have taken effect.
 *
 * @example
 * const user = await updateUserMetadata("user_2abc", { publicMetadata: { plan: "pro" } }, { secretKey });
 */
export declare function updateUserMetadata<P = {}>(
  userId: string,
  params: Checked<P, UserMetadataPatch>,
  options?: WasmOptions,
): Promise<UserObject>;

/**
 * Replaces each field of `params` as a whole; `{}` clears it. Other fields are kept.
 *
 * @param userId The ID of the user.
 * @param params The metadata, in at least one of the three fields.
 * @param options The options.
 * @returns The user after the change.
 * @throws The errors of {@link updateUserMetadata}.
 *
 * @example
 * await replaceUserMetadata("user_2abc", { privateMetadata: {} }, { secretKey });
 */
export declare function replaceUserMetadata(
  userId: string,
  params: UserMetadata | ReplaceUserMetadataParams,
  options?: WasmOptions,
): Promise<UserObject>;

/**
 * Reads a user.
 *
 * @param userId The ID of the user.
 * @param options The options.
 * @throws The errors of {@link updateUserMetadata}.
 *
 * @example
 * const { publicMetadata } = await getUser("user_2abc", { secretKey });
 */
export declare function getUser(userId: string, options?: WasmOptions): Promise<UserObject>;

/**
 * Lists users: a page of them, and the count of all, which are two requests.
 *
 * @param params Which users, and which page of them. Default: the first 10.
 * @param options The options.
 * @throws The errors of {@link updateUserMetadata}.
 *
 * @example
 * const { data, totalCount } = await getUserList({ query: "example.com", limit: 100 }, { secretKey });
 */
export declare function getUserList(params?: UserListParams, options?: WasmOptions): Promise<UserListObject>;

/**
 * Counts users.
 *
 * @param params The filters. Default: all users.
 * @param options The options.
 * @throws The errors of {@link updateUserMetadata}.
 *
 * @example
 * const total = await getCount({ query: "example.com" }, { secretKey });
 */
export declare function getCount(params?: UserListParams, options?: WasmOptions): Promise<number>;

/**
 * Reads an organization.
 *
 * @param params Its ID or its slug, and the optional fields to return.
 * @param options The options.
 * @throws The errors of {@link updateUserMetadata}.
 *
 * @example
 * const { id, membersCount } = await getOrganization({ slug: "acme", includeMembersCount: true }, { secretKey });
 */
export declare function getOrganization(
  params: GetOrganizationParams,
  options?: WasmOptions,
): Promise<OrganizationObject>;

/**
 * Merges metadata into the stored metadata of an organization, as {@link updateUserMetadata}. It has no
 * `unsafeMetadata`.
 *
 * @param organizationId The ID of the organization, such as `"org_2abc"`.
 * @param params The metadata to merge, in at least one of the two fields.
 * @param options The options.
 * @returns The organization after the change.
 * @throws The errors of {@link updateUserMetadata}.
 *
 * @example
 * await updateOrganizationMetadata("org_2abc", { publicMetadata: { plan: "pro" } }, { secretKey });
 */
export declare function updateOrganizationMetadata<P = {}>(
  organizationId: string,
  params: Checked<P, OrganizationMetadataPatch>,
  options?: WasmOptions,
): Promise<OrganizationObject>;

/**
 * Replaces each field of `params` as a whole; `{}` clears it. Other fields are kept.
 *
 * @param organizationId The ID of the organization.
 * @param params The metadata, in at least one of the two fields.
 * @param options The options.
 * @returns The organization after the change.
 * @throws The errors of {@link updateUserMetadata}.
 *
 * @example
 * await replaceOrganizationMetadata("org_2abc", { privateMetadata: {} }, { secretKey });
 */
export declare function replaceOrganizationMetadata(
  organizationId: string,
  params: AnyOrganizationMetadata,
  options?: WasmOptions,
): Promise<OrganizationObject>;

/**
 * Merges metadata into the stored metadata of a membership, as {@link updateOrganizationMetadata}.
 *
 * @param params The IDs of the organization and the user, and the metadata to merge.
 * @param options The options.
 * @returns The membership after the change.
 * @throws The errors of {@link updateUserMetadata}.
 *
 * @example
 * const ids = { organizationId: "org_2abc", userId: "user_2abc" };
 * await updateOrganizationMembershipMetadata({ ...ids, publicMetadata: { team: "design" } }, { secretKey });
 */
export declare function updateOrganizationMembershipMetadata<P = {}>(
  params: OrganizationMembershipIds & Checked<P, OrganizationMembershipMetadataPatch>,
  options?: WasmOptions,
): Promise<OrganizationMembershipObject>;
