import type { ReplaceUserMetadataParams, UpdateUserMetadataParams } from "./calls.js";
import type { ClerkClientOptions } from "./options.js";
import type {
  GetOrganizationParams,
  ReplaceOrganizationMetadataParams,
  UpdateOrganizationMembershipMetadataParams,
  UpdateOrganizationMetadataParams,
} from "./organizations.js";
import type { UserListParams } from "./user-list.js";

/** The arguments of the methods of `clerk.users` and `clerk.organizations`, without call options. */
export interface MethodArguments {
  /** @see {@link UpdateUserMetadataParams} */
  updateUserMetadata: [userId: string, params: UpdateUserMetadataParams];
  /** @see {@link ReplaceUserMetadataParams} */
  replaceUserMetadata: [userId: string, params: ReplaceUserMetadataParams];
  /** The ID of the user. */
  getUser: [userId: string];
  /** @see {@link UserListParams} */
  getUserList: [params?: UserListParams | undefined];
  /** @see {@link UserListParams} */
  getCount: [params?: UserListParams | undefined];
  /** @see {@link GetOrganizationParams} */
  getOrganization: [params: GetOrganizationParams];
  /** @see {@link UpdateOrganizationMetadataParams} */
  updateOrganizationMetadata: [organizationId: string, params: UpdateOrganizationMetadataParams];
  /** @see {@link ReplaceOrganizationMetadataParams} */
  replaceOrganizationMetadata: [organizationId: string, params: ReplaceOrganizationMetadataParams];
  /** @see {@link UpdateOrganizationMembershipMetadataParams} */
  updateOrganizationMembershipMetadata: [params: UpdateOrganizationMembershipMetadataParams];
}

/** A request that is ready to be sent. */
export interface PreparedRequest {
  /** `"GET"`, `"PATCH"` or `"PUT"`. */
  method: string;
  /** The full URL. */
  url: string;
  /** The headers, with lowercase names. The value of `authorization` is `"[redacted]"`. */
  headers: Record<string, string>;
  /** The body as JSON text. `undefined` for a `GET`. */
  body: string | undefined;
}

/**
 * Validates the options and the arguments of a call as the call does, and returns its request without sending it. Use
 * it for dry runs and previews. For `getUserList`, which sends two requests, it returns the request for the list.
 *
 * @param options The options of the client.
 * @param method The name of a method of `clerk.users` or `clerk.organizations`.
 * @param args The arguments of the method, without call options.
 * @throws {ClerkInputError} An option or an argument is invalid; `path` says which.
 *
 * @example
 * import { prepareRequest } from "clerk-metadata";
 *
 * const options = { secretKey: process.env.CLERK_SECRET_KEY };
 * const { method, url, body } = await prepareRequest(options, "updateUserMetadata", "user_2abc", {
 *   publicMetadata: { plan: "pro" },
 * });
 * console.log(method, url, body);
 */
export declare function prepareRequest<Method extends keyof MethodArguments>(
  options: ClerkClientOptions,
  method: Method,
  ...args: MethodArguments[Method]
): Promise<PreparedRequest>;
